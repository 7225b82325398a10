#pragma once

#include <string>
#include <string_view>

#include "config/vocab/expected.h"
#include "firmware/mixer/chair/chair_action.h"

namespace giaoban::chair {

/// The body of POST /api/action (`components/schemas/Action` of openapi.yaml), or what is wrong with it, in words.
[[nodiscard]] Expected<ChairAction, std::string> read_action(std::string_view body);

/// An action in one line, for the minutes: "grant Xã Hồng Thái".
[[nodiscard]] std::string describe(const ChairAction& action);

}  // namespace giaoban::chair
