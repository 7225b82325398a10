#include "config/vocab/endpoint.h"

#include <algorithm>
#include <charconv>
#include <optional>

namespace giaoban {
namespace {

/// A whole unsigned number in that base and no greater than `most`.
std::optional<std::uint32_t> number(std::string_view text, int base, std::uint32_t most) noexcept {
    std::uint32_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, base);
    if (error != std::errc{} || end != text.data() + text.size() || value > most) {
        return std::nullopt;
    }
    return value;
}

std::optional<Endpoint::V4> parse_v4(std::string_view text) noexcept {
    Endpoint::V4 address{};
    for (std::size_t i = 0; i < address.size(); ++i) {
        const auto dot = text.find('.');
        if ((dot == std::string_view::npos) != (i + 1 == address.size())) return std::nullopt;
        const auto part = text.substr(0, dot);
        // "010" is octal to some and decimal to others: it is nobody's here.
        if (part.empty() || part.size() > 3 || (part.size() > 1 && part.front() == '0')) {
            return std::nullopt;
        }
        const auto value = number(part, 10, 255);
        if (!value) return std::nullopt;
        address[i] = static_cast<std::uint8_t>(*value);
        text.remove_prefix(i + 1 == address.size() ? text.size() : dot + 1);
    }
    return address;
}

/// Up to eight groups of 16 bits between colons; the last two may be written as IPv4.
struct Groups {
    std::array<std::uint8_t, 16> bytes{};
    std::size_t count = 0;

    bool add(std::uint32_t group) noexcept {
        if (count + 2 > bytes.size()) return false;
        bytes[count++] = static_cast<std::uint8_t>(group >> 8U);
        bytes[count++] = static_cast<std::uint8_t>(group & 0xFFU);
        return true;
    }

    bool read(std::string_view text) noexcept {
        while (!text.empty()) {
            const auto colon = text.find(':');
            const auto part = text.substr(0, colon);
            if (part.find('.') != std::string_view::npos) {
                const auto tail = parse_v4(part);
                return tail && colon == std::string_view::npos &&
                       add(static_cast<std::uint32_t>((*tail)[0] << 8U | (*tail)[1])) &&
                       add(static_cast<std::uint32_t>((*tail)[2] << 8U | (*tail)[3]));
            }
            const auto value = part.size() > 4 ? std::nullopt : number(part, 16, 0xFFFF);
            if (!value || !add(*value)) return false;
            if (colon == std::string_view::npos) return true;
            text.remove_prefix(colon + 1);
            if (text.empty()) return false;
        }
        return true;
    }
};

std::optional<Endpoint::V6> parse_v6(std::string_view text) noexcept {
    const auto gap = text.find("::");
    Groups head;
    // An IPv4 tail is a tail: it has no place before the gap.
    const bool tail_first = gap != std::string_view::npos && text.find('.') < gap;
    if (tail_first || !head.read(text.substr(0, gap))) return std::nullopt;
    if (gap == std::string_view::npos) {
        if (head.count != 16) return std::nullopt;
        return head.bytes;
    }
    Groups tail;
    // "::" stands for at least one group of zeros, and stands only once.
    if (!tail.read(text.substr(gap + 2)) || head.count + tail.count > 14) return std::nullopt;
    std::copy_n(tail.bytes.begin(), tail.count,
                head.bytes.end() - static_cast<std::ptrdiff_t>(tail.count));
    return head.bytes;
}

std::string text_of_v6(const Endpoint::V6& bytes) {
    std::array<std::uint32_t, 8> groups{};
    for (std::size_t i = 0; i < groups.size(); ++i) {
        groups[i] = static_cast<std::uint32_t>(bytes[2 * i] << 8U | bytes[2 * i + 1]);
    }
    // RFC 5952 section 4.2: the longest run of at least two zero groups, the first of equals.
    std::size_t gap = groups.size();
    std::size_t gap_length = 1;
    for (std::size_t i = 0; i < groups.size(); ++i) {
        std::size_t length = 0;
        while (i + length < groups.size() && groups[i + length] == 0)
            ++length;
        if (length > gap_length) {
            gap = i;
            gap_length = length;
        }
    }
    std::string text;
    for (std::size_t i = 0; i < groups.size();) {
        if (i == gap) {
            text += "::";
            i += gap_length;
            continue;
        }
        if (!text.empty() && text.back() != ':') text += ':';
        std::array<char, 4> digits{};
        const auto end =
            std::to_chars(digits.data(), digits.data() + digits.size(), groups[i], 16).ptr;
        text.append(digits.data(), end);
        ++i;
    }
    return text;
}

}  // namespace

