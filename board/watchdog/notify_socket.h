#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "config/vocab/expected.h"
#include "config/vocab/time.h"

namespace giaoban::board {

/// The way to the service manager that started this daemon: datagrams of lines `NAME=value`.
///
/// Threading:  one thread.
/// Real time:  tell() is one system call that never waits: a service manager that does not read holds up nobody.
/// Errors:     open() says why the address is none; what tell() answers is weather, and said again at the next look.
/// Source:     sd_notify(3), whose protocol is kept stable for those who speak it without the library.
class NotifySocket {
  public:
    /// `address`: of the variable NOTIFY_SOCKET: a path, or @NAME in the abstract namespace.
    [[nodiscard]] static Expected<NotifySocket, std::string> open(std::string_view address);

    NotifySocket(NotifySocket&& from) noexcept;
    NotifySocket& operator=(NotifySocket&&) = delete;
    NotifySocket(const NotifySocket&) = delete;
    NotifySocket& operator=(const NotifySocket&) = delete;
    ~NotifySocket();

    /// False: nobody took it.
    [[nodiscard]] bool tell(std::string_view lines) noexcept;

  private:
    NotifySocket(int descriptor, std::string address)
        : descriptor_(descriptor), address_(std::move(address)) {}

    int descriptor_;
    std::string address_;  ///< as the kernel takes it: a zero in place of the @
};

/// One line of STATUS=, with what would begin another line taken out.
[[nodiscard]] std::string status_line(std::string_view text);

/// How long the service manager waits for WATCHDOG=1, of its variables WATCHDOG_USEC and WATCHDOG_PID (empty: not set).
/// None: it does not wait, or for another process, or what it says is no number.
[[nodiscard]] std::optional<Milliseconds> watchdog_patience(std::string_view microseconds,
                                                            std::string_view process,
                                                            std::int64_t own_process) noexcept;

}  // namespace giaoban::board
