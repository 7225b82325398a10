#include "firmware/mixer/chair/metrics_text.h"

#include <array>
#include <cstdio>
#include <functional>

namespace giaoban::chair {

namespace {

std::string number(double value) {
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%.10g", value);
    return text.data();
}

class Page {
  public:
    void family(const std::string& name, const char* type, const char* help) {
        text_ += "# HELP " + name + " " + help + "\n# TYPE " + name + " " + type + "\n";
    }
    void value(const std::string& name, const std::string& labels, double value) {
        text_ += name + (labels.empty() ? "" : "{" + labels + "}") + " " + number(value) + "\n";
    }
    void one(const std::string& name, const char* type, const char* help, double of) {
        family(name, type, help);
        value(name, "", of);
    }
    [[nodiscard]] std::string text() && { return std::move(text_); }

  private:
    std::string text_;
};

double seconds(Duration length) { return std::chrono::duration<double>(length).count(); }

using Measure = std::function<double(const BoxTile&)>;

void of_boxes(Page& page, const ChairState& state, const std::string& name, const char* help,
              const Measure& measure) {
    page.family(name, "gauge", help);
    for (const auto& [id, box] : state.boxes) {
        page.value(name,
                   "box=\"" + std::to_string(number_of(id)) + "\",name=\"" +
                       escaped_label(box.name) + "\"",
                   measure(box));
    }
}

void of_links(Page& page, const ChairState& state, const std::string& name, const char* help,
              const std::function<double(const LinkSide&)>& measure) {
    page.family(name, "gauge", help);
    for (const auto& [id, box] : state.boxes) {
        const std::string labels = "box=\"" + std::to_string(number_of(id)) + "\",name=\"" +
                                   escaped_label(box.name) + "\"";
        page.value(name, labels + ",direction=\"up\"", measure(box.up));
        page.value(name, labels + ",direction=\"down\"", measure(box.down));
    }
}

void add_meeting(Page& page, const ChairState& state) {
    page.one("giaoban_uptime_seconds", "gauge", "Since the mixing box has started.",
             seconds(state.uptime));
    page.one("giaoban_meeting_open", "gauge", "1 while a meeting is open.",
             state.meeting.open ? 1 : 0);
    page.one("giaoban_recording", "gauge", "1 while the plenary is recorded.",
             state.recording.on ? 1 : 0);
    page.one("giaoban_recording_bytes", "gauge", "Of the recording under way.",
             static_cast<double>(state.recording.bytes));
    page.one("giaoban_speakers", "gauge", "Boxes that have the floor.",
             static_cast<double>(state.speakers.size()));
    page.one("giaoban_queue_length", "gauge", "Boxes that wait for the floor.",
             static_cast<double>(state.queue.size()));
    page.one("giaoban_rooms", "gauge", "Private rooms.", static_cast<double>(state.rooms.size()));
}

void add_boxes(Page& page, const ChairState& state) {
    of_boxes(page, state, "giaoban_box_joined", "1 while the box is in the meeting.",
             [](const BoxTile& box) { return box.presence == net::Presence::joined ? 1.0 : 0.0; });
    of_boxes(page, state, "giaoban_box_speaking", "1 while the box has the floor.",
             [](const BoxTile& box) { return box.floor == FloorState::speaking ? 1.0 : 0.0; });
    of_boxes(page, state, "giaoban_box_behind_seconds", "What the box plays is so far behind.",
             [](const BoxTile& box) { return seconds(box.behind); });
    of_boxes(page, state, "giaoban_box_problems", "What is wrong at the box, counted.",
             [](const BoxTile& box) { return static_cast<double>(box.problems.size()); });
    of_links(page, state, "giaoban_link_loss_ratio", "Packets lost in the last seconds, of 1.",
             [](const LinkSide& side) { return side.lost_permille / 1000.0; });
    of_links(page, state, "giaoban_link_delay_seconds", "One way, as far as it is known.",
             [](const LinkSide& side) { return seconds(side.delay); });
    of_links(page, state, "giaoban_link_rung", "Step of the ladder, from 0.",
             [](const LinkSide& side) { return static_cast<double>(side.rung); });
    of_links(page, state, "giaoban_link_bits_per_second", "On the wire, with IP and UDP.",
             [](const LinkSide& side) { return static_cast<double>(side.bits_per_second); });
}

/// What the daemon counts under names of its own (daemon_status.cpp): three of them go down again.
void add_counter(Page& page, const net::NamedCounter& counter) {
    std::string name = "giaoban_mixer_";
    for (const char c : counter.name) {
        const bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        name.push_back(plain ? c : '_');
    }
    const auto value = static_cast<double>(counter.value);
    if (counter.name == "tick_latest_us") {
        page.one("giaoban_mixer_tick_latest_seconds", "gauge",
                 "The latest tick of the audio thread.", value / 1e6);
    } else if (counter.name == "sessions" || counter.name == "history_packets") {
        page.one(name, "gauge", "As the mixing box has them now.", value);
    } else {
        page.one(name + "_total", "counter", "As the mixing box counts it.", value);
    }
}

void add_page(Page& page, const PageCounters& counters) {
    const auto total = [&page](const char* name, const char* help, std::uint64_t value) {
        page.one(std::string("giaoban_page_") + name + "_total", "counter", help,
                 static_cast<double>(value));
    };
    total("requests", "Requests that were answered.", counters.requests);
    total("requests_refused", "Requests that were answered with an error.",
          counters.refused_requests);
    total("logins", "People who have signed in.", counters.logins);
    total("logins_failed", "Wrong names or passwords.", counters.failed_logins);
    total("logins_throttled", "Tries that had to wait.", counters.throttled_logins);
    total("actions", "Actions that were done.", counters.actions);
    total("actions_refused", "Actions that were refused.", counters.refused_actions);
    total("notes_lost", "Lines of the audit log that the minutes did not take.",
          counters.notes_lost);
    total("connections_refused", "Connections beyond the limits.", counters.connections_refused);
    total("slow_readers", "Connections that were closed because they took nothing.",
          counters.slow_readers);
    total("live_messages", "Messages to open pages.", counters.live_messages);
    total("live_bytes", "Bytes of them, before compression and TLS.", counters.live_bytes);
    page.one("giaoban_page_connections", "gauge", "Open connections.",
             static_cast<double>(counters.connections));
    page.one("giaoban_page_live", "gauge", "Open pages.", static_cast<double>(counters.live));
    page.one("giaoban_page_sessions", "gauge", "People who are signed in.",
             static_cast<double>(counters.sessions));
}

}  // namespace

std::string escaped_label(const std::string& text) {
    std::string escaped;
    for (const char c : text) {
        if (c == '\\' || c == '"') escaped.push_back('\\');
        if (c == '\n') {
            escaped += "\\n";
        } else {
            escaped.push_back(c);
        }
    }
    return escaped;
}

std::string metrics_text(const ChairState& state, const PageCounters& counters) {
    Page page;
    add_meeting(page, state);
    add_boxes(page, state);
    for (const net::NamedCounter& counter : state.counters)
        add_counter(page, counter);
    add_page(page, counters);
    return std::move(page).text();
}

}  // namespace giaoban::chair