Endpoint Endpoint::v4(const V4& address, std::uint16_t port) noexcept {
    Endpoint endpoint;
    std::copy(address.begin(), address.end(), endpoint.bytes_.begin());
    endpoint.port_ = port;
    return endpoint;
}

Endpoint Endpoint::v6(const V6& address, std::uint16_t port, std::uint32_t zone) noexcept {
    // RFC 4291 section 2.5.5.2: ::ffff:a.b.c.d is the IPv4 address a.b.c.d.
    constexpr std::array<std::uint8_t, 12> mapped{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};
    if (std::equal(mapped.begin(), mapped.end(), address.begin())) {
        return v4({address[12], address[13], address[14], address[15]}, port);
    }
    Endpoint endpoint;
    endpoint.bytes_ = address;
    endpoint.zone_ = zone;
    endpoint.port_ = port;
    endpoint.is_v4_ = false;
    return endpoint;
}

Expected<Endpoint, EndpointFault> Endpoint::parse(std::string_view text) noexcept {
    const bool bracketed = text.starts_with('[');
    const auto colon = text.rfind(':');
    const auto bracket = text.rfind(']');
    if (colon == std::string_view::npos ||
        (bracketed && (bracket == std::string_view::npos || colon != bracket + 1))) {
        return Unexpected(EndpointFault::no_port);
    }
    const auto port = number(text.substr(colon + 1), 10, 0xFFFF);
    if (!port || *port == 0) return Unexpected(EndpointFault::bad_port);
    const auto port16 = static_cast<std::uint16_t>(*port);
    if (!bracketed) {
        const auto address = parse_v4(text.substr(0, colon));
        if (!address) return Unexpected(EndpointFault::bad_address);
        return v4(*address, port16);
    }
    auto inside = text.substr(1, bracket - 1);
    std::uint32_t zone = 0;
    if (const auto percent = inside.find('%'); percent != std::string_view::npos) {
        const auto value = number(inside.substr(percent + 1), 10, UINT32_MAX);
        if (!value) return Unexpected(EndpointFault::bad_address);
        zone = *value;
        inside = inside.substr(0, percent);
    }
    const auto address = parse_v6(inside);
    if (!address) return Unexpected(EndpointFault::bad_address);
    return v6(*address, port16, zone);
}

Endpoint Endpoint::with_port(std::uint16_t port) const noexcept {
    Endpoint other = *this;
    other.port_ = port;
    return other;
}

std::string Endpoint::to_string() const {
    if (is_v4_) {
        std::string text;
        for (std::size_t i = 0; i < 4; ++i) {
            if (i > 0) text += '.';
            text += std::to_string(bytes_[i]);
        }
        return text + ':' + std::to_string(port_);
    }
    const std::string zone = zone_ == 0 ? "" : '%' + std::to_string(zone_);
    return '[' + text_of_v6(bytes_) + zone + "]:" + std::to_string(port_);
}

std::size_t Endpoint::hash() const noexcept {
    // FNV-1a of 64 bits: its offset basis and prime.
    std::uint64_t value = 0xcbf29ce484222325U;
    const auto mix = [&value](std::uint32_t part) { value = (value ^ part) * 0x100000001b3U; };
    for (const auto byte : bytes_)
        mix(byte);
    mix(zone_);
    mix(port_);
    return static_cast<std::size_t>(value);
}

}  // namespace giaoban
