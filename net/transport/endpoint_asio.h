#pragma once

#include <algorithm>
#include <boost/asio/ip/udp.hpp>

#include "config/vocab/endpoint.h"

namespace giaoban::net {

/// An endpoint as Boost.Asio has it. A dual-stack socket (`mapped`) takes IPv4 as ::ffff:a.b.c.d.
[[nodiscard]] inline boost::asio::ip::udp::endpoint to_asio(const Endpoint& endpoint,
                                                            bool mapped) noexcept {
    namespace ip = boost::asio::ip;
    if (endpoint.is_v4()) {
        const ip::address_v4 address(endpoint.v4_address());
        if (!mapped) return {address, endpoint.port()};
        return {ip::make_address_v6(ip::v4_mapped, address), endpoint.port()};
    }
    return {ip::address_v6(endpoint.v6_address(), endpoint.zone()), endpoint.port()};
}

[[nodiscard]] inline Endpoint from_asio(const boost::asio::ip::udp::endpoint& endpoint) noexcept {
    const auto address = endpoint.address();
    if (address.is_v4()) return Endpoint::v4(address.to_v4().to_bytes(), endpoint.port());
    const auto v6 = address.to_v6();
    return Endpoint::v6(v6.to_bytes(), endpoint.port(), static_cast<std::uint32_t>(v6.scope_id()));
}

}  // namespace giaoban::net
