#include "board/lamps/lamp_choice.h"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <string_view>

namespace giaoban::board {

namespace {

constexpr std::array<std::string_view, 4> activity{"ACT", "led0", "mmc0::", "default-on"};
constexpr std::array<std::string_view, 2> power{"PWR", "led1"};
constexpr std::array<std::string_view, 1> own_floor{"giaoban:floor"};
constexpr std::array<std::string_view, 1> own_link{"giaoban:link"};

std::string first_of(std::span<const std::string> there, std::string_view taken,
                     std::initializer_list<std::span<const std::string_view>> lists) {
    for (const auto& list : lists) {
        for (const std::string_view name : list) {
            if (name != taken && std::ranges::find(there, name) != there.end()) {
                return std::string(name);
            }
        }
    }
    return {};
}

}  // namespace

LampChoice choose_lamps(std::span<const std::string> there, const std::string& floor,
                        const std::string& link) {
    const auto named = [](const std::string& name) { return name == "none" ? "" : name; };
    LampChoice choice;
    choice.floor =
        floor == "auto" ? first_of(there, named(link), {own_floor, activity}) : named(floor);
    choice.link =
        link == "auto" ? first_of(there, choice.floor, {own_link, activity, power}) : named(link);
    if (floor == "auto" && link == "auto" && choice.floor == own_floor[0] &&
        choice.link == own_link[0]) {
        choice.both = first_of(there, {}, {activity});
    }
    return choice;
}

}  // namespace giaoban::board
