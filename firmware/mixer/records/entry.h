#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config/vocab/box_id.h"

namespace giaoban::mixer {

/// What an entry of the minutes tells. Their words (to_text) are in the file and in the hashes: a word that has been
/// written once stays.
enum class EntryKind : std::uint8_t {
    meeting_opened,  ///< text: its title. One `joined` for each box that is there follows
    meeting_closed,
    joined,    ///< text: its role, "chair" or "member"
    lost,      ///< its link; it is away from here on
    returned,  ///< and there again
    asked,
    withdrew,
    granted,
    spoke,  ///< at the end of a turn. length_ms: how long; text: how it ended (Ended's words)
    muted,
    unmuted,
    policy,      ///< text: as the chair set it, or what it did to the queue
    time_limit,  ///< length_ms: 0 is none. Of a box: that it was given more time
    called,
    room_opened,  ///< room: its number; text: its title
    room_closed,
    recording_on,
    recording_off,
    action,  ///< text: what is to be done. name: by whom
    note,    ///< text: a remark for the form
    log      ///< text: what the programs note down besides, such as who signed in; no form has it
};
inline constexpr std::size_t entry_kinds = 21;

[[nodiscard]] std::string_view to_text(EntryKind kind) noexcept;
[[nodiscard]] std::optional<EntryKind> entry_kind_from(std::string_view word) noexcept;

/// How a speaking turn ended. The words of `spoke`; another text is shown as it is.
enum class Ended : std::uint8_t { done, time_limit, revoked, interrupted, lost, closed };
[[nodiscard]] std::string_view to_text(Ended how) noexcept;
[[nodiscard]] std::optional<Ended> ended_from(std::string_view word) noexcept;

/// One thing that happened in a meeting.
///
/// Units: unix_ms in milliseconds since 1970 UTC, as the mixing box's clock had it; length_ms in milliseconds.
struct Entry {
    std::int64_t unix_ms = 0;
    EntryKind kind = EntryKind::note;
    BoxId box = no_box;
    std::string name;  ///< the box's, as it was then
    std::string who;   ///< the account that wanted it so; empty: nobody's order
    std::string text;
    std::uint32_t room = 0;  ///< 0: the plenary
    std::int64_t length_ms = 0;

    friend bool operator==(const Entry&, const Entry&) = default;
};

/// An entry in its place: serials count on by one through all meetings, from 1.
struct StoredEntry {
    std::uint64_t serial = 0;
    std::uint64_t meeting = 0;  ///< the serial of its meeting_opened; 0: between meetings
    Entry entry;

    friend bool operator==(const StoredEntry&, const StoredEntry&) = default;
};

/// Bounds of an entry's texts, in bytes; what is longer is cut between characters. A name is bounded by its card
/// (64 characters of at most 4 bytes); the longest text is half a page of a form.
inline constexpr std::size_t longest_entry_name = 256;
inline constexpr std::size_t longest_entry_text = 2000;

/// As it is kept: numbers within their bounds; texts within theirs, and UTF-8 without control characters but line feeds (what is none becomes
/// U+FFFD), so that every export can show it.
[[nodiscard]] Entry cleaned(Entry entry);

/// Bounds of an entry's numbers: moments from 1970 to the year 9999, the last that ISO 8601 has four digits for, and no
/// length beyond a year. Within them no sum or difference of two overflows.
inline constexpr std::int64_t last_unix_ms = 253'402'300'799'999;
inline constexpr std::int64_t longest_ms = std::int64_t{366} * 24 * 3600 * 1000;

/// Whether an entry of a file can have been written by us: its numbers and its texts are as cleaned() leaves them.
[[nodiscard]] bool is_possible(const Entry& entry);

/// The bytes that are hashed: numbers of fixed length, most significant byte first; texts after their length. Two
/// different entries never have the same.
[[nodiscard]] std::vector<std::byte> canonical_bytes(const StoredEntry& stored);

}  // namespace giaoban::mixer
