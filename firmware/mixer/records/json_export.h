#pragma once

#include <string>
#include <vector>

#include "firmware/mixer/records/roll.h"
#include "firmware/mixer/records/verify.h"

namespace giaoban::mixer {

// JSON of the minutes, for GET /api/meetings…, for `minutes show --json` and for export. Times are `…Ms` since 1970 UTC,
// lengths `…Ms`; what is not known is null; kinds and ends are the words of entry.h.

/// `[{id, title, openedBy, openedMs, closedMs, lastMs}]`
[[nodiscard]] std::string json_of(const std::vector<MeetingRow>& meetings);

/// `{meeting, roll:[{box, name, role, there:[{fromMs, toMs}], presentMs, drops, atEnd}], turns:[{box, name, room, askedMs,
/// waitedMs, fromMs, toMs, lengthMs, ended}], actions:[entry], hash, entries:[entry]}`; with `verified` also
/// `verify:{sound, faults:[{first, last, what}]}`.
[[nodiscard]] std::string json_of(const MeetingRecord& record, const Verified* verified = nullptr);

/// `{serial, meeting, unixMs, kind, box, name, who, text, room, lengthMs}`
[[nodiscard]] std::string json_of(const StoredEntry& stored);

/// `{sound, entries, head:{serial, hash}, headFile, faults:[{first, last, what}], moreFaults}`
[[nodiscard]] std::string json_of(const Verified& verified);

}  // namespace giaoban::mixer
