#include "firmware/mixer/daemon.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <csignal>
#include <utility>

#include "audio/codec/opus_decoder.h"
#include "audio/codec/opus_encoder.h"
#include "config/our_tool.h"
#include "firmware/media.h"
#include "firmware/mixer/problems.h"
#include "firmware/mixer/settings_of.h"
#include "net/rtp/rtp_packet.h"

namespace giaoban::mixer {

namespace {

using Clock = std::chrono::steady_clock;

// A card that was made a moment ago works by the time its box has started.
constexpr Duration housekeeping_interval = std::chrono::seconds(2);
// The wall clock of a machine that asks the network jumps seldom; boxes need it to the second.
constexpr Duration wall_time_interval = std::chrono::seconds(60);

}  // namespace

Daemon::Daemon(const config::MixerConfig& config, net::KeyPair identity, Instant now)
    : config_(config),
      registry_(config.state_dir, [](const std::string& line) { spdlog::warn("{}", line); }),
      audio_(
          first_tick_at(std::chrono::duration_cast<Seconds>(
              std::chrono::system_clock::now().time_since_epoch())),
          bridge_settings_of(config), net::max_private_rooms, Meeting::private_talkers,
          bridge_rungs_of(config),
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
      office_(config_, context_, random_,
              {.status = [this](Instant at) { return status(at); },
               .request =
                   [this](const net::MeetingRequest& request, Instant at) {
                       auto done = meeting_.request(request, at);
                       arm();
                       return done;
                   },
               .card_made =
                   [this](Instant at) {
                       follow_roster(at);
                       arm();
                   }}),
      meeting_(meeting_settings_of(config, random_), *this, now),
      rungs_(rung_settings_of(config), sessions_, *this),
      catch_up_(*this, config.playout.catch_up),
      releases_(config.state_dir + "/updates", config::our_tool("delta"),
                [](const std::string& line) { spdlog::info("{}", line); }),
      pieces_({.box_bps = config.updates.rate_bps, .all_bps = config.updates.total_rate_bps},
              *this),
      local_(context_, config.control_socket,
             [this](net::LocalClientId client, Bytes message) {
                 answer(client, message, Clock::now());
                 arm();
             }),
      timer_(context_),
      audio_fetchable_(context_, ::dup(audio_.fetchable().descriptor())),
      signals_(context_, SIGTERM, SIGINT),
      notice_(context_, {.audio_turns = [this] { return audio_.turns(); },
                         .network_turns = [this] { return turns_; },
                         .wake_audio = [this] { audio_.wake(); },
                         .status = [this] { return status_line(); }}) {
    follow_roster(now);
    if (auto past = office_.take_past()) meeting_.recall(std::move(*past), now);
    if (const auto open = office_.open_meeting()) {
        const auto gone =
            std::chrono::system_clock::now().time_since_epoch() - Milliseconds{open->since_unix_ms};
        meeting_.resume(
            open->id, open->title,
            now - std::max<Duration>(std::chrono::duration_cast<Duration>(gone), Duration{0}), now);
    }
    office_.open_page();
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
    rungs_.heard(box, packet, arrived);
    if (!meeting_.is_heard(box, arrived)) return;
    const net::BoxState* state = sessions_.state(box);
    if (state == nullptr || !gate_.takes(box, state->stay, packet.timestamp())) {
        ++out_of_room_;
        return;
    }
    TalkerPacket taken{.room = gate_.room_of(box), .box = box, .arrived = arrived, .packet = {}};
    if (!to_encoded(packet, taken.packet)) return;
    (void)audio_.packet(taken);
    office_.spoke(box, meeting_.name_of(box), taken.room, packet, arrived);
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
    rungs_.joined(box, now);
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
    if (state == nullptr) return;
    meeting_.told(box, *state, now);
    rungs_.told(box, state->down, now);
    catch_up_.on_state(box, state->catch_up,
                       {.room = gate_.room_of(box),
                        .generation = gate_.generation_of(box),
                        .rung = rungs_.downlink(box)},
                       now);
}

void Daemon::refused(std::string_view name, net::RefusalReason why, const Endpoint& from) {
    spdlog::warn("a box that calls itself `{}` at {} is not let in: {}", name, from.to_string(),
                 net::describe(why));
    meeting_.turned_away(name, why, Clock::now());
}

// The meeting.

void Daemon::show(BoxId box, const net::MeetingView& view, Instant now) {
    sessions_.set_view(box, view, now);
}

void Daemon::room_opened(RoomId room) {
    audio_.order({.kind = AudioOrder::Kind::open_room, .room = room});
}

void Daemon::room_closed(RoomId room) {
    audio_.order({.kind = AudioOrder::Kind::close_room, .room = room});
    catch_up_.forget(room);
    rungs_.forget(room);
}

std::optional<std::uint32_t> Daemon::moved(BoxId box, RoomId room, std::uint32_t visit) {
    const std::uint32_t generation = gate_.enter(box, room, visit);
    audio_.order({.kind = AudioOrder::Kind::renew, .room = room, .generation = generation});
    catch_up_.forget(box);
    sessions_.forget_sent(box);
    rungs_.enter(box, room);
    return media_.until(Clock::now());
}

void Daemon::found_in(BoxId box, RoomId room, std::uint32_t visit) {
    gate_.is_in(box, room, visit);
    rungs_.enter(box, room);
}

void Daemon::policy_is(RoomId room, FloorPolicy policy) {
    audio_.order(
        {.kind = AudioOrder::Kind::converse, .room = room, .used = policy == FloorPolicy::open});
}

void Daemon::open_microphone(BoxId box, RoomId) {
    rungs_.open_microphone(box);
    levels_[box].heard = Clock::now();
    tell_round_trip(box);
    tell_listeners();
}

void Daemon::close_microphone(BoxId box, RoomId room, audio::Closing closing) {
    levels_.erase(box);
    audio_.order({.kind = AudioOrder::Kind::close, .room = room, .box = box, .closing = closing});
    tell_listeners();
}

void Daemon::remember(Instant now) {
    MeetingMemory memory = meeting_.memory(now);
    for (auto& box : memory.boxes)
        box.counted = sessions_.counted(box.box);
    office_.keep(std::move(memory));
}

void Daemon::went_on(const MeetingMemory& past, Instant now) {
    for (const auto& box : past.boxes)
        sessions_.recall(box.box, box.counted);
    office_.went_on(past, now);
}

void Daemon::happened(const net::FloorEvent& event, RoomId room, std::string_view name) {
    const auto why = net::to_text(event.why);
    const auto where = room == plenary ? "" : " in room " + std::to_string(number_of(room));
    spdlog::info("floor{}: {}{}{}{}{}", where, name, name.empty() ? "" : " ",
                 net::to_text(event.what), why.empty() ? "" : ": ", why);
    office_.happened(event, room, name, meeting_.role_of(event.box));
}

void Daemon::noted(const MeetingNote& note, std::string_view name, Instant now) {
    const auto where =
        note.room == plenary ? "" : " in room " + std::to_string(number_of(note.room));
    spdlog::info("meeting{}: {}{}{}{}{}", where, name, name.empty() ? "" : " ", to_text(note.what),
                 note.text.empty() ? "" : ": ", note.text);
    if (note.what == MeetingNote::What::recording_on) rungs_.records(note.room, true);
    if (note.what == MeetingNote::What::recording_off) rungs_.records(note.room, false);
    office_.noted(note, name, now);
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
    MissingPackets missing;
    while (audio_.fetch(missing)) {
        sessions_.ask_again(missing.box, std::span(missing.numbers).first(missing.count), now);
    }
    TalkerLevel level;
    while (audio_.fetch(level)) {
        if (!meeting_.speaks(level.box)) continue;
        Level& kept = levels_[level.box];
        kept.db = level.level_db;
        if (level.level_db > silence_db) kept.heard = now;
    }
    AudioReport report;
    while (audio_.fetch(report)) {
        if (report.talker == no_box) {
            bridge_ = report;
        } else {
            playouts_[report.talker] = report.playout;
            tell_round_trip(report.talker);
        }
    }
}

// With each report of its playout, which is once a second.
void Daemon::tell_round_trip(BoxId talker) {
    audio_.order({.kind = AudioOrder::Kind::round_trip,
                  .room = gate_.room_of(talker),
                  .box = talker,
                  .round_trip = round_trip_to_wait_for(sessions_.link(talker))});
}

void Daemon::fan_out(const MixedPacket& mixed, Instant now) {
    catch_up_.add(mixed);
    media_.went_out(mixed, now);
    office_.mixed(mixed, now);
    const audio::EncodedPacket& packet = mixed.packet;
    if (mixed.only != no_box) {
        if (!gate_.gives(mixed.only, mixed.room, mixed.generation)) return;
        (void)sessions_.send_audio(mixed.only, packet.timestamp, packet.payload(), packet.marker,
                                   now);
        return;
    }
    const auto except = std::span(mixed.except).first(mixed.excepted);
    for (const BoxId box : listeners_) {
        const bool excepted = std::find(except.begin(), except.end(), box) != except.end();
        if (excepted || !gate_.gives(box, mixed.room, mixed.generation)) continue;
        if (!rungs_.takes(box, mixed, now)) continue;
        (void)sessions_.send_audio(box, packet.timestamp, packet.payload(), packet.marker, now);
    }
}

void Daemon::tell_listeners() {
    const Instant now = Clock::now();
    for (const BoxId box : listeners_)
        rungs_.listens(box, listens(box, now) && !meeting_.speaks(box));
}

// The rungs.

void Daemon::chosen(BoxId box, net::RungIndex up, net::RungIndex down, Instant now) {
    spdlog::info("rungs: {} up {}, down {}", meeting_.name_of(box), net::name_of(up),
                 net::name_of(down));
    meeting_.set_rungs(box, up, down, now);
}

void Daemon::order(const AudioOrder& order) { audio_.order(order); }

// Catching up.

std::optional<std::uint16_t> Daemon::next_number(BoxId box) {
    return sessions_.next_history_number(box);
}

void Daemon::answer(BoxId box, const std::optional<net::HistoryAnswer>& answer, Instant now) {
    sessions_.set_history(box, answer, now);
}

bool Daemon::send_history(BoxId box, const History::Packet& packet, Instant now) {
    return sessions_.send_history(box, packet.timestamp, packet.payload, now).has_value();
}

// Also who is cut off: for it the mix is coded and kept, as long as it is kept at all.
bool Daemon::listens(BoxId box, Instant now) const {
    if (meeting_.is_joined(box)) return true;
    const auto heard = sessions_.last_heard(box);
    return catch_up_.keeps() && heard &&
           now < *heard + std::chrono::duration_cast<Duration>(History::kept);
}

// Time.

void Daemon::arm() {
    const Instant next =
        std::min({sessions_.next_deadline(), meeting_.next_deadline(), rungs_.next_deadline(),
                  catch_up_.next_deadline(), releases_.next_deadline(), pieces_.next_deadline(),
                  housekeeping_});
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
    rungs_.on_time(now);
    catch_up_.on_time(now);
    if (now >= releases_.next_deadline()) releases_.on_time(now);
    pieces_.on_time(now);
    if (now >= housekeeping_) keep_house(now);
}

void Daemon::keep_house(Instant now) {
    housekeeping_ = now + housekeeping_interval;
    ++turns_;
    follow_roster(now);
    audio_.retry_orders();
    offer_updates(now);
    if (now >= wall_time_told_ + wall_time_interval || wall_time_told_ == Instant{}) {
        wall_time_told_ = now;
        sessions_.set_wall_time(std::chrono::system_clock::now(), now);
    }
}

void Daemon::follow_roster(Instant now) {
    for (const auto& change : registry_.take_changes()) {
        if (change.new_card || !change.may_come) {
            sessions_.forget(change.box);
            catch_up_.forget(change.box);
            std::erase(listeners_, change.box);
            pieces_.forget(change.box);
            update_sizes_.erase(change.box);
            rungs_.forget(change.box);
            gate_.forget(change.box);
            playouts_.erase(change.box);
            meeting_.strike(change.box, now);
        }
        if (change.may_come) meeting_.enroll(change.box, change.name, change.role, now);
    }
    tell_listeners();
}

}  // namespace giaoban::mixer
