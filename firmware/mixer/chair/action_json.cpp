#include "firmware/mixer/chair/action_json.h"

#include "config/mixer_config.h"
#include "firmware/mixer/chair/json_body.h"
#include "net/wire/text_rules.h"

namespace giaoban::chair {

namespace {

using Kind = ActionKind;

/// As net/wire has them for a MeetingRequest.
constexpr std::size_t most_title = 160;
constexpr std::size_t most_names = 64;
constexpr std::int64_t most_seconds = 86'400;
constexpr std::int64_t most_room = 0xFFFFFFFF;

bool means_a_box(Kind kind) noexcept {
    return kind == Kind::grant || kind == Kind::revoke || kind == Kind::mute ||
           kind == Kind::unmute || kind == Kind::more_time || kind == Kind::to_replies ||
           kind == Kind::call || kind == Kind::end_call || kind == Kind::move_to_room;
}

void read_policy(JsonBody& body, ChairAction& action) {
    if (const auto word = body.maybe_text("policy", 16)) {
        for (const FloorPolicy policy :
             {FloorPolicy::queue, FloorPolicy::open, FloorPolicy::chair}) {
            if (*word == to_text(policy)) action.policy = policy;
        }
        if (!action.policy) body.refuse("policy", "expected \"queue\", \"open\" or \"chair\"");
    }
    if (const auto word = body.maybe_text("queueGrants", 16)) {
        for (const QueueGrants grants : {QueueGrants::chair, QueueGrants::automatic}) {
            if (*word == to_text(grants)) action.queue_grants = grants;
        }
        if (!action.queue_grants) body.refuse("queueGrants", "expected \"chair\" or \"automatic\"");
    }
    action.open_microphones = static_cast<std::uint16_t>(
        body.maybe_number("openMicrophones", 1, config::most_open_microphones).value_or(0));
}

}  // namespace

Expected<ChairAction, std::string> read_action(std::string_view text) {
    JsonBody body(text);
    const std::string word = body.text("kind", 1, 32);
    const auto kind = action_kind(word);
    if (!kind) {
        body.refuse("kind", "\"" + word + "\" is no action of this version");
        return Unexpected(body.fault());
    }
    ChairAction action;
    action.kind = *kind;
    action.name = body.text("name", means_a_box(*kind) ? 1 : 0, net::max_name_bytes);
    action.room = static_cast<std::uint32_t>(body.maybe_number("room", 0, most_room).value_or(0));
    const bool titled = *kind == Kind::open_meeting || *kind == Kind::open_room;
    action.text = body.text("text", titled ? 1 : 0, most_title);
    const bool timed = *kind == Kind::more_time || *kind == Kind::set_time_limit;
    if (timed && !body.has("seconds")) body.refuse("seconds", "says how long, and must be there");
    action.seconds = Seconds{
        body.maybe_number("seconds", *kind == Kind::more_time ? 1 : 0, most_seconds).value_or(0)};
    read_policy(body, action);
    if (*kind == Kind::set_policy && !action.policy) body.refuse("policy", "must be there");
    if (*kind == Kind::open_room && !action.policy) action.policy = FloorPolicy::open;
    action.names = body.texts("names", most_names, net::max_name_bytes);
    if (*kind == Kind::open_room && action.names.empty())
        body.refuse("names", "expected at least one box");
    if (*kind == Kind::close_room && action.room == 0)
        body.refuse("room", "expected a private room");
    action.on = *kind == Kind::record ? body.flag("on") : body.maybe_flag("on").value_or(false);
    if (!body.complete()) return Unexpected(body.fault());
    return action;
}

std::string describe(const ChairAction& action) {
    std::string line(to_text(action.kind));
    const auto add = [&line](const std::string& word) {
        if (!word.empty()) line += " " + word;
    };
    add(action.name);
    add(action.text);
    for (const std::string& name : action.names)
        add(name);
    if (action.policy) add(std::string(to_text(*action.policy)));
    if (action.queue_grants) add(std::string(to_text(*action.queue_grants)));
    if (action.open_microphones != 0) add(std::to_string(action.open_microphones));
    const bool timed = action.kind == Kind::more_time || action.kind == Kind::set_time_limit;
    if (timed) add(std::to_string(action.seconds.count()) + " s");
    if (action.kind == Kind::record) add(action.on ? "on" : "off");
    if (action.room != 0) add("room " + std::to_string(action.room));
    return line;
}

}  // namespace giaoban::chair
