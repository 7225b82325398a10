#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "config/vocab/floor_words.h"
#include "firmware/mixer/records/entry.h"

namespace giaoban::mixer {

/// Of one meeting what stands in the list of meetings.
struct MeetingRow {
    std::uint64_t id = 0;
    std::string title;
    std::string opened_by;
    std::int64_t opened_ms = 0;
    std::optional<std::int64_t> closed_ms;  ///< none: it is open, or was never closed
    std::int64_t last_ms = 0;               ///< of its last entry

    /// When it ended, as far as is known.
    [[nodiscard]] std::int64_t end_ms() const noexcept { return closed_ms.value_or(last_ms); }
};

/// A time in which a box was there: [from, to), in milliseconds since 1970.
struct Presence {
    std::int64_t from_ms = 0;
    std::int64_t to_ms = 0;
    friend bool operator==(const Presence&, const Presence&) = default;
};

/// One line of the roll.
struct RollRow {
    BoxId box = no_box;
    std::string name;
    Role role = Role::member;
    std::vector<Presence> there;  ///< in order; between two of them its link was lost
    bool at_end = false;          ///< whether it was there at the end

    [[nodiscard]] std::int64_t present_ms() const noexcept;
    /// How often its link was lost and came back. A box that was lost and stayed away has left.
    [[nodiscard]] std::size_t drops() const noexcept {
        return there.empty() ? 0 : there.size() - 1;
    }
};

/// One speaking turn.
struct TurnRow {
    BoxId box = no_box;
    std::string name;
    std::uint32_t room = 0;
    std::optional<std::int64_t> asked_ms;  ///< none: it spoke without asking
    std::int64_t from_ms = 0;
    std::optional<std::int64_t> to_ms;  ///< none: it was still speaking at the last entry
    std::string ended;                  ///< Ended's word, or another text; empty while it lasts

    [[nodiscard]] std::optional<std::int64_t> waited_ms() const noexcept {
        if (!asked_ms) return std::nullopt;
        return from_ms - *asked_ms;
    }
    [[nodiscard]] std::int64_t length_ms() const noexcept { return to_ms ? *to_ms - from_ms : 0; }
};

/// Of one meeting all that was written down, in order. `hash` is that of its last entry: printed on the form, it ties
/// the file to the paper.
struct MeetingRecord {
    MeetingRow meeting;
    std::vector<StoredEntry> entries;
    std::string hash;  ///< 64 hexadecimal digits
};

/// Of entries of one meeting, in order; none when there is no meeting_opened among them.
[[nodiscard]] std::optional<MeetingRow> meeting_of(std::span<const StoredEntry> entries);

/// Who was there, by box number. The role is that of the last `joined` that tells one.
///
/// A box is there from its joined or returned (or any other sign of it: who speaks is there) until its lost, or the end
/// of the meeting. What the clock did in between cannot make a time negative.
[[nodiscard]] std::vector<RollRow> roll_of(const MeetingRecord& record);

/// Who spoke, in the order in which they began.
[[nodiscard]] std::vector<TurnRow> turns_of(const MeetingRecord& record);

/// What the chair and the secretary did: opening and closing, muting, policy, limits, calls, rooms, recording, actions.
[[nodiscard]] std::vector<StoredEntry> actions_of(const MeetingRecord& record);

}  // namespace giaoban::mixer
