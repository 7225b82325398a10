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

std::vector<audio::Bridge> bridges_of(const net::RungBounds& down, Seconds start) {
    std::vector<audio::Bridge> all;
    all.reserve(net::max_private_rooms + 1);
    for (std::size_t i = 0; i <= net::max_private_rooms; ++i) {
        const audio::Bridge::Settings settings{
            .rate = SampleRate::hz16000,
            .talkers = i == 0 ? audio::Bridge::most_talkers : mixer::Meeting::private_talkers,
            .playout = {}};
        all.emplace_back(
            settings, rungs_of(down),
            [](SampleRate rate) { return std::make_unique<TokenDecoder>(rate); },
            [](const audio::EncoderSettings& encoder) {
                return std::make_unique<TokenEncoder>(encoder);
            });
        all.back().skip(mixer::first_tick_at(start));
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
      sessions_({.identity = around_.identity.copy(), .most_boxes = around_.max_boxes},
                *around_.roster, *around_.random, *this),
      meeting_({.floor = around_.floor,
                .max_boxes = around_.max_boxes,
                .first_number = around_.first_number},
               *this, here(now)),
      rungs_(around_.rungs, sessions_, *this),
      catch_up_(*this, around_.catch_up),
      bridges_(bridges_of(around_.rungs.down,
                          std::chrono::duration_cast<Seconds>(here(now).time_since_epoch()))),
      desk_(bridges_, *rings_, here(now)),
      next_(now) {
    for (const auto& [name, entry] : around_.roster->cards()) {
        meeting_.enroll(entry.box, name.text(), entry.role, here(now));
    }
    if (around_.memory != nullptr) {
        if (auto past = mixer::meeting_memory_from(*around_.memory)) {
            meeting_.recall(std::move(*past), here(now));
        }
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
    mixer::TalkerPacket taken{
        .room = gate_.room_of(box), .box = box, .arrived = arrived, .packet = {}};
    if (!meeting_.is_heard(box, arrived) || !to_encoded(packet, taken.packet)) return;
    const net::BoxState* state = sessions_.state(box);
    if (state == nullptr || !gate_.takes(box, state->stay, packet.timestamp())) return;
    (void)rings_->packets.try_push(taken);
}

void SimulatedMixer::remember(Instant now) {
    if (around_.memory == nullptr) return;
    mixer::MeetingMemory memory = meeting_.memory(now);
    for (auto& each : memory.boxes)
        each.counted = sessions_.counted(each.box);
    *around_.memory = to_text(memory);
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
        meeting_.told(box, *state, now);
        rungs_.told(box, state->down, now);
        catch_up_.on_state(box, state->catch_up,
                           {.room = gate_.room_of(box),
                            .generation = gate_.generation_of(box),
                            .rung = rungs_.downlink(box)},
                           now);
    }
}

void SimulatedMixer::open_microphone(BoxId box, RoomId) {
    open_.push_back(box);
    ++changes_;
    rungs_.open_microphone(box);
    tell_round_trip(box);
    tell_listeners();
}

void SimulatedMixer::close_microphone(BoxId box, RoomId room, audio::Closing closing) {
    std::erase(open_, box);
    ++changes_;
    order({.kind = mixer::AudioOrder::Kind::close, .room = room, .box = box, .closing = closing});
    tell_listeners();
}

void SimulatedMixer::room_closed(RoomId room) {
    order({.kind = mixer::AudioOrder::Kind::close_room, .room = room});
    catch_up_.forget(room);
    rungs_.forget(room);
}

std::optional<std::uint32_t> SimulatedMixer::moved(BoxId box, RoomId room, std::uint32_t visit) {
    const std::uint32_t generation = gate_.enter(box, room, visit);
    order({.kind = mixer::AudioOrder::Kind::renew, .room = room, .generation = generation});
    catch_up_.forget(box);
    sessions_.forget_sent(box);
    rungs_.enter(box, room);
    return media_.until(now_);
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
           .room = gate_.room_of(talker),
           .box = talker,
           .round_trip = round_trip_to_wait_for(sessions_.link(talker))});
}

void SimulatedMixer::fan_out(Instant now) {
    catch_up_.add(mixed_);
    media_.went_out(mixed_, now);
    const audio::EncodedPacket& packet = mixed_.packet;
    if (mixed_.only != no_box) {
        if (!gate_.gives(mixed_.only, mixed_.room, mixed_.generation)) return;
        if (around_.sends) around_.sends(mixed_.only, packet.payload());
        (void)sessions_.send_audio(mixed_.only, packet.timestamp, packet.payload(), packet.marker,
                                   now);
        return;
    }
    const auto except = std::span(mixed_.except).first(mixed_.excepted);
    for (const BoxId box : listeners_) {
        const bool excepted = std::ranges::find(except, box) != except.end();
        if (excepted || !gate_.gives(box, mixed_.room, mixed_.generation)) continue;
        if (!rungs_.takes(box, mixed_, now)) continue;
        if (around_.sends) around_.sends(box, packet.payload());
        (void)sessions_.send_audio(box, packet.timestamp, packet.payload(), packet.marker, now);
    }
}

}  // namespace giaoban::scenarios
