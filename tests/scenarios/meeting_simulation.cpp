#include "tests/scenarios/meeting_simulation.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <utility>

#include "tests/scenarios/token_codec.h"

namespace giaoban::scenarios {
namespace {

// As many as there are datagrams of a second or two; they are sent again by those who replay.
constexpr std::size_t most_overheard = 256;
constexpr std::uint16_t first_port = 10'000;
constexpr std::uint16_t ports_a_box = 256;

net::CardName name_of(std::size_t box) {
    return net::CardName::from("Xa " + std::to_string(box + 1)).value();
}

const linksim::Profile& profile_of(std::string_view name) {
    const auto* profile = linksim::find_profile(name);
    ensure(profile != nullptr, "a scenario names a profile that there is");
    return *profile;
}

mixer::RungDesk::Settings fixed_at(net::RungIndex index) {
    const net::Rung& rung = net::rung(index);
    const net::RungBounds bounds{.least = rung.step, .most = rung.step, .form = rung.form};
    return {.up = bounds, .down = bounds, .start = rung.step};
}

}  // namespace

std::uint64_t seed_or(std::uint64_t otherwise) {
    const char* text = std::getenv("GIAOBAN_SEED");
    return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

MeetingSimulation::Place::Place(std::size_t the_number, BoxPapers the_papers,
                                const linksim::Profile& link, std::uint64_t seed,
                                const Turns& turns)
    : number(the_number),
      papers(std::move(the_papers)),
      up(link.up, seed),
      down(link.down, seed + 1),
      hearing(the_number, turns) {}

MeetingSimulation::MeetingSimulation(const Setup& setup)
    : setup_(setup),
      random_(setup.seed),
      mixer_keys_(net::KeyPair::generate(random_)),
      prompts_(audio::Language::vietnamese, SampleRate::hz16000) {
    for (std::size_t i = 0; i < setup.boxes; ++i) {
        net::SecretKey secret;
        random_.fill(secret.bytes());
        BoxPapers papers{.keys = net::KeyPair::generate(random_),
                         .mixer_key = mixer_keys_.public_key,
                         .name = name_of(i),
                         .enrolment = secret.copy(),
                         .boot_count = 0};
        const Role role = setup.chair && i == 0 ? Role::chair : Role::member;
        roster_.add(papers.name, {.box = id(i), .role = role, .secret = std::move(secret)});
        places_.push_back(std::make_unique<Place>(i, std::move(papers), profile_of(setup.link),
                                                  random_.u64(), turns_));
        places_[i]->address = address_of(i, 0);
        // Machines were switched on at different times.
        places_[i]->clock.offset = Milliseconds{random_.below(3'600'000)};
    }
    mixer_clock_.offset = Milliseconds{random_.below(3'600'000)};
    due_.assign(setup.boxes * parts + 1, never);
    start_mixer();
    for (std::size_t i = 0; setup.start && i < setup.boxes; ++i)
        start(i);
}

Endpoint MeetingSimulation::address_of(std::size_t box, std::uint8_t moves) const noexcept {
    return Endpoint::v4({192, 0, 2, 1},
                        static_cast<std::uint16_t>(first_port + box * ports_a_box + moves));
}

// Acts.

void MeetingSimulation::start(std::size_t box) {
    Place& place = *places_[box];
    ++place.papers.boot_count;
    place.box = std::make_unique<SimulatedBox>(
        SimulatedBox::Around{.number = box,
                             .random = &random_,
                             .papers = &place.papers,
                             .clock = &place.clock,
                             .turns = &turns_,
                             .hearing = &place.hearing,
                             .prompts = &prompts_,
                             .send = [this, &place](Bytes bytes) { send_up(place, bytes); },
                             .rung = setup_.rung,
                             .catch_up = setup_.catch_up,
                             .deaf = box >= setup_.deaf_from,
                             .tick_phase = Microseconds{random_.below(20'000)}},
        now_);
    note_due(place);
}

void MeetingSimulation::lend_card(std::size_t of, std::size_t to) {
    places_[to]->papers.name = name_of(of);
}

void MeetingSimulation::kill(std::size_t box) {
    Place& place = *places_[box];
    place.box.reset();
    note_due(place);
}

void MeetingSimulation::start_mixer() {
    mixer_ = std::make_unique<SimulatedMixer>(
        SimulatedMixer::Around{
            .identity = mixer_keys_.copy(),
            .roster = &roster_,
            .random = &random_,
            .clock = &mixer_clock_,
            .floor = setup_.floor,
            .max_boxes = setup_.max_boxes,
            .first_number = 1'000 * ++mixers_,
            .rungs = setup_.rungs.value_or(fixed_at(setup_.rung)),
            .catch_up = setup_.catch_up,
            .send = [this](const Endpoint& to, Bytes bytes) { send_down(to, bytes); },
            .sends = [this](BoxId box, Bytes payload) { look_at_packet(box, payload); },
            .memory = setup_.forgetful ? nullptr : &memory_},
        now_);
    sent_in_.clear();
    looked_at_ = 0;
    due_.back() = mixer_->next_deadline();
}

void MeetingSimulation::stop_mixer() {
    for (const auto& place : places_) {
        const auto counted = mixer_->counted(id(place->number));
        place->counted_before += counted.shorts + counted.longs;
    }
    mixer_.reset();
    due_.back() = never;
}

void MeetingSimulation::press(std::size_t box) { press(box, board::ButtonPress::short_press); }
void MeetingSimulation::press_long(std::size_t box) { press(box, board::ButtonPress::long_press); }

void MeetingSimulation::press(std::size_t box, board::ButtonPress press) {
    Place& place = *places_[box];
    if (place.box->press(press, now_)) ++place.pressed;
    note_due(place);
}

Expected<void, std::string> MeetingSimulation::request(net::MeetingRequest::Kind kind,
                                                       std::optional<std::size_t> box) {
    net::MeetingRequest wanted;
    wanted.kind = kind;
    if (box) wanted.name = name_of(*box).text();
    return request(wanted);
}

Expected<void, std::string> MeetingSimulation::request(const net::MeetingRequest& wanted) {
    auto answer = mixer_->request(wanted, now_);
    if (answer && wanted.kind == net::MeetingRequest::Kind::set_policy) {
        setup_.floor.policy = wanted.policy;
        if (wanted.open_microphones != 0) setup_.floor.open_microphones = wanted.open_microphones;
    }
    due_.back() = mixer_->next_deadline();
    return answer;
}

void MeetingSimulation::outage(std::size_t box, Duration length) {
    places_[box]->up.outage(now_, length);
    places_[box]->down.outage(now_, length);
}

void MeetingSimulation::set_link(std::size_t box, const linksim::LinkSettings& up,
                                 const linksim::LinkSettings& down) {
    places_[box]->up.apply(up);
    places_[box]->down.apply(down);
}

void MeetingSimulation::change_address(std::size_t box) {
    Place& place = *places_[box];
    place.address = address_of(box, ++place.moves);
}

void MeetingSimulation::jump_clock(std::optional<std::size_t> box, Duration by) {
    if (box) {
        places_[*box]->clock.offset += by;
        if (places_[*box]->box) places_[*box]->box->clock_moved(now_);
        note_due(*places_[*box]);
        return;
    }
    mixer_clock_.offset += by;
    mixer_->clock_moved();
    due_.back() = mixer_->next_deadline();
}

void MeetingSimulation::inject_to_mixer(const Endpoint& from, Bytes datagram) {
    std::vector<std::byte> copy(datagram.begin(), datagram.end());
    mixer_->on_datagram(from, copy, now_);
    due_.back() = mixer_->next_deadline();
}

void MeetingSimulation::inject_to_box(std::size_t box, Bytes datagram) {
    std::vector<std::byte> copy(datagram.begin(), datagram.end());
    places_[box]->box->on_datagram(copy, now_);
    note_due(*places_[box]);
}

// The network. A datagram on its way up has one byte more: which address it was sent from.

void MeetingSimulation::send_up(Place& place, Bytes datagram) {
    std::memcpy(room_.data(), datagram.data(), datagram.size());
    room_[datagram.size()] = std::byte{place.moves};
    (void)place.up.offer(Bytes(room_).first(datagram.size() + 1), now_);
    due_[place.number * parts + up_link] = place.up.next_deadline();
}

void MeetingSimulation::send_down(const Endpoint& to, Bytes datagram) {
    const std::size_t box = static_cast<std::size_t>(to.port() - first_port) / ports_a_box;
    if (to.port() < first_port || box >= places_.size()) return;
    Place& place = *places_[box];
    if (place.address != to) return;
    (void)place.down.offer(datagram, now_);
    due_[box * parts + down_link] = place.down.next_deadline();
}

void MeetingSimulation::bring_up(Place& place) {
    while (const auto datagram = place.up.take(now_)) {
        const std::size_t size = datagram->size() - 1;
        const auto moves = std::to_integer<std::uint8_t>((*datagram)[size]);
        std::memcpy(room_.data(), datagram->data(), size);
        if (overheard_.size() < most_overheard) overheard_.emplace_back();
        overheard_[next_overheard_].assign(room_.begin(),
                                           room_.begin() + static_cast<std::ptrdiff_t>(size));
        next_overheard_ = (next_overheard_ + 1) % most_overheard;
        if (!mixer_) continue;
        // A copy of its own: the mixing box may answer from inside, through room_.
        std::array<std::byte, linksim::Link::most_bytes> mine;
        std::memcpy(mine.data(), room_.data(), size);
        mixer_->on_datagram(address_of(place.number, moves), MutableBytes(mine).first(size), now_);
    }
    if (mixer_) due_.back() = mixer_->next_deadline();
    due_[place.number * parts + up_link] = place.up.next_deadline();
}

void MeetingSimulation::bring_down(Place& place) {
    while (const auto datagram = place.down.take(now_)) {
        if (!place.box) continue;
        std::array<std::byte, linksim::Link::most_bytes> mine;
        std::memcpy(mine.data(), datagram->data(), datagram->size());
        place.box->on_datagram(MutableBytes(mine).first(datagram->size()), now_);
    }
    note_due(place);
}

void MeetingSimulation::note_due(const Place& place) noexcept {
    due_[place.number * parts + own] = place.box ? place.box->next_deadline() : never;
    due_[place.number * parts + up_link] = place.up.next_deadline();
    due_[place.number * parts + down_link] = place.down.next_deadline();
}

// Time.

void MeetingSimulation::happen(std::size_t index) {
    ++events_;
    if (index + 1 == due_.size()) {
        mixer_->on_time(now_);
        due_.back() = mixer_->next_deadline();
    } else {
        Place& place = *places_[index / parts];
        switch (index % parts) {
            case own:
                place.box->on_time(now_);
                due_[index] = place.box->next_deadline();
                break;
            case up_link: bring_up(place); break;
            default: bring_down(place); break;
        }
    }
    look();
}

void MeetingSimulation::run_until(Instant until) {
    for (;;) {
        const auto next = std::ranges::min_element(due_);
        if (*next > until) break;
        now_ = std::max(now_, *next);
        happen(static_cast<std::size_t>(next - due_.begin()));
    }
    now_ = std::max(now_, until);
}

bool MeetingSimulation::run_until_true(const std::function<bool()>& holds, Duration limit) {
    const Instant end = now_ + limit;
    while (!holds()) {
        if (now_ >= end) return false;
        run_until(std::min(end, now_ + Milliseconds{10}));
    }
    return true;
}

// What is so, and what must never be.

bool MeetingSimulation::is_there(std::size_t box) const {
    return places_[box]->box && places_[box]->box->is_joined() && mixer_ &&
           mixer_->sessions().is_there(id(box));
}

bool MeetingSimulation::all_joined() const {
    for (std::size_t i = 0; i < size(); ++i) {
        if (!is_there(i)) return false;
    }
    return true;
}

bool MeetingSimulation::speaks(std::size_t box) const {
    return std::ranges::find(mixer_->open(), id(box)) != mixer_->open().end();
}

MeetingSimulation::Tally MeetingSimulation::presses(std::size_t box) const {
    const Place& place = *places_[box];
    Tally tally{.made = place.pressed, .counted = place.counted_before};
    if (mixer_) {
        const auto counted = mixer_->counted(id(box));
        tally.counted += counted.shorts + counted.longs;
    }
    return tally;
}

std::size_t MeetingSimulation::most_open() const {
    switch (setup_.floor.policy) {
        case FloorPolicy::queue: return 1;
        case FloorPolicy::open: return setup_.floor.open_microphones;
        case FloorPolicy::chair: return 0;
    }
    return 0;
}

void MeetingSimulation::look() {
    if (!mixer_ || mixer_->changes() == looked_at_) return;
    looked_at_ = mixer_->changes();
    std::size_t members = 0;
    for (const BoxId box : mixer_->open()) {
        if (mixer_->room_of(box) != plenary) continue;
        members += setup_.chair && box == id(0) ? 0U : 1U;
    }
    if (members > most_open()) {
        violated(std::to_string(members) + " members hold a floor for " +
                 std::to_string(most_open()));
    }
    for (std::size_t i = 0; i < size(); ++i) {
        const Tally tally = presses(i);
        if (tally.counted > tally.made) {
            violated("box " + std::to_string(i) + " pressed " + std::to_string(tally.made) +
                     " times, and " + std::to_string(tally.counted) + " were counted");
        }
        if (hearing(i).itself() > 0) violated("box " + std::to_string(i) + " heard itself");
    }
}

// No packet to a box tells of another room than that in which the box is, as sound or as redundancy; and the first one
// after it came into a room has no redundancy at all.
void MeetingSimulation::look_at_packet(BoxId box, Bytes payload) {
    if (!mixer_) return;  // it is being made
    const RoomId room = mixer_->room_of(box);
    const Told told = told_by(payload);
    const auto [known, first] = sent_in_.try_emplace(box, room);
    if (std::exchange(known->second, room) != room && !told.before.empty()) {
        violated("box " + std::to_string(number_of(box)) + " was told what was before it came");
    }
    for (const auto* levels : {&told.levels, &told.before}) {
        for (const std::int16_t level : *levels) {
            const auto heard = level < voice::unit ? std::nullopt : voice::read(level);
            for (std::size_t i = 0; heard && i < voice::count; ++i) {
                const std::size_t turn = turns_.of_voice(i);
                if ((heard->voices >> i & 1U) == 0 || turn == Turns::none) continue;
                if (turns_.all()[turn].room == room) continue;
                violated("a packet to box " + std::to_string(number_of(box)) + " in room " +
                         std::to_string(number_of(room)) + " has the voice of turn " +
                         std::to_string(turn) + ", which is of room " +
                         std::to_string(number_of(turns_.all()[turn].room)));
            }
        }
    }
}

std::string MeetingSimulation::account() const {
    const auto ms = [](Duration length) {
        return std::to_string(std::chrono::duration_cast<Milliseconds>(length).count()) + " ms";
    };
    std::string text = "GIAOBAN_SEED=" + std::to_string(setup_.seed) + '\n';
    for (std::size_t t = 0; t < turns_.all().size(); ++t) {
        const Turn& turn = turns_.all()[t];
        text += "turn " + std::to_string(t) + ": box " + std::to_string(turn.box) + " spoke " +
                std::to_string(turn.frames) + " frames\n";
        for (std::size_t i = 0; i < size(); ++i) {
            const HeardTurn* heard = hearing(i).of(t);
            if (heard == nullptr) continue;
            text += "  box " + std::to_string(i) + " heard " + std::to_string(heard->frames) +
                    " of " + std::to_string(heard->first) + " to " + std::to_string(heard->last) +
                    ", longest gap " + std::to_string(heard->longest_gap) + " frames, silence " +
                    ms(heard->longest_silence) + ", back " + std::to_string(heard->backwards) +
                    ", delay " + ms(heard->least_delay) + " to " + ms(heard->most_delay) + '\n';
        }
    }
    return text;
}

void MeetingSimulation::violated(std::string what) {
    if (std::ranges::find(violations_, what) != violations_.end()) return;
    violations_.push_back(std::move(what));
}

}  // namespace giaoban::scenarios
