#include "firmware/box/route.h"

#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstring>

namespace giaoban::box {

namespace {

bool can_connect(int family, const sockaddr* address, socklen_t size) noexcept {
    const int socket = ::socket(family, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (socket < 0) return false;
    // For UDP this only asks the kernel for a route.
    const bool routed = ::connect(socket, address, size) == 0;
    ::close(socket);
    return routed;
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
    if (!place) return has_address();
    if (place->is_v4()) {
        sockaddr_in to{};
        to.sin_family = AF_INET;
        to.sin_port = htons(place->port());
        const auto address = place->v4_address();
        std::memcpy(&to.sin_addr, address.data(), address.size());
        return can_connect(AF_INET, reinterpret_cast<const sockaddr*>(&to), sizeof to);
    }
    sockaddr_in6 to{};
    to.sin6_family = AF_INET6;
    to.sin6_port = htons(place->port());
    to.sin6_scope_id = place->zone();
    std::memcpy(&to.sin6_addr, place->v6_address().data(), place->v6_address().size());
    return can_connect(AF_INET6, reinterpret_cast<const sockaddr*>(&to), sizeof to);
}

}  // namespace giaoban::box
