#pragma once

#include <cstdint>

namespace giaoban::net {

/// What was done to the button.
enum class Press : std::uint8_t { short_press, long_press };

}  // namespace giaoban::net
