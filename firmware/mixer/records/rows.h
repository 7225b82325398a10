#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "firmware/mixer/records/chain.h"
#include "firmware/mixer/records/database.h"

namespace giaoban::mixer {

/// The columns of `entries` in the order in which read_row() takes them.
inline constexpr std::string_view entry_columns =
    "serial, meeting, unix_ms, kind, box, name, who, text, room, length_ms, hash";

/// A row of the file: the entry and the hash beside it.
struct ChainedEntry {
    StoredEntry stored;
    ChainHash hash{};
};

/// The row at which a statement over `entry_columns` stands; none when it cannot have been written by us: a number
/// out of range, a word that is no kind, a text that is none, a hash of another length.
[[nodiscard]] std::optional<ChainedEntry> read_row(const Statement& row);

/// Binds them, to be written. `row` must stay as it is until the statement is reset.
void bind_row(Statement& statement, const ChainedEntry& row);

/// The one row of `chain`.
struct ChainRow {
    std::uint64_t first_serial = 0;
    ChainHead head;
};
[[nodiscard]] Expected<ChainRow, RecordTrouble> read_chain(Database& database);

}  // namespace giaoban::mixer
