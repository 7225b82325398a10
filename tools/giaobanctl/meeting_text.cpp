#include <algorithm>
#include <cstdio>

#include "tools/giaobanctl/json_text.h"
#include "tools/giaobanctl/status_parts.h"
#include "tools/giaobanctl/status_text.h"
#include "tools/giaobanctl/text_table.h"

namespace giaoban::ctl {

namespace {

std::string policy_text(const net::MeetingStatus& status) {
    std::string text(to_text(status.policy));
    if (status.policy == FloorPolicy::open) {
        text += " (" + std::to_string(status.open_microphones) + " microphones)";
    }
    if (status.policy == FloorPolicy::queue) {
        text += status.queue_grants == QueueGrants::chair ? " (the chair grants)" : " (automatic)";
    }
    return text;
}

std::string names(const net::MeetingStatus& status, const std::vector<BoxId>& boxes) {
    std::string text;
    for (const BoxId box : boxes) {
        const auto row = std::find_if(status.boxes.begin(), status.boxes.end(),
                                      [box](const net::BoxRow& each) { return each.box == box; });
        if (!text.empty()) text += ", ";
        text += row == status.boxes.end() ? "box " + std::to_string(number_of(box)) : row->name;
    }
    return text.empty() ? "nobody" : text;
}

std::string floor_text(const net::BoxRow& row) {
    switch (row.floor) {
        case FloorState::idle: return "";
        case FloorState::waiting: return "waits (" + std::to_string(row.place) + ")";
        case FloorState::speaking:
            return row.time_left ? "SPEAKS " + seconds_text(*row.time_left) : "SPEAKS";
        case FloorState::muted: return "muted";
    }
    return "";
}

std::string presence_text(const net::BoxRow& row) {
    switch (row.presence) {
        case net::Presence::never: return "not yet";
        case net::Presence::joined:
            return row.behind > Milliseconds{0} ? seconds_text(row.behind) + " behind" : "yes";
        case net::Presence::lost: return "LOST " + seconds_text(row.in_presence);
    }
    return "";
}

/// Of a box that was never there nothing was chosen.
std::string rung_text(const net::BoxRow& row, std::uint8_t rung) {
    return row.presence == net::Presence::never ? "" : rung_word(rung);
}

void add(JsonText& json, const net::BoxRow& row) {
    json.object()
        .number("box", number_of(row.box))
        .text("name", row.name)
        .text("role", to_text(row.role))
        .text("presence", word(row.presence))
        .number("in_presence_s", row.in_presence.count())
        .text("floor", to_text(row.floor))
        .number("place", row.place);
    if (row.time_left) {
        json.number("time_left_ms", row.time_left->count());
    } else {
        json.null("time_left_ms");
    }
    add(json, "up", row.up);
    add(json, "down", row.down);
    json.number("round_trip_us", row.round_trip.count())
        .number("depth_ms", row.depth.count())
        .number("behind_ms", row.behind.count())
        .number("uplink_rung", row.uplink_rung)
        .number("downlink_rung", row.downlink_rung)
        .text("sound", word(row.sound))
        .text("software", row.software)
        .text("endpoint", row.endpoint)
        .end_object();
}

}  // namespace

std::string as_text(const net::MeetingStatus& status) {
    std::string text = "policy " + policy_text(status);
    text += "   time limit " +
            (status.time_limit == Seconds{0} ? "none" : seconds_text(status.time_limit));
    text += "   up for " + seconds_text(status.uptime) + "\n";
    text += "speaking: " + names(status, status.speakers) + "\n";
    text += "queue:    " + names(status, status.queue) + "\n\n";
    TextTable table({"box", "here", "floor", "up kbit/s", "rung", "loss", "jitter", "down kbit/s",
                     "rung", "loss", "guessed", "round trip", "sound"});
    for (const net::BoxRow& row : status.boxes) {
        table.row({row.name + (row.role == Role::chair ? " *" : ""), presence_text(row),
                   floor_text(row), kbit_text(row.up), rung_text(row, row.uplink_rung),
                   percent_text(row.up.lost_permille), ms_text(row.up.jitter), kbit_text(row.down),
                   rung_text(row, row.downlink_rung), percent_text(row.down.lost_permille),
                   percent_text(row.down.concealed_permille), ms_text(row.round_trip),
                   row.sound == net::SoundHealth::unknown ? "" : word(row.sound)});
    }
    return text + table.text();
}

std::string as_json(const net::MeetingStatus& status) {
    JsonText json;
    json.object()
        .text("policy", to_text(status.policy))
        .number("open_microphones", status.open_microphones)
        .text("queue_grants", to_text(status.queue_grants))
        .number("time_limit_s", status.time_limit.count())
        .number("uptime_s", status.uptime.count());
    json.list("boxes");
    for (const net::BoxRow& row : status.boxes)
        add(json, row);
    json.end_list().list("queue");
    for (const BoxId box : status.queue)
        json.number({}, number_of(box));
    json.end_list().list("speakers");
    for (const BoxId box : status.speakers)
        json.number({}, number_of(box));
    json.end_list();
    add(json, status.counters);
    return json.end_object().result() + "\n";
}

}  // namespace giaoban::ctl
