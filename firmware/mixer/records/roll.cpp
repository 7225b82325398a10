#include "firmware/mixer/records/roll.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <utility>

namespace giaoban::mixer {

namespace {

/// The roll, entry by entry.
class Roll {
  public:
    void take(const Entry& entry) {
        if (entry.box == no_box) return;
        switch (entry.kind) {
            case EntryKind::joined:
                arrive(entry);
                if (entry.text == to_text(Role::chair)) rows_[entry.box].role = Role::chair;
                if (entry.text == to_text(Role::member)) rows_[entry.box].role = Role::member;
                return;
            case EntryKind::lost: leave(entry); return;
            // What is said of a box, and not by it: it may be away.
            case EntryKind::muted:
            case EntryKind::unmuted:
            case EntryKind::called:
            case EntryKind::action:
            case EntryKind::note:
            case EntryKind::log:
            // A turn ends with the link that it was lost with.
            case EntryKind::spoke: return;
            default: arrive(entry);
        }
    }

    [[nodiscard]] std::vector<RollRow> ended(std::int64_t end_ms) && {
        std::vector<RollRow> rows;
        for (auto& [box, row] : rows_) {
            if (row.at_end) row.there.back().to_ms = std::max(row.there.back().from_ms, end_ms);
            rows.push_back(std::move(row));
        }
        return rows;
    }

  private:
    void arrive(const Entry& entry) {
        RollRow& row = rows_[entry.box];
        row.box = entry.box;
        if (!entry.name.empty()) row.name = entry.name;
        if (row.at_end) return;
        row.at_end = true;
        row.there.push_back({entry.unix_ms, entry.unix_ms});
    }

    void leave(const Entry& entry) {
        const auto found = rows_.find(entry.box);
        if (found == rows_.end() || !found->second.at_end) return;
        Presence& last = found->second.there.back();
        last.to_ms = std::max(last.from_ms, entry.unix_ms);
        found->second.at_end = false;
    }

    std::map<BoxId, RollRow> rows_;
};

/// The turns, entry by entry.
class Turns {
  public:
    void take(const Entry& entry) {
        switch (entry.kind) {
            case EntryKind::asked: asked_[entry.box] = entry.unix_ms; return;
            case EntryKind::withdrew: asked_.erase(entry.box); return;
            case EntryKind::granted: begin(entry, entry.unix_ms); return;
            case EntryKind::spoke: end(entry); return;
            default: return;
        }
    }

    [[nodiscard]] std::vector<TurnRow> all() && {
        std::stable_sort(turns_.begin(), turns_.end(),
                         [](const TurnRow& a, const TurnRow& b) { return a.from_ms < b.from_ms; });
        return std::move(turns_);
    }

  private:
    std::size_t begin(const Entry& entry, std::int64_t from_ms) {
        TurnRow turn;
        turn.box = entry.box;
        turn.name = entry.name;
        turn.room = entry.room;
        turn.from_ms = from_ms;
        if (const auto asked = asked_.find(entry.box); asked != asked_.end()) {
            turn.asked_ms = std::min(asked->second, from_ms);
            asked_.erase(asked);
        }
        turns_.push_back(std::move(turn));
        running_[entry.box] = turns_.size() - 1;
        return turns_.size() - 1;
    }

    void end(const Entry& entry) {
        const auto running = running_.find(entry.box);
        const std::int64_t length = std::max<std::int64_t>(entry.length_ms, 0);
        // Who speaks without being granted it (the chair) has only an end.
        const std::size_t at =
            running != running_.end() ? running->second : begin(entry, entry.unix_ms - length);
        TurnRow& turn = turns_[at];
        // The length was measured by a clock that does not jump.
        turn.to_ms =
            turn.from_ms +
            (length > 0 ? length : std::max<std::int64_t>(entry.unix_ms - turn.from_ms, 0));
        turn.ended = entry.text;
        running_.erase(entry.box);
    }

    std::map<BoxId, std::int64_t> asked_;
    std::map<BoxId, std::size_t> running_;
    std::vector<TurnRow> turns_;
};

bool is_action(EntryKind kind) noexcept {
    switch (kind) {
        case EntryKind::meeting_opened:
        case EntryKind::meeting_closed:
        case EntryKind::muted:
        case EntryKind::unmuted:
        case EntryKind::policy:
        case EntryKind::time_limit:
        case EntryKind::called:
        case EntryKind::room_opened:
        case EntryKind::room_closed:
        case EntryKind::recording_on:
        case EntryKind::recording_off:
        case EntryKind::action: return true;
        default: return false;
    }
}

}  // namespace

std::int64_t RollRow::present_ms() const noexcept {
    return std::accumulate(there.begin(), there.end(), std::int64_t{0},
                           [](std::int64_t sum, const Presence& presence) {
                               return sum + (presence.to_ms - presence.from_ms);
                           });
}

std::optional<MeetingRow> meeting_of(std::span<const StoredEntry> entries) {
    std::optional<MeetingRow> meeting;
    for (const StoredEntry& stored : entries) {
        const Entry& entry = stored.entry;
        if (entry.kind == EntryKind::meeting_opened) {
            meeting = MeetingRow{stored.meeting, entry.text,   entry.who,
                                 entry.unix_ms,  std::nullopt, entry.unix_ms};
        }
        if (!meeting) continue;
        meeting->last_ms = std::max(meeting->last_ms, entry.unix_ms);
        if (entry.kind == EntryKind::meeting_closed) {
            meeting->closed_ms = std::max(meeting->opened_ms, entry.unix_ms);
        }
    }
    return meeting;
}

std::vector<RollRow> roll_of(const MeetingRecord& record) {
    Roll roll;
    for (const StoredEntry& stored : record.entries)
        roll.take(stored.entry);
    return std::move(roll).ended(record.meeting.end_ms());
}

std::vector<TurnRow> turns_of(const MeetingRecord& record) {
    Turns turns;
    for (const StoredEntry& stored : record.entries)
        turns.take(stored.entry);
    return std::move(turns).all();
}

std::vector<StoredEntry> actions_of(const MeetingRecord& record) {
    std::vector<StoredEntry> actions;
    std::copy_if(record.entries.begin(), record.entries.end(), std::back_inserter(actions),
                 [](const StoredEntry& stored) { return is_action(stored.entry.kind); });
    return actions;
}

}  // namespace giaoban::mixer
