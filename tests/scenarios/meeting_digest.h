#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "config/vocab/bytes.h"
#include "firmware/mixer/minutes_entries.h"
#include "tests/scenarios/meeting_simulation.h"

namespace giaoban::scenarios {

/// All that a meeting came to, as one number a subject: two meetings with the same numbers went alike.
///
/// Floor: every event, to the nanosecond. Minutes: every entry, byte for byte as the minutes hash it. Packets: what each
/// link was given, lost and delivered, both ways. Heard: of every turn what each box played, and when.
///
/// Units: none. Threading: not synchronised. Source: FNV-1a of 64 bits (the IETF's draft-eastlake-fnv), which is no
/// secret keeper: it tells meetings apart by chance, not against an adversary.
class MeetingDigest {
  public:
    /// What the mixing box's program has counted and will forget when it ends: to be called before each of its ends.
    void take_mixer(const MeetingSimulation& meeting);
    /// What the rest has counted; once, at the end.
    void take_rest(const MeetingSimulation& meeting);

    struct Sum {
        std::uint64_t value = 0xcbf2'9ce4'8422'2325;
        std::uint64_t lines = 0;

        void add(Bytes bytes) noexcept;
        void add(std::string_view text) noexcept;
        friend bool operator==(const Sum&, const Sum&) = default;
    };

    Sum floor;
    Sum minutes;
    Sum packets;
    Sum heard;

    friend bool operator==(const MeetingDigest& a, const MeetingDigest& b) noexcept {
        return a.floor == b.floor && a.minutes == b.minutes && a.packets == b.packets &&
               a.heard == b.heard;
    }
    /// "floor 0123456789abcdef of 812 lines, …"
    [[nodiscard]] std::string text() const;

  private:
    void add_entry(const mixer::Entry& entry);
    void add_links(const MeetingSimulation& meeting, std::size_t box);
    void add_heard(const MeetingSimulation& meeting, std::size_t box);

    mixer::MinutesEntries entries_;
};

}  // namespace giaoban::scenarios
