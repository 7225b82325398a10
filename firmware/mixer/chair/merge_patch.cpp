#include "firmware/mixer/chair/merge_patch.h"

namespace giaoban::chair {

namespace json = boost::json;

std::optional<json::value> merge_patch(const json::value& before, const json::value& after) {
    if (before == after) return std::nullopt;
    if (!before.is_object() || !after.is_object()) return after;
    json::object patch;
    const json::object& old_members = before.get_object();
    const json::object& new_members = after.get_object();
    for (const auto& member : old_members) {
        if (!new_members.contains(member.key())) patch[member.key()] = nullptr;
    }
    for (const auto& member : new_members) {
        const json::value* old_value = old_members.if_contains(member.key());
        if (old_value == nullptr) {
            patch[member.key()] = member.value();
        } else if (auto inner = merge_patch(*old_value, member.value())) {
            patch[member.key()] = std::move(*inner);
        }
    }
    return patch;
}

void apply_merge_patch(json::value& target, const json::value& patch) {
    if (!patch.is_object()) {
        target = patch;
        return;
    }
    if (!target.is_object()) target = json::object();
    json::object& members = target.get_object();
    for (const auto& member : patch.get_object()) {
        if (member.value().is_null()) {
            members.erase(member.key());
        } else {
            apply_merge_patch(members[member.key()], member.value());
        }
    }
}

}  // namespace giaoban::chair
