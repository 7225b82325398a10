#pragma once

#include <stdexcept>
#include <string>

namespace giaoban {

/// Why a program cannot start: one clear text that says what is wrong, where (file, line and key, or
/// the device) and what to do about it.
///
/// Thrown while a program starts and at no other time; caught once, in `main`, which prints `what()`
/// and leaves with `exit_code()`.
///
/// Source: the exit codes are those of sysexits.h, which systemd names in its log as well.
class StartupError : public std::runtime_error {
  public:
    enum class Exit : int {
        usage = 64,        ///< the command line (EX_USAGE)
        unavailable = 69,  ///< a device, a socket or another program is not there (EX_UNAVAILABLE)
        config = 78        ///< a configuration, card or key file (EX_CONFIG)
    };

    explicit StartupError(const std::string& what, Exit exit = Exit::config)
        : std::runtime_error(what), exit_(exit) {}

    [[nodiscard]] int exit_code() const noexcept { return static_cast<int>(exit_); }

  private:
    Exit exit_;
};

}  // namespace giaoban
