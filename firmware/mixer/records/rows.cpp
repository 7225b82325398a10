#include "firmware/mixer/records/rows.h"

#include <algorithm>
#include <limits>

namespace giaoban::mixer {

namespace {

template <typename U>
bool fits(std::int64_t value) noexcept {
    return value >= 0 &&
           static_cast<std::uint64_t>(value) <= std::uint64_t{std::numeric_limits<U>::max()};
}

bool take_hash(Bytes bytes, ChainHash& into) noexcept {
    if (bytes.size() != into.size()) return false;
    std::copy(bytes.begin(), bytes.end(), into.begin());
    return true;
}

}  // namespace

std::optional<ChainedEntry> read_row(const Statement& row) {
    ChainedEntry read;
    const auto kind = entry_kind_from(row.text(3));
    if (!kind || !fits<std::uint64_t>(row.number(0)) || !fits<std::uint64_t>(row.number(1)) ||
        !fits<std::uint16_t>(row.number(4)) || !fits<std::uint32_t>(row.number(8)) ||
        !take_hash(row.bytes(10), read.hash)) {
        return std::nullopt;
    }
    read.stored.serial = static_cast<std::uint64_t>(row.number(0));
    read.stored.meeting = static_cast<std::uint64_t>(row.number(1));
    Entry& entry = read.stored.entry;
    entry.unix_ms = row.number(2);
    entry.kind = *kind;
    entry.box = BoxId{static_cast<std::uint16_t>(row.number(4))};
    entry.name = row.text(5);
    entry.who = row.text(6);
    entry.text = row.text(7);
    entry.room = static_cast<std::uint32_t>(row.number(8));
    entry.length_ms = row.number(9);
    if (!is_possible(entry)) return std::nullopt;
    return read;
}

void bind_row(Statement& statement, const ChainedEntry& row) {
    const Entry& entry = row.stored.entry;
    statement.bind(1, static_cast<std::int64_t>(row.stored.serial))
        .bind(2, static_cast<std::int64_t>(row.stored.meeting))
        .bind(3, entry.unix_ms)
        .bind(4, to_text(entry.kind))
        .bind(5, std::int64_t{number_of(entry.box)})
        .bind(6, entry.name)
        .bind(7, entry.who)
        .bind(8, entry.text)
        .bind(9, std::int64_t{entry.room})
        .bind(10, entry.length_ms)
        .bind_bytes(11, row.hash);
}

Expected<ChainRow, RecordTrouble> read_chain(Database& database) {
    auto row =
        Statement::prepare(database, "SELECT first_serial, head_serial, head_hash FROM chain");
    if (!row) return Unexpected(row.error());
    ChainRow chain;
    const auto step = row->step();
    if (step == Statement::Step::failed) return Unexpected(database.trouble());
    const bool read = step == Statement::Step::row && fits<std::uint64_t>(row->number(0)) &&
                      fits<std::uint64_t>(row->number(1)) &&
                      take_hash(row->bytes(2), chain.head.hash);
    if (!read) {
        return Unexpected(
            RecordTrouble{RecordTrouble::Kind::damaged,
                          database.file().string() + ": it has no head of its chain"});
    }
    chain.first_serial = static_cast<std::uint64_t>(row->number(0));
    chain.head.serial = static_cast<std::uint64_t>(row->number(1));
    return chain;
}

}  // namespace giaoban::mixer
