#include "tests/net/session/village.h"

#include <algorithm>

namespace giaoban::net::village {
namespace {

Heard copy_of(const RtpView& packet, Instant at) {
    return {packet.sequence(),
            packet.timestamp(),
            packet.ssrc(),
            packet.marker(),
            {packet.payload().begin(), packet.payload().end()},
            at};
}

}  // namespace

void Cards::add(const CardName& name, BoxId box, const SecretKey& secret) {
    const auto before = cards_.find(name);
    const auto retired = before == cards_.end() ? std::nullopt : before->second.pinned;
    cards_[name] = Entry{box, std::nullopt, secret.copy(), retired};
}

std::optional<RegisteredCard> Cards::find(const CardName& name) const {
    const auto found = cards_.find(name);
    if (found == cards_.end()) return std::nullopt;
    const Entry& entry = found->second;
    return RegisteredCard{entry.box,
                          {entry.pinned, entry.pinned ? nullptr : &entry.secret, entry.retired}};
}

std::optional<BoxId> Cards::owner_of(const PublicKey& key) const {
    for (const auto& [name, entry] : cards_) {
        if (entry.pinned == key) return entry.box;
    }
    return std::nullopt;
}

bool Cards::pin(const CardName& name, const PublicKey& key) {
    if (disk_full) return false;
    cards_.at(name).pinned = key;
    ++pins;
    return true;
}

Kind kind(Bytes datagram) {
    switch (std::to_integer<unsigned>(datagram[0])) {
        case 192: return Kind::initiation;
        case 193: return Kind::response;
        case 194: return Kind::cookie;
        case 195: return Kind::control;
        case 196: return Kind::refusal;
        case 197: return Kind::no_session;
        case 198: return Kind::transfer;
        default: break;
    }
    const auto second = std::to_integer<unsigned>(datagram[1]);
    return second >= 192 && second <= 223 ? Kind::rtcp : Kind::rtp;
}

void Box::audio(const RtpView& packet, Instant arrived) {
    heard.push_back(copy_of(packet, arrived));
}

void Box::history(const RtpView& packet, Instant arrived) {
    history_heard.push_back(copy_of(packet, arrived));
}

Village::Village(std::uint64_t seed, std::size_t number, SrtpProfile srtp_profile)
    : random(seed), profile(srtp_profile), mixer_keys(KeyPair::generate(random)) {
    weather = [](const Datagram&, Instant) { return std::vector<Duration>{Milliseconds{40}}; };
    restart_mixer();
    for (std::size_t i = 0; i < number; ++i) {
        box_keys.push_back(KeyPair::generate(random));
        SecretKey secret;
        random.fill(secret.bytes());
        cards.add(name(i), id(i), secret);
        secrets.push_back(std::move(secret));
        boxes.push_back(std::make_unique<Box>());
        move_box(i);
        boxes[i]->out = [this, i](Bytes bytes) {
            offer({true, i, boxes[i]->address, {bytes.begin(), bytes.end()}});
        };
        start_box(i);
    }
}

CardName Village::name(std::size_t index) {
    return CardName::from("Xã số " + std::to_string(index + 1)).value();
}

void Village::start_box(std::size_t index, std::uint32_t boot_count) {
    std::optional<SecretKey> enrolment;
    if (boxes[index]->enrolments == 0) enrolment = secrets[index].copy();
    BoxSessionSettings settings{{box_keys[index].copy(), mixer_keys.public_key, name(index),
                                 std::move(enrolment), boot_count},
                                "giaoban test"};
    boxes[index]->session =
        std::make_unique<BoxSession>(std::move(settings), random, *boxes[index], now);
}

void Village::restart_mixer() {
    mixer = std::make_unique<MixerSessions>(MixerSessionsSettings{mixer_keys.copy(), profile, 128},
                                            cards, random, *this);
}

void Village::move_box(std::size_t index) {
    boxes[index]->address = Endpoint::v4({192, 0, 2, 1}, next_port_++);
}

void Village::send(const Endpoint& to, Bytes datagram) {
    for (std::size_t i = 0; i < boxes.size(); ++i) {
        if (boxes[i]->address == to) {
            return offer({false, i, to, {datagram.begin(), datagram.end()}});
        }
    }
}

void Village::offer(const Datagram& datagram) {
    (datagram.up ? bytes_up : bytes_down) += datagram.bytes.size() + 28;
    if (tap) carried.push_back(datagram);
    for (const Duration delay : weather(datagram, now)) {
        on_their_way_.push_back({now + delay, order_++, datagram});
        std::push_heap(on_their_way_.begin(), on_their_way_.end(), std::greater<>{});
    }
}

void Village::deliver(Datagram datagram) {
    if (datagram.up) {
        if (mixer_up) mixer->on_datagram(datagram.address, datagram.bytes, now);
    } else if (boxes[datagram.box]->session && boxes[datagram.box]->address == datagram.address) {
        boxes[datagram.box]->session->on_datagram(datagram.bytes, now);
    }
}

Instant Village::next_event() const {
    Instant next = on_their_way_.empty() ? never : on_their_way_.front().arrives;
    if (mixer_up) next = std::min(next, mixer->next_deadline());
    for (const auto& each : boxes) {
        if (each->session) next = std::min(next, each->session->next_deadline());
    }
    return next;
}

void Village::run_until(Instant until) {
    while (true) {
        const Instant next = next_event();
        if (next > until) break;
        now = std::max(now, next);
        ++wakings;
        while (!on_their_way_.empty() && on_their_way_.front().arrives <= now) {
            std::pop_heap(on_their_way_.begin(), on_their_way_.end(), std::greater<>{});
            Datagram datagram = std::move(on_their_way_.back().datagram);
            on_their_way_.pop_back();
            deliver(std::move(datagram));
        }
        if (mixer_up && mixer->next_deadline() <= now) mixer->on_time(now);
        for (const auto& each : boxes) {
            if (each->session && each->session->next_deadline() <= now) {
                each->session->on_time(now);
            }
        }
    }
    now = until;
}

bool Village::run_until_true(const std::function<bool()>& holds, Duration limit) {
    const Instant end = now + limit;
    while (!holds()) {
        const Instant next = next_event();
        if (next > end) return false;
        run_until(std::max(now, next));
    }
    return true;
}

void Village::audio(BoxId box, const RtpView& packet, Instant arrived) {
    spoken[box].push_back(copy_of(packet, arrived));
}

void Village::presses(BoxId box, std::uint32_t shorts, std::uint32_t longs, Instant) {
    pressed[box].first += shorts;
    pressed[box].second += longs;
}

void Village::refused(std::string_view, RefusalReason why, const Endpoint&) {
    refusals.push_back(why);
}

void Village::note(const std::string& what, BoxId box) {
    events.push_back(what + " " + std::to_string(number_of(box)));
}

std::size_t Village::count(const std::string& event) const {
    return static_cast<std::size_t>(std::count(events.begin(), events.end(), event));
}

bool Village::all_joined() const {
    return std::all_of(boxes.begin(), boxes.end(), [](const auto& each) {
        return each->session->phase() == SessionPhase::joined;
    });
}

}  // namespace giaoban::net::village
