#include "tests/scenarios/meeting_digest.h"

#include <array>
#include <chrono>
#include <cstdio>

namespace giaoban::scenarios {
namespace {

constexpr std::uint64_t fnv_prime = 0x0000'0100'0000'01b3;

std::string line_of(std::initializer_list<std::uint64_t> numbers) {
    std::string line;
    for (const std::uint64_t number : numbers)
        line += std::to_string(number) + ' ';
    return line;
}

std::uint64_t ns_of(Instant at) noexcept {
    return static_cast<std::uint64_t>(at.time_since_epoch().count());
}

std::uint64_t ns_of(Duration length) noexcept { return static_cast<std::uint64_t>(length.count()); }

std::string line_of(const linksim::LinkCounters& link) {
    return line_of({link.offered, link.offered_bytes, link.delivered, link.delivered_bytes,
                    link.lost, link.overflow, link.outage, link.oversized, link.duplicated,
                    link.reordered, link.longest_loss});
}

}  // namespace

void MeetingDigest::Sum::add(Bytes bytes) noexcept {
    for (const std::byte byte : bytes) {
        value ^= std::to_integer<std::uint64_t>(byte);
        value *= fnv_prime;
    }
    ++lines;
}

void MeetingDigest::Sum::add(std::string_view text) noexcept {
    add(std::as_bytes(std::span(text)));
}

void MeetingDigest::add_entry(const mixer::Entry& entry) {
    minutes.add(mixer::canonical_bytes({.serial = minutes.lines, .meeting = 0, .entry = entry}));
}

void MeetingDigest::take_mixer(const MeetingSimulation& meeting) {
    const SimulatedMixer& mixer = meeting.mixer();
    for (const net::FloorEvent& event : mixer.events()) {
        floor.add(line_of({ns_of(event.at), std::uint64_t{number_of(event.box)},
                           static_cast<std::uint64_t>(event.what),
                           static_cast<std::uint64_t>(event.why), event.place}));
        const auto unix_ms =
            std::chrono::duration_cast<Milliseconds>(event.at.time_since_epoch()).count();
        if (const auto entry = entries_.of(event, plenary, {}, Role::member, {}, unix_ms)) {
            add_entry(*entry);
        }
    }
    for (const mixer::MeetingNote& note : mixer.notes()) {
        if (const auto entry = mixer::MinutesEntries::of(note, {}, {}, 0)) add_entry(*entry);
    }
}

void MeetingDigest::add_links(const MeetingSimulation& meeting, std::size_t box) {
    packets.add(line_of(meeting.up(box).counters()));
    packets.add(line_of(meeting.down(box).counters()));
    const auto presses = meeting.presses(box);
    packets.add(line_of({presses.made, presses.counted}));
    if (!meeting.is_alive(box)) return;
    const audio::PlayoutStats& played = meeting.box(box).playout();
    packets.add(line_of({played.received, played.late, played.duplicate, played.restarts,
                         played.underruns, static_cast<std::uint64_t>(played.played.count()),
                         static_cast<std::uint64_t>(played.depth.count())}));
}

void MeetingDigest::add_heard(const MeetingSimulation& meeting, std::size_t box) {
    for (std::size_t turn = 0; turn < meeting.turns().all().size(); ++turn) {
        const HeardTurn* of = meeting.hearing(box).of(turn);
        if (of == nullptr) continue;
        heard.add(line_of({box, turn, of->first, of->last, of->frames, of->missing, of->longest_gap,
                           of->backwards, ns_of(of->longest_silence), ns_of(of->least_delay),
                           ns_of(of->most_delay), ns_of(of->first_at), ns_of(of->last_at),
                           of->skipped, of->again}));
    }
}

void MeetingDigest::take_rest(const MeetingSimulation& meeting) {
    for (const Turn& turn : meeting.turns().all()) {
        heard.add(line_of({turn.box, ns_of(turn.began), ns_of(turn.ended), turn.frames}));
    }
    for (std::size_t box = 0; box < meeting.size(); ++box) {
        add_links(meeting, box);
        add_heard(meeting, box);
    }
    packets.add(line_of({meeting.events()}));
}

std::string MeetingDigest::text() const {
    const auto part = [](const char* name, const Sum& sum) {
        std::array<char, 96> room{};
        std::snprintf(room.data(), room.size(), "%s %016llx of %llu lines", name,
                      static_cast<unsigned long long>(sum.value),
                      static_cast<unsigned long long>(sum.lines));
        return std::string(room.data());
    };
    return part("floor", floor) + ", " + part("minutes", minutes) + ", " +
           part("packets", packets) + ", " + part("heard", heard);
}

}  // namespace giaoban::scenarios
