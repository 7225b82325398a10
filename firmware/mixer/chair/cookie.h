#pragma once

#include <optional>
#include <string_view>

namespace giaoban::chair {

/// The value of one cookie in a Cookie header, or nothing. Where a name stands twice, the first holds, and anything that is
/// not a pair is passed over: other programs of the same host may have set whatever they like.
///
/// Source: RFC 6265 section 5.4.
[[nodiscard]] std::optional<std::string_view> cookie_of(std::string_view header,
                                                        std::string_view name) noexcept;

}  // namespace giaoban::chair
