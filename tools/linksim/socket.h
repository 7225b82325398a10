#pragma once

#include <sys/socket.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "config/vocab/bytes.h"
#include "config/vocab/endpoint.h"

namespace giaoban::linksim {

/// A file descriptor that closes itself.
class Socket {
  public:
    explicit Socket(int descriptor = -1) noexcept : descriptor_(descriptor) {}
    Socket(Socket&& other) noexcept;
    Socket& operator=(Socket&& other) noexcept;
    Socket(const Socket&) = delete;
    Socket& operator=(const Socket&) = delete;
    ~Socket();

    [[nodiscard]] int get() const noexcept { return descriptor_; }

  private:
    int descriptor_;
};

/// A non-blocking UDP socket at that place, which must be had (StartupError).
[[nodiscard]] Socket udp_at(const Endpoint& place);
/// One that sends to and hears from `to` alone, from any free port (StartupError).
[[nodiscard]] Socket udp_to(const Endpoint& to);
/// A listening UNIX socket; a file that a killed process left is replaced (StartupError).
[[nodiscard]] Socket unix_at(const std::string& path);

[[nodiscard]] Endpoint local_endpoint(const Socket& socket) noexcept;

/// A datagram and where it came from; nothing when none waits.
struct Received {
    Endpoint from;
    Bytes datagram;
    /// Whether it is an error that a former datagram met, and no datagram.
    bool failed = false;
};
[[nodiscard]] std::optional<Received> receive(int socket, MutableBytes buffer) noexcept;
/// Lost when the kernel does not take it.
void send_to(int socket, const Endpoint& to, Bytes datagram) noexcept;
void send(int socket, Bytes datagram) noexcept;

}  // namespace giaoban::linksim
