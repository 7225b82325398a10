// The local socket: what `giaobanctl meeting` is answered.
#include <spdlog/spdlog.h>

#include <algorithm>
#include <cmath>

#include "firmware/mixer/daemon.h"
#include "firmware/mixer/problems.h"

namespace giaoban::mixer {

namespace {

constexpr int quietest_db = -96;  // of 16 bits

std::uint16_t permille(double part) noexcept {
    return static_cast<std::uint16_t>(std::lround(std::clamp(part, 0.0, 1.0) * 1000.0));
}

std::uint16_t permille(std::uint64_t part, std::uint64_t whole) noexcept {
    return whole == 0 ? std::uint16_t{0}
                      : permille(static_cast<double>(part) / static_cast<double>(whole));
}

net::TrafficFigures traffic(const net::DirectionReport& report, const net::WireFigures& wire,
                            std::uint64_t packets) noexcept {
    net::TrafficFigures figures;
    figures.lost_permille = permille(report.loss);
    figures.jitter = std::chrono::duration_cast<Microseconds>(report.jitter);
    figures.bits_per_second = wire.bits_per_second;
    figures.packets = packets;
    return figures;
}

}  // namespace

void Daemon::answer(net::LocalClientId client, Bytes message, Instant now) {
    net::MeetingStatus status_now;
    const auto request = net::decode_meeting_request(message);
    if (request) {
        using Kind = net::MeetingRequest::Kind;
        const bool looks = request->kind == Kind::doctor_look;
        if (request->kind != Kind::status && !looks) {
            spdlog::info("chair: request {} {}", static_cast<int>(request->kind), request->name);
        }
        const bool of_updates = request->kind == net::MeetingRequest::Kind::offer_update ||
                                request->kind == net::MeetingRequest::Kind::withdraw_update;
        const auto done =
            of_updates ? update_request(*request, now) : meeting_.request(*request, now);
        status_now = status(now);
        status_now.done = done.has_value();
        if (!done) status_now.reason = done.error();
        if (looks || request->kind == Kind::doctor_begin) {
            status_now.doctor = meeting_.doctor_report(request->name);
        }
    } else {
        status_now.done = false;
        status_now.reason = "not a request that this version of the mixing box understands";
    }
    const auto encoded = net::encode(status_now);
    if (encoded) {
        (void)local_.send(client, *encoded);
    } else {
        spdlog::error("the status of the meeting does not fit its message");
    }
}

// For the service manager.
std::string Daemon::status_line() const {
    const auto now = meeting_.status(std::chrono::steady_clock::now());
    const auto there = std::count_if(now.boxes.begin(), now.boxes.end(), [](const auto& row) {
        return row.presence == net::Presence::joined;
    });
    return std::to_string(there) + " of " + std::to_string(now.boxes.size()) +
           " boxes are there, " + std::to_string(now.speakers.size()) + " speak";
}

net::MeetingStatus Daemon::status(Instant now) const {
    net::MeetingStatus status = meeting_.status(now);
    for (net::BoxRow& row : status.boxes) {
        add_traffic(row, now);
        add_update(row);
        const auto level = levels_.find(row.box);
        note_problems(row, level == levels_.end() ? Duration{} : now - level->second.heard);
    }
    status.counters = counters(now);
    status.offered_release = releases_.offered();
    office_.complete(status);
    return status;
}

void Daemon::add_traffic(net::BoxRow& row, Instant now) const {
    const net::SessionFigures figures = sessions_.figures(row.box, now);
    const net::LinkReport link = sessions_.link(row.box);
    row.up = traffic(link.up, figures.received, figures.audio_received);
    row.down = traffic(link.down, figures.sent, figures.audio_sent);
    if (link.round_trip)
        row.round_trip = std::chrono::duration_cast<Microseconds>(*link.round_trip);
    if (const auto playout = playouts_.find(row.box); playout != playouts_.end()) {
        const audio::PlayoutStats& stats = playout->second;
        const auto concealed = stats.dred + stats.lbrr + stats.plc;
        const auto all = concealed + stats.played;
        row.up.late_permille = permille(stats.late, stats.received);
        row.up.concealed_permille = permille(static_cast<std::uint64_t>(concealed.count()),
                                             static_cast<std::uint64_t>(all.count()));
    }
    if (const net::BoxState* state = sessions_.state(row.box)) {
        row.down.late_permille = state->figures.late_permille;
        row.down.concealed_permille = state->figures.concealed_permille;
        row.depth = state->figures.depth;
        row.behind = state->behind;
        row.sound = state->sound;
        row.level_db = static_cast<std::int8_t>(
            -std::min<int>(state->figures.level_below_full_db, -quietest_db));
        row.software = state->software;
    }
    if (const auto level = levels_.find(row.box); level != levels_.end()) {
        row.level_db = level->second.db;
    }
    if (const auto endpoint = sessions_.endpoint(row.box)) row.endpoint = endpoint->to_string();
}

std::vector<net::NamedCounter> Daemon::counters(Instant now) const {
    const net::UdpCounters& udp = port_.counters();
    const net::SessionFigures all = sessions_.figures(now);
    const audio::BridgeStats& bridge = bridge_.bridge;
    std::vector<net::NamedCounter> counters{
        {"udp_received", udp.received},
        {"udp_received_bytes", udp.received_bytes},
        {"udp_sent", udp.sent},
        {"udp_sent_bytes", udp.sent_bytes},
        {"udp_send_full", udp.send_full},
        {"udp_send_failed", udp.send_failed},
        {"udp_oversized", udp.oversized},
        {"audio_received", all.audio_received},
        {"audio_sent", all.audio_sent},
        {"audio_not_sent", all.audio_not_sent},
        {"asked_again", all.asked_again},
        {"sent_again", all.sent_again},
        {"history_packets", catch_up_.packets()},
        {"history_sent", all.history_sent},
        {"handshakes_begun", all.handshakes_begun},
        {"sessions", all.sessions},
        {"ticks", bridge.ticks},
        {"ticks_skipped", bridge.skipped_ticks},
        {"ticks_late", bridge_.late_wakes},
        {"tick_latest_us",
         static_cast<std::uint64_t>(
             std::chrono::duration_cast<Microseconds>(bridge_.latest_wake).count())},
        {"frames_encoded", bridge.encoded},
        {"encoder_faults", bridge.encoder_faults},
        {"stray_packets", bridge.strays},
        {"out_of_room", out_of_room_},
        {"ring_packets_dropped", audio_.packets_dropped()},
        {"ring_mixes_dropped", bridge_.dropped}};
    for (std::size_t i = 0; i < net::datagram_refusals; ++i) {
        const auto kind = static_cast<net::DatagramRefusal>(i);
        std::string name = "refused_" + std::string(net::to_text(kind));
        std::replace(name.begin(), name.end(), ' ', '_');
        counters.push_back({std::move(name), all.refusals(kind)});
    }
    return counters;
}

}  // namespace giaoban::mixer
