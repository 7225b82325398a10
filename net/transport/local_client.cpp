#include "net/transport/local_client.h"

#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

namespace giaoban::net {
namespace {

using Clock = std::chrono::steady_clock;

/// Waits until the socket can be read or written, or until the deadline.
bool wait_for(int socket, short what, Clock::time_point deadline) {
    for (;;) {
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now());
        pollfd wanted{.fd = socket, .events = what, .revents = 0};
        const int most = static_cast<int>(std::clamp<std::int64_t>(left.count(), 0, 3'600'000));
        const int ready = ::poll(&wanted, 1, most);
        if (ready > 0) return true;
        if (ready == 0 || errno != EINTR) return false;
    }
}

Expected<void, LocalFault> send_all(int socket, Bytes bytes, Clock::time_point deadline) {
    while (!bytes.empty()) {
        if (!wait_for(socket, POLLOUT, deadline)) return Unexpected(LocalFault::too_late);
        const auto sent = ::send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
        if (sent < 0 && (errno == EAGAIN || errno == EINTR)) continue;
        if (sent <= 0) return Unexpected(LocalFault::broken_off);
        bytes = bytes.subspan(static_cast<std::size_t>(sent));
    }
    return {};
}

Expected<void, LocalFault> receive_all(int socket, MutableBytes bytes, Clock::time_point deadline) {
    while (!bytes.empty()) {
        if (!wait_for(socket, POLLIN, deadline)) return Unexpected(LocalFault::too_late);
        const auto got = ::recv(socket, bytes.data(), bytes.size(), MSG_DONTWAIT);
        if (got < 0 && (errno == EAGAIN || errno == EINTR)) continue;
        if (got <= 0) return Unexpected(LocalFault::broken_off);
        bytes = bytes.subspan(static_cast<std::size_t>(got));
    }
    return {};
}

}  // namespace

Expected<LocalClient, LocalFault> LocalClient::connect(const std::string& path) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (path.size() >= sizeof address.sun_path) return Unexpected(LocalFault::nobody_there);
    std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
    LocalClient client(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    if (client.socket_ < 0) return Unexpected(LocalFault::nobody_there);
    // A local stream connects or fails at once; only a full backlog of the server holds it up.
    if (::connect(client.socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) !=
        0) {
        const bool denied = errno == EACCES || errno == EPERM;
        return Unexpected(denied ? LocalFault::no_permission : LocalFault::nobody_there);
    }
    return client;
}

LocalClient::LocalClient(LocalClient&& other) noexcept
    : socket_(std::exchange(other.socket_, -1)) {}

LocalClient& LocalClient::operator=(LocalClient&& other) noexcept {
    std::swap(socket_, other.socket_);
    return *this;
}

LocalClient::~LocalClient() {
    if (socket_ >= 0) ::close(socket_);
}

Expected<void, LocalFault> LocalClient::send(Bytes message, Milliseconds patience) {
    if (message.size() > most_local_message) return Unexpected(LocalFault::too_long);
    const auto deadline = Clock::now() + patience;
    const auto prefix = length_prefix(message.size());
    if (auto sent = send_all(socket_, prefix, deadline); !sent) return sent;
    return send_all(socket_, message, deadline);
}

Expected<std::vector<std::byte>, LocalFault> LocalClient::receive(Milliseconds patience) {
    const auto deadline = Clock::now() + patience;
    std::array<std::byte, length_prefix_size> prefix{};
    if (const auto got = receive_all(socket_, prefix, deadline); !got)
        return Unexpected(got.error());
    const auto length = announced_length(prefix);
    if (!length) return Unexpected(LocalFault::too_long);
    std::vector<std::byte> message(*length);
    if (const auto got = receive_all(socket_, message, deadline); !got)
        return Unexpected(got.error());
    return message;
}

}  // namespace giaoban::net
