#pragma once

#include <sys/eventfd.h>
#include <unistd.h>

#include <cstdint>

#include "config/vocab/startup_error.h"

namespace giaoban::box {

/// How the audio thread tells the network thread that a ring has something for it.
///
/// Threading:  ring() on any thread, the rest on one.
/// Real time:  ring() is one system call that does not wait.
class Wake {
  public:
    Wake() : descriptor_(::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)) {
        if (descriptor_ < 0) {
            throw StartupError("no event descriptor: too many open files",
                               StartupError::Exit::unavailable);
        }
    }
    Wake(const Wake&) = delete;
    Wake& operator=(const Wake&) = delete;
    ~Wake() { ::close(descriptor_); }

    void ring() noexcept {
        const std::uint64_t one = 1;
        // It only fails when 2^64 - 1 rings were not heard; they are heard then as well.
        [[maybe_unused]] const auto wrote = ::write(descriptor_, &one, sizeof one);
    }
    void heard() noexcept {
        std::uint64_t rings = 0;
        [[maybe_unused]] const auto read = ::read(descriptor_, &rings, sizeof rings);
    }
    [[nodiscard]] int descriptor() const noexcept { return descriptor_; }

  private:
    int descriptor_;
};

}  // namespace giaoban::box
