#include "firmware/box/status_page.h"

#include <algorithm>

namespace giaoban::box {

namespace {

std::uint16_t permille(std::uint64_t part, std::uint64_t whole) noexcept {
    return whole == 0 ? std::uint16_t{0}
                      : static_cast<std::uint16_t>(std::min(part, whole) * 1'000 / whole);
}

std::uint16_t permille(double part) noexcept {
    return static_cast<std::uint16_t>(std::clamp(part, 0.0, 1.0) * 1'000);
}

std::uint64_t count(Samples length) noexcept { return static_cast<std::uint64_t>(length.count()); }

Milliseconds in_ms(Samples length) noexcept {
    return std::chrono::duration_cast<Milliseconds>(length);
}

/// What was made up without knowing what had been said.
std::uint16_t guessed(const audio::PlayoutStats& playout) noexcept {
    return permille(count(playout.plc),
                    count(playout.plc + playout.played + playout.dred + playout.lbrr));
}

net::TrafficFigures traffic(const net::DirectionReport& link, const net::WireFigures& wire,
                            std::uint64_t packets) noexcept {
    return {.lost_permille = permille(link.loss),
            .late_permille = 0,
            .concealed_permille = 0,
            .jitter = std::chrono::duration_cast<Microseconds>(link.jitter),
            .bits_per_second = wire.bits_per_second,
            .packets = packets};
}

Seconds seconds(Duration length) noexcept { return std::chrono::duration_cast<Seconds>(length); }

}  // namespace

void StatusPage::on_report(const AudioReport& report) noexcept {
    const auto xruns = [](const audio::PortHealth& port) {
        return port.captured_too_late + port.played_too_late;
    };
    if (report.port.state == audio::PortState::absent) {
        sound_ = net::SoundHealth::no_card;
    } else {
        sound_ = xruns(report.port) > xruns(report_.port) ? net::SoundHealth::failing
                                                          : net::SoundHealth::well;
    }
    report_ = report;
}

net::SoundFigures StatusPage::figures() const noexcept {
    const audio::PlayoutStats& playout = report_.playout;
    return {.depth = in_ms(playout.depth),
            .lost_permille = 0,
            .late_permille = permille(playout.late, playout.received),
            .concealed_permille = guessed(playout),
            .level_below_full_db = report_.level_below_full_db};
}

net::BoxStatus StatusPage::status(const net::BoxSession& session, const BoxFace& face,
                                  Instant now) const {
    const net::LinkReport link = session.link();
    const net::SessionFigures figures = session.figures(now);
    net::BoxStatus status;
    if (const auto why = session.refusal()) status.reason = net::describe(*why);
    if (!trouble_.empty()) status.reason = trouble_;
    status.name = name_;
    status.phase = session.phase();
    status.in_phase = seconds(now - phase_since_);
    status.view = session.view();
    status.up = traffic(link.up, figures.sent, figures.audio_sent);
    status.down = traffic(link.down, figures.received, figures.audio_received);
    status.down.late_permille = permille(report_.playout.late, report_.playout.received);
    status.down.concealed_permille = guessed(report_.playout);
    if (link.round_trip) {
        status.round_trip = std::chrono::duration_cast<Microseconds>(*link.round_trip);
    }
    status.sound = sound_;
    status.depth = in_ms(report_.playout.depth);
    status.target = in_ms(report_.playout.target);
    status.lamps = std::string("floor ") + describe(face.floor_lamp()) + ", link " +
                   describe(face.link_lamp());
    if (last_prompt_) status.last_prompt = audio::name_of(*last_prompt_);
    status.uptime = seconds(now - started_);
    status.uplink_rung = static_cast<std::uint8_t>(rung_);
    status.counters = counters(figures);
    return status;
}

std::vector<net::NamedCounter> StatusPage::counters(const net::SessionFigures& session) const {
    const audio::PlayoutStats& playout = report_.playout;
    const auto ms = [](Samples length) {
        return static_cast<std::uint64_t>(in_ms(length).count());
    };
    std::vector<net::NamedCounter> all{
        {"ticks", report_.ticks},
        {"port opened", report_.port.opened},
        {"captured too late", report_.port.captured_too_late},
        {"played too late", report_.port.played_too_late},
        {"packets not sent by audio", report_.packets_dropped},
        {"packets not taken by audio", not_played_},
        {"playout received", playout.received},
        {"playout late", playout.late},
        {"playout duplicate", playout.duplicate},
        {"playout underruns", playout.underruns},
        {"played ms", ms(playout.played)},
        {"dred ms", ms(playout.dred)},
        {"lbrr ms", ms(playout.lbrr)},
        {"plc ms", ms(playout.plc)},
        {"stretched ms", ms(playout.stretched)},
        {"compressed ms", ms(playout.compressed)},
        {"skipped ms", ms(playout.skipped)},
        {"bytes sent", session.sent.bytes},
        {"bytes received", session.received.bytes},
        {"audio sent", session.audio_sent},
        {"audio received", session.audio_received},
        {"audio not sent", session.audio_not_sent},
        {"asked again", session.asked_again},
        {"sent again", session.sent_again},
        {"history received", session.history_received},
        {"handshakes begun", session.handshakes_begun},
        {"sessions", session.sessions},
    };
    for (std::size_t i = 0; i < net::datagram_refusals; ++i) {
        const auto kind = static_cast<net::DatagramRefusal>(i);
        all.push_back({"refused: " + std::string(net::to_text(kind)), session.refused[i]});
    }
    return all;
}

}  // namespace giaoban::box
