#include "firmware/mixer/records/verify.h"

#include <algorithm>
#include <optional>

#include "firmware/mixer/records/minutes_files.h"
#include "firmware/mixer/records/rows.h"
#include "firmware/mixer/records/schema.h"

namespace giaoban::mixer {

namespace {

/// The chain of one file, link by link.
class Walk {
  public:
    Walk(const ChainRow& chain, std::optional<ChainHead> witness)
        : chain_(chain), witness_(witness), expected_(chain.first_serial) {
        verified_.head = {chain.first_serial - 1, chain_start()};
        verified_.head_file = witness.has_value();
    }

    void row(const Statement& row) {
        ++verified_.entries;
        const auto serial = static_cast<std::uint64_t>(row.number(0));
        const auto meeting = static_cast<std::uint64_t>(std::max<std::int64_t>(row.number(1), 0));
        if (serial > expected_) missing(expected_, serial - 1);
        if (serial < expected_) fault(serial, serial, meeting, "was written before the first");
        const auto read = read_row(row);
        if (!read) {
            fault(serial, serial, meeting, "is not as anything that is written");
            previous_.reset();
        } else {
            link(*read);
        }
        expected_ = serial + 1;
    }

    void end() {
        if (expected_ <= chain_.head.serial) {
            missing(expected_, chain_.head.serial);
        } else if (chain_.head != verified_.head) {
            fault(0, 0, 0, "the end of the chain is not the one that was noted with it");
        }
        if (!witness_) return;
        if (witness_->serial > chain_.head.serial) {
            missing(chain_.head.serial + 1, witness_->serial);
        } else if (!witness_met_ && witness_->serial >= chain_.first_serial) {
            fault(witness_->serial, witness_->serial, 0,
                  "is not the one that is noted in minutes.head");
        }
    }

    void fault(std::uint64_t first, std::uint64_t last, std::uint64_t meeting, std::string what) {
        if (verified_.faults.size() == Verified::most_faults) {
            ++verified_.more_faults;
        } else {
            verified_.faults.push_back({first, last, meeting, std::move(what)});
        }
    }

    [[nodiscard]] Verified result() && { return std::move(verified_); }

  private:
    void link(const ChainedEntry& read) {
        const StoredEntry& stored = read.stored;
        // After a gap nobody knows what came before: the row's own hash is the next start.
        const bool fits = !previous_ || chain_link(*previous_, stored) == read.hash;
        if (!fits) fault(stored.serial, stored.serial, stored.meeting, "was changed");
        verified_.head = {stored.serial, read.hash};
        previous_ = read.hash;
        if (witness_ && *witness_ == verified_.head) witness_met_ = true;
    }

    void missing(std::uint64_t first, std::uint64_t last) {
        fault(first, last, 0, first == last ? "is missing" : "are missing");
        previous_.reset();
    }

    ChainRow chain_;
    std::optional<ChainHead> witness_;
    std::uint64_t expected_;
    std::optional<ChainHash> previous_ = chain_start();
    bool witness_met_ = false;
    Verified verified_;
};

Expected<void, RecordTrouble> check_file(Database& database, Walk& walk) {
    auto check = Statement::prepare(database, "PRAGMA integrity_check(1)");
    if (!check) return Unexpected(check.error());
    if (check->step() != Statement::Step::row) return Unexpected(database.trouble());
    if (const std::string found = check->text(0); found != "ok") walk.fault(0, 0, 0, found);

    auto pristine = Database::open(":memory:", Database::Access::write);
    if (!pristine) return Unexpected(pristine.error());
    if (auto done = migrate(*pristine); !done) return done;
    const auto ours = schema_text(*pristine);
    const auto theirs = schema_text(database);
    if (!ours || !theirs) return Unexpected((ours ? theirs : ours).error());
    if (*ours != *theirs) walk.fault(0, 0, 0, "the tables are not those that were made");
    return {};
}

Expected<Verified, RecordTrouble> walk_through(Database& database,
                                               const std::filesystem::path& folder) {
    const auto chain = read_chain(database);
    if (!chain) return Unexpected(chain.error());
    Walk walk(*chain, read_head_file(folder));
    if (const auto done = check_file(database, walk); !done) return Unexpected(done.error());
    auto rows = Statement::prepare(database, "SELECT " + std::string(entry_columns) +
                                                 " FROM entries NOT INDEXED ORDER BY serial");
    if (!rows) return Unexpected(rows.error());
    for (;;) {
        const auto step = rows->step();
        if (step == Statement::Step::failed) return Unexpected(database.trouble());
        if (step == Statement::Step::done) break;
        walk.row(*rows);
    }
    walk.end();
    return std::move(walk).result();
}

}  // namespace

std::vector<ChainFault> Verified::of(std::uint64_t first, std::uint64_t last) const {
    std::vector<ChainFault> mine;
    std::copy_if(faults.begin(), faults.end(), std::back_inserter(mine),
                 [first, last](const ChainFault& fault) {
                     const bool whole_file = fault.first == 0 && fault.last == 0;
                     return whole_file || (fault.first <= last && fault.last >= first);
                 });
    return mine;
}

std::vector<ChainFault> faults_of(const MeetingRecord& record, const Verified& verified) {
    if (record.entries.empty()) return verified.faults;
    return verified.of(record.entries.front().serial, record.entries.back().serial);
}

Expected<Verified, RecordTrouble> verify(Database& database, const std::filesystem::path& folder) {
    // One moment of the file, also while it is being written.
    if (const auto begun = database.run("BEGIN"); !begun) return Unexpected(begun.error());
    auto verified = walk_through(database, folder);
    if (const auto ended = database.run("COMMIT"); !ended && verified) {
        return Unexpected(ended.error());
    }
    return verified;
}

}  // namespace giaoban::mixer
