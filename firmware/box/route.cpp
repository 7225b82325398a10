#include "firmware/box/route.h"

#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstring>

#include "net/transport/endpoint_asio.h"

namespace giaoban::box {

namespace {

/// For UDP connecting only asks the kernel for a route: through that interface, if one is named. The own address that it
/// gives, if there is one.
std::optional<sockaddr_storage> own_address_to(const Endpoint& place,
                                               const char* interface) noexcept {
    const auto to = net::to_asio(place, false);
    const int socket = ::socket(to.protocol().family(), SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (socket < 0) return std::nullopt;
    // Who has no rights may bind a socket to an interface once. Source: Linux 5.7, socket(7).
    const bool bound =
        interface == nullptr || ::setsockopt(socket, SOL_SOCKET, SO_BINDTODEVICE, interface,
                                             static_cast<socklen_t>(std::strlen(interface))) == 0;
    sockaddr_storage own{};
    socklen_t size = sizeof own;
    const bool routed = bound &&
                        ::connect(socket, to.data(), static_cast<socklen_t>(to.size())) == 0 &&
                        ::getsockname(socket, reinterpret_cast<sockaddr*>(&own), &size) == 0;
    ::close(socket);
    if (!routed) return std::nullopt;
    return own;
}

bool same_address(const sockaddr* a, const sockaddr_storage& b) noexcept {
    if (a == nullptr || a->sa_family != b.ss_family) return false;
    if (b.ss_family == AF_INET) {
        return std::memcmp(&reinterpret_cast<const sockaddr_in*>(a)->sin_addr,
                           &reinterpret_cast<const sockaddr_in*>(&b)->sin_addr,
                           sizeof(in_addr)) == 0;
    }
    return b.ss_family == AF_INET6 &&
           std::memcmp(&reinterpret_cast<const sockaddr_in6*>(a)->sin6_addr,
                       &reinterpret_cast<const sockaddr_in6*>(&b)->sin6_addr,
                       sizeof(in6_addr)) == 0;
}

bool has_address() noexcept {
    ifaddrs* first = nullptr;
    if (::getifaddrs(&first) != 0) return true;
    bool found = false;
    for (const ifaddrs* one = first; one != nullptr && !found; one = one->ifa_next) {
        if (one->ifa_addr == nullptr || (one->ifa_flags & IFF_LOOPBACK) != 0) continue;
        const auto family = one->ifa_addr->sa_family;
        found = (one->ifa_flags & IFF_UP) != 0 && (family == AF_INET || family == AF_INET6);
    }
    ::freeifaddrs(first);
    return found;
}

}  // namespace

bool has_route_to(const std::optional<Endpoint>& place) noexcept {
    return place ? own_address_to(*place, nullptr).has_value() : has_address();
}

std::vector<std::uint32_t> interfaces_to(const Endpoint& place) {
    std::vector<std::uint32_t> found;
    struct if_nameindex* all = ::if_nameindex();
    if (all == nullptr) return found;
    for (const struct if_nameindex* one = all; one->if_index != 0; ++one) {
        if (std::strcmp(one->if_name, "lo") == 0) continue;
        if (own_address_to(place, one->if_name)) found.push_back(one->if_index);
    }
    ::if_freenameindex(all);
    return found;
}

std::uint32_t interface_of_routes(const Endpoint& place) noexcept {
    const auto own = own_address_to(place, nullptr);
    ifaddrs* first = nullptr;
    if (!own || ::getifaddrs(&first) != 0) return 0;
    std::uint32_t found = 0;
    for (const ifaddrs* one = first; one != nullptr && found == 0; one = one->ifa_next) {
        if (same_address(one->ifa_addr, *own)) found = ::if_nametoindex(one->ifa_name);
    }
    ::freeifaddrs(first);
    return found;
}

}  // namespace giaoban::box
