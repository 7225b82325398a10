#pragma once

#include <cstdint>
#include <string_view>

namespace giaoban::net {

/// Why bytes are no message of ours. Each is counted where the bytes came in.
enum class WireFault : std::uint8_t {
    too_large,     ///< more bytes than such a message may have
    malformed,     ///< no protobuf of that kind
    bad_text,      ///< a text that is too long, not UTF-8, or has control characters
    out_of_range,  ///< a number or a list beyond its bound
};

[[nodiscard]] constexpr std::string_view to_text(WireFault fault) noexcept {
    switch (fault) {
        case WireFault::too_large: return "too large";
        case WireFault::malformed: return "malformed";
        case WireFault::bad_text: return "bad text";
        case WireFault::out_of_range: return "out of range";
    }
    return "unknown";
}

}  // namespace giaoban::net
