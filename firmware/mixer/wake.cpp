#include "firmware/mixer/wake.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <cstdint>

#include "config/vocab/startup_error.h"

namespace giaoban::mixer {

Wake::Wake() : descriptor_(::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)) {
    if (descriptor_ < 0) {
        throw StartupError("no eventfd to be had: too many open files?",
                           StartupError::Exit::unavailable);
    }
}

Wake::~Wake() { ::close(descriptor_); }

void Wake::raise() noexcept {
    const std::uint64_t one = 1;
    // It fails only when 2^64 - 2 raises were not cleared: it is raised then as well.
    [[maybe_unused]] const auto written = ::write(descriptor_, &one, sizeof one);
}

void Wake::clear() noexcept {
    std::uint64_t raised = 0;
    [[maybe_unused]] const auto taken = ::read(descriptor_, &raised, sizeof raised);
}

void Wake::wait() noexcept {
    pollfd wanted{.fd = descriptor_, .events = POLLIN, .revents = 0};
    [[maybe_unused]] const int ready = ::poll(&wanted, 1, -1);
    clear();
}

}  // namespace giaoban::mixer
