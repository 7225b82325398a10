#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config/vocab/expected.h"
#include "config/vocab/time.h"
#include "tools/linksim/link_settings.h"

namespace giaoban::linksim {

/// Beyond an hour a link is dead: what is longer is a typing error, and far below what a Duration holds.
inline constexpr double most_seconds = 3600;
/// Times in one list; a meeting of a day with an outage each six minutes.
inline constexpr std::size_t most_times = 256;

/// A whole text that is a number from `least` to `most`.
[[nodiscard]] std::optional<double> number_in(std::string_view text, double least,
                                              double most) noexcept;

[[nodiscard]] Duration seconds_of(double seconds) noexcept;

/// `AT+LENGTH,AT+LENGTH...` in seconds, or `none`; or what is wrong and what is accepted.
[[nodiscard]] Expected<std::vector<Outage>, std::string> parse_outages(std::string_view text);
/// `AT,AT...` in seconds, or `none`.
[[nodiscard]] Expected<std::vector<Duration>, std::string> parse_times(std::string_view text);

}  // namespace giaoban::linksim
