#pragma once

#include <filesystem>
#include <vector>

#include "firmware/mixer/records/roll.h"
#include "firmware/mixer/records/rows.h"
#include "firmware/mixer/records/verify.h"

namespace giaoban::mixer {

/// The reading side of the minutes: a connection of its own, which changes nothing and works while the daemon writes
/// (and sees what is on the disk: a durable entry at once).
///
/// Threading:  one thread at a time; make one a thread. It reads files: never on the network thread.
/// Errors:     RecordTrouble, with words for whoever asked.
/// Bounds:     answers are whole in memory; a meeting of 65,536 entries has some 10 MB.
class MinutesReader {
  public:
    /// Of the folder that Minutes writes, or one file (as one that was set aside).
    [[nodiscard]] static Expected<MinutesReader, RecordTrouble> open(
        const std::filesystem::path& folder_or_file);

    /// The newest first.
    [[nodiscard]] Expected<std::vector<MeetingRow>, RecordTrouble> meetings(
        std::size_t most = 10'000);
    /// One meeting with its entries; roll_of, turns_of and actions_of read from it. An unknown number is a trouble.
    [[nodiscard]] Expected<MeetingRecord, RecordTrouble> meeting(std::uint64_t id);
    /// Those that were opened in [from, to), the oldest first.
    [[nodiscard]] Expected<std::vector<MeetingRecord>, RecordTrouble> opened_between(
        std::int64_t from_unix_ms, std::int64_t to_unix_ms);
    /// Entries after that serial, at most so many.
    [[nodiscard]] Expected<std::vector<StoredEntry>, RecordTrouble> since(std::uint64_t serial,
                                                                          std::size_t most);
    [[nodiscard]] Expected<Verified, RecordTrouble> verify();

  private:
    MinutesReader(Database database, std::filesystem::path folder)
        : database_(std::move(database)), folder_(std::move(folder)) {}
    [[nodiscard]] Expected<std::vector<ChainedEntry>, RecordTrouble> rows(const std::string& where,
                                                                          std::uint64_t value);

    Database database_;
    std::filesystem::path folder_;
};

}  // namespace giaoban::mixer
