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
    if (row.called) return "CALLED";
    switch (row.floor) {
        case FloorState::idle: return "";
        case FloorState::waiting:
            return (row.reply ? "replies (" : "waits (") + std::to_string(row.place) + ")";
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

std::string room_text(const net::MeetingStatus& status, const net::RoomRow& room) {
    return "room " + std::to_string(number_of(room.room)) + " `" + room.title +
           "`: " + names(status, room.boxes) + "; policy " + std::string(to_text(room.policy)) +
           "; speaking: " + names(status, room.speakers) + (room.recording ? "; recorded" : "") +
           "\n";
}

std::string problems_text(const net::MeetingStatus& status) {
    std::string text;
    for (const net::BoxRow& row : status.boxes) {
        std::string list;
        for (const net::Problem problem : row.problems) {
            // What the test found says more than that it found something.
            const bool tested = problem == net::Problem::self_test_failed;
            list += (list.empty() ? "" : ", ") + (tested ? words(row.self_test) : words(problem));
        }
        if (!list.empty()) text += (text.empty() ? "\n" : "") + row.name + ": " + list + "\n";
    }
    return text;
}

/// Of a box that was never there nothing was chosen.
std::string rung_text(const net::BoxRow& row, std::uint8_t rung) {
    return row.presence == net::Presence::never ? "" : rung_word(rung);
}

void add(JsonText& json, std::string_view key, const std::vector<BoxId>& boxes) {
    json.list(key);
    for (const BoxId box : boxes)
        json.number({}, number_of(box));
    json.end_list();
}

void add(JsonText& json, const net::RoomRow& room) {
    json.object()
        .number("room", number_of(room.room))
        .text("title", room.title)
        .text("policy", to_text(room.policy))
        .number("open_microphones", room.open_microphones)
        .flag("held", room.held)
        .flag("recording", room.recording);
    add(json, "boxes", room.boxes);
    add(json, "speakers", room.speakers);
    add(json, "queue", room.queue);
    add(json, "replies", room.replies);
    json.end_object();
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
        .flag("reply", row.reply);
    if (row.waited) {
        json.number("waited_s", row.waited->count());
    } else {
        json.null("waited_s");
    }
    json.number("level_db", row.level_db)
        .number("room", number_of(row.room))
        .flag("called", row.called)
        .text("self_test", word(row.self_test.state))
        .text("self_test_reason", word(row.self_test.trouble))
        .list("problems");
    for (const net::Problem problem : row.problems)
        json.text({}, word(problem));
    json.end_list().end_object();
}

}  // namespace

std::string as_text(const net::MeetingStatus& status) {
    std::string text;
    if (status.meeting.open) {
        text = "meeting " + std::to_string(status.meeting.id) + " `" + status.meeting.title +
               "`, open for " + seconds_text(status.meeting.open_for) +
               (status.recording ? ", recorded" : "") + "\n";
    }
    text += "policy " + policy_text(status);
    text += "   time limit " +
            (status.time_limit == Seconds{0} ? "none" : seconds_text(status.time_limit));
    text += "   up for " + seconds_text(status.uptime) + "\n";
    text += "speaking: " + names(status, status.speakers) + "\n";
    text += "queue:    " + names(status, status.queue) + (status.held ? " (held)" : "") + "\n";
    if (!status.replies.empty()) text += "replies:  " + names(status, status.replies) + "\n";
    for (const net::RoomRow& room : status.rooms)
        text += room_text(status, room);
    text += "\n";
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
    return text + table.text() + problems_text(status);
}

std::string as_json(const net::MeetingStatus& status) {
    JsonText json;
    json.object()
        .text("policy", to_text(status.policy))
        .number("open_microphones", status.open_microphones)
        .text("queue_grants", to_text(status.queue_grants))
        .number("time_limit_s", status.time_limit.count())
        .number("uptime_s", status.uptime.count())
        .number("meeting", static_cast<std::int64_t>(status.meeting.id))
        .text("title", status.meeting.title)
        .flag("open", status.meeting.open)
        .number("open_for_s", status.meeting.open_for.count())
        .flag("held", status.held)
        .flag("recording", status.recording)
        .flag("self_test_running", status.self_test_running)
        .number("max_boxes", status.max_boxes);
    json.list("boxes");
    for (const net::BoxRow& row : status.boxes)
        add(json, row);
    json.end_list();
    add(json, "queue", status.queue);
    add(json, "replies", status.replies);
    add(json, "speakers", status.speakers);
    json.list("rooms");
    for (const net::RoomRow& room : status.rooms)
        add(json, room);
    json.end_list();
    add(json, status.counters);
    return json.end_object().result() + "\n";
}

}  // namespace giaoban::ctl
