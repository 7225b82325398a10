// The entries of a meeting as a file may hold them that somebody had in hand: roll, turns and papers come of any of them,
// and no time in them has a negative length; and two entries never have the same canonical bytes.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "config/vocab/bytes.h"
#include "firmware/mixer/records/civil_time.h"
#include "firmware/mixer/records/csv_export.h"
#include "firmware/mixer/records/json_export.h"
#include "firmware/mixer/records/roll.h"

namespace {

using namespace giaoban;
using namespace giaoban::mixer;

/// Numbers and texts of what is left of the input; zeros and nothing at its end.
class Input {
  public:
    explicit Input(std::string_view left) : left_(left) {}

    [[nodiscard]] bool empty() const { return left_.empty(); }
    [[nodiscard]] std::uint8_t byte() {
        if (left_.empty()) return 0;
        const auto value = static_cast<std::uint8_t>(left_.front());
        left_.remove_prefix(1);
        return value;
    }
    [[nodiscard]] std::int64_t number() {
        std::uint64_t value = 0;
        for (int i = byte() % 9; i > 0; --i)
            value = value << 8U | byte();
        return static_cast<std::int64_t>(value);
    }
    [[nodiscard]] std::string text() {
        const std::string_view taken = left_.substr(0, byte());
        left_.remove_prefix(std::min(taken.size(), left_.size()));
        return std::string(taken);
    }

  private:
    std::string_view left_;
};

StoredEntry next_entry(Input& input, std::uint64_t serial) {
    Entry entry;
    entry.kind = static_cast<EntryKind>(input.byte() % entry_kinds);
    entry.unix_ms = input.number();
    entry.box = BoxId{static_cast<std::uint16_t>(input.byte() % 8)};
    entry.room = input.byte() % 4;
    entry.length_ms = input.number();
    entry.name = input.text();
    entry.who = input.text();
    entry.text = input.text();
    return {.serial = serial, .meeting = 1, .entry = std::move(entry)};
}

void judge(const MeetingRecord& record) {
    for (const RollRow& row : roll_of(record)) {
        for (const Presence& there : row.there) {
            if (there.to_ms < there.from_ms) std::abort();
        }
        if (row.present_ms() < 0) std::abort();
    }
    for (const TurnRow& turn : turns_of(record)) {
        if (turn.length_ms() < 0 || turn.waited_ms().value_or(0) < 0) std::abort();
    }
    if (json_of(record).empty()) std::abort();
    (void)csv_of_entries(record, time_in_vietnam);
    (void)csv_of_roll(record, time_in_vietnam);
    (void)csv_of_turns(record, time_in_vietnam);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    Input input({reinterpret_cast<const char*>(data), size});
    MeetingRecord record;
    while (!input.empty() && record.entries.size() < 200) {
        StoredEntry stored = next_entry(input, record.entries.size() + 1);
        if (!is_possible(cleaned(stored.entry))) std::abort();
        // What cannot have been written by us is not read.
        if (!is_possible(stored.entry)) continue;
        StoredEntry other = stored;
        other.entry.name += other.entry.who;
        other.entry.who.clear();
        if (other.entry != stored.entry && canonical_bytes(other) == canonical_bytes(stored))
            std::abort();
        record.entries.push_back(std::move(stored));
    }
    const auto meeting = meeting_of(record.entries);
    if (!meeting) return 0;
    record.meeting = *meeting;
    judge(record);
    return 0;
}
