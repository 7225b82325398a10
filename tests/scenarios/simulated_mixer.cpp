#include "tests/scenarios/simulated_mixer.h"

#include <algorithm>
#include <array>
#include <utility>

#include "firmware/media.h"
#include "tests/scenarios/token_codec.h"

namespace giaoban::scenarios {
namespace {

std::vector<audio::Bridge::RungSettings> rungs_of(const net::RungBounds& down) {
    std::vector<audio::Bridge::RungSettings> all;
    for (const net::RungIndex index : rungs_within(down)) {
        all.push_back({.rung = audio::RungIndex{static_cast<std::uint8_t>(index)},
                       .encoder = encoder_settings(net::rung(index), config::CodecSettings{},
                                                   SampleRate::hz16000)});
    }
    return all;
}

}  // namespace

std::optional<net::RegisteredCard> Roster::find(const net::CardName& name) const {
    const auto found = cards_.find(name);
    if (found == cards_.end()) return std::nullopt;
    const Entry& entry = found->second;
    return net::RegisteredCard{
        .box = entry.box,
        .record = {.pinned = entry.pinned, .enrolment = entry.pinned ? nullptr : &entry.secret}};
}

std::optional<BoxId> Roster::owner_of(const net::PublicKey& key) const {
    for (const auto& [name, entry] : cards_) {
        if (entry.pinned == key) return entry.box;
    }
    return std::nullopt;
}

bool Roster::pin(const net::CardName& name, const net::PublicKey& key) {
    cards_.at(name).pinned = key;
    return true;
}

SimulatedMixer::SimulatedMixer(Around around, Instant now)
    : around_(std::move(around)),
      rings_(std::make_unique<mixer::AudioRings>()),
      sessions_({.identity = around_.identity.copy()}, *around_.roster, *around_.random, *this),
      meeting_({.floor = around_.floor}, *this, here(now)),
      rungs_(around_.rungs, sessions_, *this),
      catch_up_(*this, around_.catch_up),
      bridge_(
          {.rate = SampleRate::hz16000, .talkers = audio::Bridge::most_talkers, .playout = {}},
          rungs_of(around_.rungs.down),
          [](SampleRate rate) { return std::make_unique<TokenDecoder>(rate); },
          [](const audio::EncoderSettings& settings) {
              return std::make_unique<TokenEncoder>(settings);
          }),
      desk_(bridge_, *rings_, here(now)),
      next_(now) {
    for (const auto& [name, entry] : around_.roster->cards()) {
        meeting_.enroll(entry.box, name.text(), entry.role, here(now));
    }
    settle();
}

void SimulatedMixer::on_datagram(const Endpoint& from, MutableBytes datagram, Instant now) {
    now_ = here(now);
    sessions_.on_datagram(from, datagram, here(now));
    if (ordered_) serve_audio(here(now));
    settle();
}

void SimulatedMixer::on_time(Instant now) {
    const Instant local = here(now);
    now_ = local;
    if (desk_.next_deadline() <= local) serve_audio(local);
    if (sessions_.next_deadline() <= local) sessions_.on_time(local);
    if (meeting_.next_deadline() <= local) meeting_.on_time(local);
    rungs_.on_time(local);
    catch_up_.on_time(local);
    if (ordered_) serve_audio(local);
    settle();
}

Expected<void, std::string> SimulatedMixer::request(const net::MeetingRequest& request,
                                                    Instant now) {
    now_ = here(now);
    auto answer = meeting_.request(request, here(now));
    if (ordered_) serve_audio(here(now));
    settle();
    return answer;
}

void SimulatedMixer::settle() {
    next_ = around_.clock->simulated(
        std::min({sessions_.next_deadline(), meeting_.next_deadline(), rungs_.next_deadline(),
                  desk_.next_deadline(), catch_up_.next_deadline()}));
}

SimulatedMixer::Presses SimulatedMixer::counted(BoxId box) const {
    const auto found = counted_.find(box);
    return found == counted_.end() ? Presses{} : found->second;
}

void SimulatedMixer::audio(BoxId box, const net::RtpView& packet, Instant arrived) {
    rungs_.heard(box, packet, arrived);
    mixer::TalkerPacket taken{.box = box, .arrived = arrived, .packet = {}};
    if (!meeting_.is_heard(box, arrived) || !to_encoded(packet, taken.packet)) return;
    (void)rings_->packets.try_push(taken);
}

void SimulatedMixer::joined(BoxId box, Instant now) {
    if (std::ranges::find(listeners_, box) == listeners_.end()) listeners_.push_back(box);
    rungs_.joined(box, now);
    state_changed(box, now);
    meeting_.joined(box, now);
    tell_listeners();
}

void SimulatedMixer::lost(BoxId box, Instant now) {
    meeting_.lost(box, now);
    tell_listeners();
}

void SimulatedMixer::returned(BoxId box, Instant now) {
    meeting_.returned(box, now);
    tell_listeners();
}

void SimulatedMixer::presses(BoxId box, std::uint32_t short_presses, std::uint32_t long_presses,
                             Instant now) {
    counted_[box].shorts += short_presses;
    counted_[box].longs += long_presses;
    ++changes_;
    meeting_.presses(box, short_presses, long_presses, now);
}

void SimulatedMixer::state_changed(BoxId box, Instant now) {
    if (const net::BoxState* state = sessions_.state(box)) {
        meeting_.told(box, state->floor_seen, state->place_seen, now);
        rungs_.told(box, state->down, now);
        catch_up_.on_state(box, state->catch_up, rungs_.downlink(box), now);
    }
}

void SimulatedMixer::open_microphone(BoxId box) {
    open_.push_back(box);
    ++changes_;
    rungs_.open_microphone(box);
    tell_round_trip(box);
    tell_listeners();
}

void SimulatedMixer::close_microphone(BoxId box, audio::Closing closing) {
    std::erase(open_, box);
    ++changes_;
    order({.kind = mixer::AudioOrder::Kind::close, .box = box, .closing = closing});
    tell_listeners();
}

void SimulatedMixer::tell_listeners() {
    for (const BoxId box : listeners_)
        rungs_.listens(box, listens(box) && !meeting_.speaks(box));
}

bool SimulatedMixer::listens(BoxId box) const {
    if (meeting_.is_joined(box)) return true;
    const auto heard = sessions_.last_heard(box);
    return catch_up_.keeps() && heard &&
           now_ < *heard + std::chrono::duration_cast<Duration>(mixer::History::kept);
}

void SimulatedMixer::order(const mixer::AudioOrder& order) {
    ensure(rings_->orders.try_push(order), "the audio thread is told within its ring");
    ordered_ = true;
}

void SimulatedMixer::serve_audio(Instant now) {
    ordered_ = false;
    if (!desk_.serve(now)) return;
    while (rings_->mixes.try_pop(mixed_))
        fan_out(now);
    mixer::MissingPackets missing;
    while (rings_->missing.try_pop(missing)) {
        sessions_.ask_again(missing.box, std::span(missing.numbers).first(missing.count), now);
    }
    mixer::AudioReport report;
    while (rings_->reports.try_pop(report)) {
        if (report.talker != no_box) tell_round_trip(report.talker);
    }
}

void SimulatedMixer::tell_round_trip(BoxId talker) {
    order({.kind = mixer::AudioOrder::Kind::round_trip,
           .box = talker,
           .round_trip = round_trip_to_wait_for(sessions_.link(talker))});
}

void SimulatedMixer::fan_out(Instant now) {
    catch_up_.add(mixed_);
    const audio::EncodedPacket& packet = mixed_.packet;
    if (mixed_.only != no_box) {
        (void)sessions_.send_audio(mixed_.only, packet.timestamp, packet.payload(), packet.marker,
                                   now);
        return;
    }
    const auto except = std::span(mixed_.except).first(mixed_.excepted);
    for (const BoxId box : listeners_) {
        const bool excepted = std::ranges::find(except, box) != except.end();
        if (excepted || !rungs_.takes(box, mixed_, now)) continue;
        (void)sessions_.send_audio(box, packet.timestamp, packet.payload(), packet.marker, now);
    }
}

}  // namespace giaoban::scenarios
