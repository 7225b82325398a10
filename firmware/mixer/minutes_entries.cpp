#include "firmware/mixer/minutes_entries.h"

namespace giaoban::mixer {

namespace {

using What = net::FloorEvent::What;
using Why = net::FloorEvent::Why;

Ended ended_by(Why why) noexcept {
    switch (why) {
        case Why::time_limit: return Ended::time_limit;
        case Why::chair:
        case Why::muted:
        case Why::policy: return Ended::revoked;
        case Why::interrupted:
        case Why::handed_over: return Ended::interrupted;
        case Why::link: return Ended::lost;
        case Why::none:
        case Why::pressed:
        case Why::its_turn:
        case Why::queue_full: return Ended::done;
    }
    return Ended::done;
}

std::optional<EntryKind> kind_of(What what) noexcept {
    switch (what) {
        case What::joined: return EntryKind::joined;
        case What::lost: return EntryKind::lost;
        case What::returned: return EntryKind::returned;
        case What::asked:
        case What::replies: return EntryKind::asked;
        case What::withdrew: return EntryKind::withdrew;
        case What::granted: return EntryKind::granted;
        case What::ended: return EntryKind::spoke;
        case What::muted: return EntryKind::muted;
        case What::unmuted: return EntryKind::unmuted;
        case What::policy_set:
        case What::held:
        case What::unheld: return EntryKind::policy;
        case What::limit_set:
        case What::more_time: return EntryKind::time_limit;
        case What::left:
        case What::denied:
        case What::extended:
        case What::warned: return std::nullopt;
    }
    return std::nullopt;
}

std::optional<EntryKind> kind_of(MeetingNote::What what) noexcept {
    using Note = MeetingNote::What;
    switch (what) {
        case Note::meeting_opened: return EntryKind::meeting_opened;
        case Note::meeting_closed: return EntryKind::meeting_closed;
        case Note::called: return EntryKind::called;
        case Note::room_opened: return EntryKind::room_opened;
        case Note::room_closed: return EntryKind::room_closed;
        case Note::recording_on: return EntryKind::recording_on;
        case Note::recording_off: return EntryKind::recording_off;
        case Note::call_answered:
        case Note::call_ended:
        case Note::self_test_begun:
        case Note::self_test_ended:
        case Note::moved:
        case Note::restarted:
        case Note::went_on:
        case Note::began_anew: return EntryKind::log;
    }
    return std::nullopt;
}

}  // namespace

std::optional<Entry> MinutesEntries::of(const net::FloorEvent& event, RoomId room,
                                        std::string_view name, Role role, std::string_view who,
                                        std::int64_t unix_ms) {
    const auto kind = kind_of(event.what);
    if (event.what == What::granted) began_[event.box] = event.at;
    if (!kind) return std::nullopt;
    Entry entry{.unix_ms = unix_ms,
                .kind = *kind,
                .box = event.box,
                .name = std::string(name),
                .who = std::string(who),
                .text = {},
                .room = number_of(room),
                .length_ms = 0};
    switch (event.what) {
        case What::joined: entry.text = to_text(role); break;
        case What::replies: entry.text = "reply"; break;
        case What::held:
        case What::unheld:
        case What::policy_set:
        case What::more_time: entry.text = net::to_text(event.what); break;
        case What::ended: {
            const auto began = began_.find(event.box);
            if (began != began_.end()) {
                entry.length_ms = (event.at - began->second) / Milliseconds{1};
                began_.erase(began);
            }
            entry.text = to_text(ended_by(event.why));
            break;
        }
        default: break;
    }
    return entry;
}

std::optional<Entry> MinutesEntries::of(const MeetingNote& note, std::string_view name,
                                        std::string_view who, std::int64_t unix_ms) {
    const auto kind = kind_of(note.what);
    if (!kind) return std::nullopt;
    Entry entry{.unix_ms = unix_ms,
                .kind = *kind,
                .box = note.box,
                .name = std::string(name),
                .who = std::string(who),
                .text = note.text,
                .room = number_of(note.room),
                .length_ms = 0};
    if (*kind == EntryKind::log) {
        entry.text = to_text(note.what);
        if (!note.text.empty()) entry.text.append(": ").append(note.text);
    }
    return entry;
}

}  // namespace giaoban::mixer
