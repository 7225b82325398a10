#include "firmware/mixer/daemon.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <csignal>
#include <utility>

#include "audio/codec/opus_decoder.h"
#include "audio/codec/opus_encoder.h"
#include "firmware/media.h"
#include "firmware/mixer/settings_of.h"
#include "net/rtp/rtp_packet.h"

namespace giaoban::mixer {

namespace {

using Clock = std::chrono::steady_clock;

// A card that was made a moment ago works by the time its box has started.
constexpr Duration housekeeping_interval = std::chrono::seconds(2);
// The wall clock of a machine that asks the network jumps seldom; boxes need it to the second.
constexpr Duration wall_time_interval = std::chrono::seconds(60);

std::vector<audio::Bridge::RungSettings> rungs_of(const config::MixerConfig& config) {
    return {rung_settings_of(config)};
}

}  // namespace

Daemon::Daemon(const config::MixerConfig& config, net::KeyPair identity, Instant now)
    : config_(config),
      registry_(config.state_dir, [](const std::string& line) { spdlog::warn("{}", line); }),
      audio_(
          bridge_settings_of(config), rungs_of(config),
          [](SampleRate rate) { return std::make_unique<audio::OpusSpeechDecoder>(rate); },
          [](const audio::EncoderSettings& settings) {
              return std::make_unique<audio::OpusSpeechEncoder>(settings);
          }),
      port_(
          context_, udp_settings_of(config),
          [this](const Endpoint& from, MutableBytes datagram, Instant arrived) {
              sessions_.on_datagram(from, datagram, arrived);
          },
          [this](Instant) { arm(); }),
      sessions_(session_settings_of(config, std::move(identity)), registry_, random_, *this),
      meeting_(meeting_settings_of(config), *this, now),
      local_(context_, config.control_socket,
             [this](net::LocalClientId client, Bytes message) {
                 answer(client, message, Clock::now());
                 arm();
             }),
      timer_(context_),
      audio_fetchable_(context_, ::dup(audio_.fetchable().descriptor())),
      signals_(context_, SIGTERM, SIGINT) {
    follow_roster(now);
    spdlog::info("listening on UDP port {}{}; {} boxes on the roster", port_.local_port(),
                 port_.has_ipv6() ? " (IPv4 and IPv6)" : " (IPv4)",
                 meeting_.status(now).boxes.size());
    if (!audio_.is_real_time()) {
        spdlog::info("the audio thread has no real-time priority (CAP_SYS_NICE or LimitRTPRIO)");
    }
}

void Daemon::run() {
    await_signal();
    await_audio();
    keep_house(Clock::now());
    arm();
    context_.run();
}

void Daemon::await_signal() {
    signals_.async_wait([this](const boost::system::error_code& trouble, int signal) {
        if (trouble) return;
        spdlog::info("ending: {}", signal == SIGTERM ? "SIGTERM" : "SIGINT");
        context_.stop();
    });
}

// The sessions.

void Daemon::send(const Endpoint& to, Bytes datagram) { (void)port_.send(to, datagram); }

void Daemon::audio(BoxId box, const net::RtpView& packet, Instant arrived) {
    if (!meeting_.is_heard(box, arrived)) return;
    TalkerPacket taken{.box = box, .arrived = arrived, .packet = {}};
    if (to_encoded(packet, taken.packet)) (void)audio_.packet(taken);
}

void Daemon::joined(BoxId box, Instant now) {
    // Its card may be younger than the last look at the roster. What it takes to forget a box cannot
    // be done from inside the sessions, and waits for the next look.
    for (const auto& change : registry_.peek_changes()) {
        if (change.may_come && !change.new_card) {
            meeting_.enroll(change.box, change.name, change.role, now);
        }
    }
    if (std::find(listeners_.begin(), listeners_.end(), box) == listeners_.end()) {
        listeners_.push_back(box);
    }
    // What it remembers of the meeting before a restart, before it is told otherwise.
    state_changed(box, now);
    meeting_.joined(box, now);
    tell_listeners();
}

void Daemon::lost(BoxId box, Instant now) {
    meeting_.lost(box, now);
    tell_listeners();
}

void Daemon::returned(BoxId box, Instant now) {
    meeting_.returned(box, now);
    tell_listeners();
}

void Daemon::presses(BoxId box, std::uint32_t short_presses, std::uint32_t long_presses,
                     Instant now) {
    spdlog::debug("{} pressed: {} short, {} long", meeting_.name_of(box), short_presses,
                  long_presses);
    meeting_.presses(box, short_presses, long_presses, now);
}

void Daemon::state_changed(BoxId box, Instant now) {
    const net::BoxState* state = sessions_.state(box);
    if (state != nullptr) meeting_.told(box, state->floor_seen, state->place_seen, now);
}

void Daemon::refused(std::string_view name, net::RefusalReason why, const Endpoint& from) {
    spdlog::warn("a box that calls itself `{}` at {} is not let in: {}", name, from.to_string(),
                 net::describe(why));
}

// The meeting.

void Daemon::show(BoxId box, const net::MeetingView& view, Instant now) {
    sessions_.set_view(box, view, now);
}

void Daemon::open_microphone(BoxId box) {
    audio_.order(
        {.kind = AudioOrder::Kind::open, .box = box, .rung = rung_settings_of(config_).rung});
    tell_listeners();
}

void Daemon::close_microphone(BoxId box, audio::Closing closing) {
    audio_.order({.kind = AudioOrder::Kind::close, .box = box, .closing = closing});
    tell_listeners();
}

void Daemon::happened(const net::FloorEvent& event, std::string_view name) {
    const auto why = net::to_text(event.why);
    spdlog::info("floor: {}{}{}{}{}", name, name.empty() ? "" : " ", net::to_text(event.what),
                 why.empty() ? "" : ": ", why);
}

// The audio thread.

void Daemon::await_audio() {
    using Descriptor = boost::asio::posix::stream_descriptor;
    audio_fetchable_.async_wait(Descriptor::wait_read,
                                [this](const boost::system::error_code& trouble) {
                                    if (trouble) return;
                                    fetch_audio(Clock::now());
                                    arm();
                                    await_audio();
                                });
}

void Daemon::fetch_audio(Instant now) {
    audio_.fetchable().clear();
    while (audio_.fetch(mixed_))
        fan_out(mixed_, now);
    AudioReport report;
    while (audio_.fetch(report)) {
        if (report.talker == no_box) {
            bridge_ = report;
        } else {
            playouts_[report.talker] = report.playout;
        }
    }
}

void Daemon::fan_out(const MixedPacket& mixed, Instant now) {
    const audio::EncodedPacket& packet = mixed.packet;
    if (mixed.only != no_box) {
        (void)sessions_.send_audio(mixed.only, packet.timestamp, packet.payload(), packet.marker,
                                   now);
        return;
    }
    const auto except = std::span(mixed.except).first(mixed.excepted);
    for (const BoxId box : listeners_) {
        if (std::find(except.begin(), except.end(), box) != except.end()) continue;
        (void)sessions_.send_audio(box, packet.timestamp, packet.payload(), packet.marker, now);
    }
}

// Everybody listens on one rung until links are estimated.
void Daemon::tell_listeners() {
    const bool anybody = std::any_of(listeners_.begin(), listeners_.end(), [this](BoxId box) {
        return meeting_.is_joined(box) && !meeting_.speaks(box);
    });
    if (std::exchange(anybody_listens_, anybody) == anybody) return;
    audio_.order(
        {.kind = AudioOrder::Kind::uses, .rung = rung_settings_of(config_).rung, .used = anybody});
}

// Time.

void Daemon::arm() {
    const Instant next =
        std::min({sessions_.next_deadline(), meeting_.next_deadline(), housekeeping_});
    if (next >= armed_) return;
    armed_ = next;
    timer_.expires_at(next);
    timer_.async_wait([this](const boost::system::error_code& trouble) {
        if (trouble) return;
        armed_ = never;
        on_time(Clock::now());
        arm();
    });
}

void Daemon::on_time(Instant now) {
    sessions_.on_time(now);
    meeting_.on_time(now);
    if (now >= housekeeping_) keep_house(now);
}

void Daemon::keep_house(Instant now) {
    housekeeping_ = now + housekeeping_interval;
    follow_roster(now);
    audio_.retry_orders();
    if (now >= wall_time_told_ + wall_time_interval || wall_time_told_ == Instant{}) {
        wall_time_told_ = now;
        sessions_.set_wall_time(std::chrono::system_clock::now(), now);
    }
}

void Daemon::follow_roster(Instant now) {
    for (const auto& change : registry_.take_changes()) {
        if (change.new_card || !change.may_come) {
            sessions_.forget(change.box);
            std::erase(listeners_, change.box);
            playouts_.erase(change.box);
            meeting_.strike(change.box, now);
        }
        if (change.may_come) meeting_.enroll(change.box, change.name, change.role, now);
    }
    tell_listeners();
}

}  // namespace giaoban::mixer
