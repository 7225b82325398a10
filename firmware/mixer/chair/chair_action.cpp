#include "firmware/mixer/chair/chair_action.h"

#include <algorithm>

namespace giaoban::chair {

std::optional<ActionKind> action_kind(std::string_view word) noexcept {
    const auto found = std::find(action_words.begin(), action_words.end(), word);
    if (found == action_words.end()) return std::nullopt;
    return static_cast<ActionKind>(found - action_words.begin());
}

}  // namespace giaoban::chair
