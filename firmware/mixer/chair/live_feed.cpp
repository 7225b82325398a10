#include "firmware/mixer/chair/live_feed.h"

#include <array>
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <cstdlib>
#include <string_view>

#include "firmware/mixer/chair/connection_limits.h"
#include "firmware/mixer/chair/merge_patch.h"
#include "firmware/mixer/chair/state_json.h"

namespace giaoban::chair {

namespace json = boost::json;

namespace {

// The meeting tells whole seconds, so that a moment computed from them moves by up to one; half a second more for a clock
// that is being set.
constexpr std::int64_t settled_ms = 1500;
// A page that has heard nothing for 2.5 s asks whether the mixing box is there, which costs 1 KB of headers. A patch of
// nothing but the time costs 100 bytes on the wire, and is 0.4 kbit/s.
constexpr Milliseconds longest_silence{2000};

bool is_moment(std::string_view key) noexcept { return key == "since" || key == "until"; }

/// Moments that have hardly moved stay as they were told.
void keep_moments(const json::value& before, json::value& after) {
    if (before.is_object() && after.is_object()) {
        for (auto& member : after.get_object()) {
            const json::value* old_value = before.get_object().if_contains(member.key());
            if (old_value == nullptr) continue;
            json::value& value = member.value();
            if (is_moment(member.key()) && value.is_int64() && old_value->is_int64()) {
                const auto moved = value.get_int64() - old_value->get_int64();
                if (std::abs(moved) < settled_ms) value = *old_value;
            } else {
                keep_moments(*old_value, value);
            }
        }
    } else if (before.is_array() && after.is_array()) {
        // A queue: the same box at the same place has the same moment.
        const json::array& list = before.get_array();
        for (std::size_t i = 0; i < list.size() && i < after.get_array().size(); ++i) {
            const json::value* box =
                list[i].is_object() ? list[i].get_object().if_contains("box") : nullptr;
            json::value& now = after.get_array()[i];
            if (box == nullptr || !now.is_object() || now.get_object()["box"] != *box) continue;
            keep_moments(list[i], now);
        }
    }
}

/// The figures of a box's link as they were told, when the box is as present as it was.
void keep_figures(const json::object& before, json::object& after) {
    for (auto& member : after) {
        const json::value* was = before.if_contains(member.key());
        if (was == nullptr) continue;
        json::object& box = member.value().get_object();
        const json::object& old_box = was->get_object();
        if (box.at("presence") != old_box.at("presence")) continue;
        for (const std::string_view key : {"up", "down", "behind"})
            box[key] = old_box.at(key);
    }
}

}  // namespace

void LiveFeed::settle(json::value& next, Instant now) {
    const json::object& before = told_.get_object();
    json::object& after = next.get_object();
    if (before.empty() || now >= figures_next_) {
        figures_next_ = now + limits::figures_distance;
    } else {
        keep_figures(before.at("boxes").get_object(), after.at("boxes").get_object());
        // Recorded bytes grow with each packet, and are figures too.
        after.at("recording").get_object()["bytes"] =
            before.at("recording").get_object().at("bytes");
    }
    keep_moments(told_, next);
}

std::optional<std::string> LiveFeed::update(const ChairState& state, WallTime wall, Instant now) {
    json::value next = state_json(state, wall);
    settle(next, now);
    auto patch = merge_patch(told_, next);
    told_ = std::move(next);
    if (!patch && now < next_ - limits::patch_distance + longest_silence) return std::nullopt;
    if (!patch) patch = json::object();
    next_ = now + limits::patch_distance;
    patch->get_object()["now"] = unix_ms(wall);
    return json::serialize(json::object{{"type", "patch"}, {"patch", std::move(*patch)}});
}

std::string LiveFeed::state(WallTime wall) const {
    json::object whole = told_.get_object();
    whole["now"] = unix_ms(wall);
    return json::serialize(whole);
}

std::string LiveFeed::first(WallTime wall) const {
    json::object whole = told_.get_object();
    whole["now"] = unix_ms(wall);
    return json::serialize(json::object{{"type", "state"}, {"state", std::move(whole)}});
}

}  // namespace giaoban::chair
