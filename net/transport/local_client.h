#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "config/vocab/bytes.h"
#include "config/vocab/expected.h"
#include "config/vocab/time.h"
#include "net/transport/length_prefix.h"

namespace giaoban::net {

/// Why a program could not talk to a daemon.
enum class LocalFault : std::uint8_t {
    /// No such socket, or nobody behind it: the daemon is not running.
    nobody_there,
    no_permission,
    /// It hung up in the middle.
    broken_off,
    too_late,
    too_long
};

/// A program's end of a daemon's UNIX socket, for programs that ask, print and leave: it waits.
///
/// Threading:  one thread; it is held up for as long as it is told to at most.
/// Errors:     answers why not.
class LocalClient {
  public:
    [[nodiscard]] static Expected<LocalClient, LocalFault> connect(const std::string& path);
    LocalClient(LocalClient&& other) noexcept;
    LocalClient& operator=(LocalClient&& other) noexcept;
    LocalClient(const LocalClient&) = delete;
    LocalClient& operator=(const LocalClient&) = delete;
    ~LocalClient();

    [[nodiscard]] Expected<void, LocalFault> send(Bytes message, Milliseconds patience);
    /// The next message.
    [[nodiscard]] Expected<std::vector<std::byte>, LocalFault> receive(Milliseconds patience);

  private:
    explicit LocalClient(int socket) noexcept : socket_(socket) {}

    int socket_ = -1;
};

}  // namespace giaoban::net
