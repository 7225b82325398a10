#pragma once

#include <string>
#include <vector>

#include "firmware/mixer/records/entry.h"
#include "firmware/mixer/records/ledger.h"

namespace giaoban::mixer::test {

/// 2026-11-23 01:00 UTC: eight in the morning in Vietnam.
inline constexpr std::int64_t eight_o_clock = 1'795'395'600'000;

inline Entry entry(std::int64_t second, EntryKind kind, unsigned box = 0, std::string text = "",
                   std::int64_t length_ms = 0) {
    Entry made;
    made.unix_ms = eight_o_clock + second * 1000;
    made.kind = kind;
    made.box = BoxId{static_cast<std::uint16_t>(box)};
    if (box != 0) made.name = "Xã " + std::to_string(box);
    made.text = std::move(text);
    made.length_ms = length_ms;
    return made;
}

/// In the places that Minutes would give them, from `serial` on.
inline std::vector<StoredEntry> placed(const std::vector<Entry>& entries,
                                       std::uint64_t serial = 1) {
    std::vector<StoredEntry> stored;
    std::uint64_t meeting = 0;
    for (const Entry& one : entries) {
        if (one.kind == EntryKind::meeting_opened) meeting = serial;
        stored.push_back({serial++, meeting, one});
        if (one.kind == EntryKind::meeting_closed) meeting = 0;
    }
    return stored;
}

/// Half an hour with a chair (box 1) and two communes, with a bit of everything.
inline std::vector<Entry> short_meeting() {
    using enum EntryKind;
    std::vector<Entry> entries{
        entry(0, meeting_opened, 0, "Giao ban tuần 47"),
        entry(0, joined, 1, "chair"),
        entry(0, joined, 2, "member"),
        entry(20, joined, 3, "member"),
        entry(30, recording_on),
        entry(60, asked, 2),
        entry(75, granted, 2),
        entry(195, spoke, 2, "done", 120'000),
        entry(200, lost, 3),
        entry(260, returned, 3),
        entry(300, asked, 3),
        entry(310, withdrew, 3),
        entry(320, policy, 0, "open"),
        entry(400, spoke, 1, "done", 60'000),
        entry(500, action, 2, "Báo cáo số hộ bị ngập trước thứ Sáu"),
        entry(600, lost, 2),
        entry(1800, meeting_closed),
    };
    entries[0].who = "chutich";
    entries[12].who = "chutich";
    entries[16].who = "chutich";
    return entries;
}

}  // namespace giaoban::mixer::test
