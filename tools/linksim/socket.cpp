#include "tools/linksim/socket.h"

#include <fcntl.h>
#include <netinet/in.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "config/vocab/startup_error.h"

namespace giaoban::linksim {
namespace {

struct Address {
    sockaddr_storage storage{};
    socklen_t size = sizeof(sockaddr_storage);

    [[nodiscard]] const sockaddr* get() const noexcept {
        return reinterpret_cast<const sockaddr*>(&storage);
    }
    [[nodiscard]] sockaddr* get() noexcept { return reinterpret_cast<sockaddr*>(&storage); }
};

Address address_of(const Endpoint& endpoint) noexcept {
    Address address;
    if (endpoint.is_v4()) {
        sockaddr_in v4{};
        v4.sin_family = AF_INET;
        v4.sin_port = htons(endpoint.port());
        const auto bytes = endpoint.v4_address();
        std::memcpy(&v4.sin_addr, bytes.data(), bytes.size());
        std::memcpy(&address.storage, &v4, sizeof v4);
        address.size = sizeof v4;
    } else {
        sockaddr_in6 v6{};
        v6.sin6_family = AF_INET6;
        v6.sin6_port = htons(endpoint.port());
        v6.sin6_scope_id = endpoint.zone();
        std::memcpy(&v6.sin6_addr, endpoint.v6_address().data(), endpoint.v6_address().size());
        std::memcpy(&address.storage, &v6, sizeof v6);
        address.size = sizeof v6;
    }
    return address;
}

Endpoint endpoint_of(const Address& address) noexcept {
    if (address.storage.ss_family == AF_INET) {
        sockaddr_in v4{};
        std::memcpy(&v4, &address.storage, sizeof v4);
        Endpoint::V4 bytes{};
        std::memcpy(bytes.data(), &v4.sin_addr, bytes.size());
        return Endpoint::v4(bytes, ntohs(v4.sin_port));
    }
    sockaddr_in6 v6{};
    std::memcpy(&v6, &address.storage, sizeof v6);
    Endpoint::V6 bytes{};
    std::memcpy(bytes.data(), &v6.sin6_addr, bytes.size());
    return Endpoint::v6(bytes, ntohs(v6.sin6_port), v6.sin6_scope_id);
}

[[noreturn]] void give_up(const std::string& what) {
    throw StartupError(what + ": " + std::strerror(errno), StartupError::Exit::unavailable);
}

Socket udp(const Endpoint& family) {
    Socket socket(::socket(family.is_v4() ? AF_INET : AF_INET6,
                           SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
    if (socket.get() < 0) give_up("cannot open a UDP socket for " + family.to_string());
    return socket;
}

}  // namespace

Socket::Socket(Socket&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
Socket& Socket::operator=(Socket&& other) noexcept {
    std::swap(descriptor_, other.descriptor_);
    return *this;
}
Socket::~Socket() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

Socket udp_at(const Endpoint& place) {
    Socket socket = udp(place);
    const Address address = address_of(place);
    if (::bind(socket.get(), address.get(), address.size) != 0) {
        give_up("cannot listen on " + place.to_string());
    }
    return socket;
}

Socket udp_to(const Endpoint& to) {
    Socket socket = udp(to);
    const Address address = address_of(to);
    if (::connect(socket.get(), address.get(), address.size) != 0) {
        give_up("cannot send to " + to.to_string());
    }
    return socket;
}

Socket unix_at(const std::string& path) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (path.size() >= sizeof address.sun_path) {
        throw StartupError(
            "the control socket's path is too long: " + path + " (at most 107 bytes are accepted)",
            StartupError::Exit::usage);
    }
    std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
    struct stat file {};
    if (::lstat(path.c_str(), &file) == 0 && S_ISSOCK(file.st_mode)) ::unlink(path.c_str());
    Socket socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
    if (socket.get() < 0 ||
        ::bind(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 ||
        ::listen(socket.get(), 8) != 0) {
        give_up("cannot open the control socket " + path);
    }
    return socket;
}

Endpoint local_endpoint(const Socket& socket) noexcept {
    Address address;
    if (::getsockname(socket.get(), address.get(), &address.size) != 0) return {};
    return endpoint_of(address);
}

std::optional<Received> receive(int socket, MutableBytes buffer) noexcept {
    Address from;
    const auto size = ::recvfrom(socket, buffer.data(), buffer.size(), 0, from.get(), &from.size);
    if (size < 0) {
        if (errno == EAGAIN) return std::nullopt;
        return Received{.from = {}, .datagram = {}, .failed = true};
    }
    return Received{.from = endpoint_of(from),
                    .datagram = Bytes(buffer).first(static_cast<std::size_t>(size))};
}

void send_to(int socket, const Endpoint& to, Bytes datagram) noexcept {
    const Address address = address_of(to);
    static_cast<void>(
        ::sendto(socket, datagram.data(), datagram.size(), 0, address.get(), address.size));
}

void send(int socket, Bytes datagram) noexcept {
    static_cast<void>(::send(socket, datagram.data(), datagram.size(), MSG_NOSIGNAL));
}

}  // namespace giaoban::linksim
