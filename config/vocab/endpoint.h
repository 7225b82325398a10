#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "config/vocab/expected.h"

namespace giaoban {

/// Why a text is no endpoint.
enum class EndpointFault : std::uint8_t { no_port, bad_port, bad_address };

/// An internet address and a UDP port: where a datagram came from or goes to.
///
/// One form only: an IPv4 address that a dual-stack socket shows as ::ffff:a.b.c.d is kept as IPv4,
/// so that equal means the same place. It says where to answer, never who somebody is.
///
/// Threading:  a value.
/// Real time:  only to_string() takes memory.
/// Errors:     parse() answers why; nothing throws.
/// Source:     RFC 4291 section 2.2 (text of IPv6), RFC 5952 (how it is written), RFC 4007 section
///             11 (%zone, as a number).
class Endpoint {
  public:
    using V4 = std::array<std::uint8_t, 4>;
    using V6 = std::array<std::uint8_t, 16>;

    /// 0.0.0.0 port 0: nowhere.
    constexpr Endpoint() noexcept = default;
    [[nodiscard]] static Endpoint v4(const V4& address, std::uint16_t port) noexcept;
    /// `zone`: the interface's number that a link-local address needs, otherwise 0.
    [[nodiscard]] static Endpoint v6(const V6& address, std::uint16_t port,
                                     std::uint32_t zone = 0) noexcept;

    /// From `192.0.2.1:7400` or `[2001:db8::1]:7400`. A host name is a bad address.
    [[nodiscard]] static Expected<Endpoint, EndpointFault> parse(std::string_view text) noexcept;

    [[nodiscard]] bool is_v4() const noexcept { return is_v4_; }
    /// Whether this is not the place that a default-made endpoint stands for.
    [[nodiscard]] bool is_somewhere() const noexcept { return *this != Endpoint{}; }
    /// The first four bytes of address() for IPv4.
    [[nodiscard]] V4 v4_address() const noexcept {
        return {bytes_[0], bytes_[1], bytes_[2], bytes_[3]};
    }
    [[nodiscard]] const V6& v6_address() const noexcept { return bytes_; }
    [[nodiscard]] std::uint32_t zone() const noexcept { return zone_; }
    [[nodiscard]] std::uint16_t port() const noexcept { return port_; }
    [[nodiscard]] Endpoint with_port(std::uint16_t port) const noexcept;

    /// As parse() reads it.
    [[nodiscard]] std::string to_string() const;
    [[nodiscard]] std::size_t hash() const noexcept;

    friend constexpr auto operator<=>(const Endpoint&, const Endpoint&) noexcept = default;

  private:
    // IPv4 in the first four bytes, the rest zeros.
    V6 bytes_{};
    std::uint32_t zone_ = 0;
    std::uint16_t port_ = 0;
    bool is_v4_ = true;
};

}  // namespace giaoban

template <>
struct std::hash<giaoban::Endpoint> {
    std::size_t operator()(const giaoban::Endpoint& endpoint) const noexcept {
        return endpoint.hash();
    }
};
