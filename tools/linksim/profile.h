#pragma once

#include <span>
#include <string_view>

#include "tools/linksim/link_settings.h"

namespace giaoban::linksim {

/// A kind of link with a name: up is from the box to the mixing box.
struct Profile {
    std::string_view name;
    std::string_view what;
    LinkSettings up;
    LinkSettings down;
};

/// All of them; the first is `clean`. Where their numbers come from stands in profile.cpp.
[[nodiscard]] std::span<const Profile> profiles() noexcept;

/// By name; nullptr when there is none of that name.
[[nodiscard]] const Profile* find_profile(std::string_view name) noexcept;

/// What is taken when nothing is said: the worst link that a meeting must be good on.
inline constexpr std::string_view default_profile = "3g-bad";

}  // namespace giaoban::linksim
