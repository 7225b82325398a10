#include <algorithm>

#include "tools/giaobanctl/json_text.h"
#include "tools/giaobanctl/status_parts.h"
#include "tools/giaobanctl/status_text.h"

namespace giaoban::ctl {

namespace {

std::optional<Milliseconds> time_left(const net::MeetingView& view, Instant now) {
    if (!view.floor_ends) return std::nullopt;
    return std::max(Milliseconds{0}, std::chrono::ceil<Milliseconds>(*view.floor_ends - now));
}

std::string floor_line(const net::MeetingView& view, Instant now) {
    std::string text(to_text(view.floor));
    if (view.floor == FloorState::waiting) text += ", place " + std::to_string(view.place);
    if (const auto left = time_left(view, now)) text += ", " + seconds_text(*left) + " left";
    if (view.role == Role::chair) text += " (this is the chair's box)";
    return text;
}

std::string speakers_line(const net::MeetingView& view) {
    std::string text;
    for (const std::string& name : view.speakers)
        text += (text.empty() ? "" : ", ") + name;
    if (view.speaking > view.speakers.size()) {
        text += " and " + std::to_string(view.speaking - view.speakers.size()) + " more";
    }
    return text.empty() ? "nobody" : text;
}

std::string traffic_line(const net::TrafficFigures& traffic) {
    return kbit_text(traffic) + " kbit/s, " + percent_text(traffic.lost_permille) + " lost";
}

std::string phase_word(net::SessionPhase phase) {
    std::string word(to_text(phase));
    std::replace(word.begin(), word.end(), ' ', '_');
    return word;
}

void add(JsonText& json, const net::MeetingView& view, Instant now) {
    json.object("view")
        .text("role", to_text(view.role))
        .text("policy", to_text(view.policy))
        .text("floor", to_text(view.floor))
        .number("place", view.place);
    if (const auto left = time_left(view, now)) {
        json.number("time_left_ms", left->count());
    } else {
        json.null("time_left_ms");
    }
    json.flag("warned", view.warned).list("speakers");
    for (const std::string& name : view.speakers)
        json.text({}, name);
    json.end_list()
        .number("speaking", view.speaking)
        .number("connected", view.connected)
        .number("enrolled", view.enrolled)
        .flag("chair_present", view.chair_present)
        .number("queue_length", view.queue_length)
        .number("uplink_rung", view.uplink_rung)
        .number("downlink_rung", view.downlink_rung)
        .end_object();
}

}  // namespace

std::string as_text(const net::BoxStatus& status, Instant now) {
    std::string text = status.name + ": " + std::string(to_text(status.phase)) + " for " +
                       seconds_text(status.in_phase) +
                       (status.reason.empty() ? "" : " (" + status.reason + ")") + "\n";
    const auto line = [&text](std::string_view what, const std::string& value) {
        if (!value.empty()) text.append(what).append(value).append("\n");
    };
    line("floor:      ", floor_line(status.view, now));
    line("speaking:   ", speakers_line(status.view));
    line("boxes:      ", std::to_string(status.view.connected) + " of " +
                             std::to_string(status.view.enrolled) + " connected");
    line("sending:    ", traffic_line(status.up) + ", rung " + rung_word(status.uplink_rung));
    line("receiving:  ", traffic_line(status.down) + ", rung " +
                             rung_word(status.view.downlink_rung) + ", " +
                             percent_text(status.down.concealed_permille) + " guessed");
    line("round trip: ", ms_text(status.round_trip));
    line("playout:    ", std::to_string(status.depth.count()) + " ms deep, aims for " +
                             std::to_string(status.target.count()) + " ms");
    if (status.behind > Milliseconds{0}) {
        line("behind:     ", seconds_text(status.behind) + ", catching up");
    }
    line("sound:      ", word(status.sound));
    line("lamps:      ", status.lamps);
    line("last said:  ", status.last_prompt);
    line("up for:     ", seconds_text(status.uptime));
    return text;
}

std::string as_json(const net::BoxStatus& status, Instant now) {
    JsonText json;
    json.object()
        .text("name", status.name)
        .text("phase", phase_word(status.phase))
        .number("in_phase_s", status.in_phase.count())
        .text("reason", status.reason);
    add(json, status.view, now);
    add(json, "up", status.up);
    add(json, "down", status.down);
    json.number("round_trip_us", status.round_trip.count())
        .text("sound", word(status.sound))
        .number("depth_ms", status.depth.count())
        .number("target_ms", status.target.count())
        .number("behind_ms", status.behind.count())
        .text("lamps", status.lamps)
        .text("last_prompt", status.last_prompt)
        .number("uptime_s", status.uptime.count())
        .number("uplink_rung", status.uplink_rung);
    add(json, status.counters);
    return json.end_object().result() + "\n";
}

}  // namespace giaoban::ctl
