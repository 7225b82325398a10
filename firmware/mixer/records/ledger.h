#pragma once

#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "firmware/mixer/records/rows.h"

namespace giaoban::mixer {

/// The writing end of the minutes' file: what it has answered for is on the disk and in the chain.
///
/// The entries of the running meeting are held in memory as well (at most `most_held`, some 10 MB: a meeting of 100
/// boxes that has an entry a second for 18 hours). When the file is damaged, gone or no database, it is set aside and
/// the running meeting is written into a new one, so that nothing of it that was shown is lost.
///
/// Threading:  one thread at a time; everything waits for the disk.
/// Errors:     RecordTrouble. After one the ledger is as it was; the same entries can be tried again.
class Ledger {
  public:
    static constexpr std::size_t most_held = 65'536;

    /// Opens the file in `folder`, or makes both. What is damaged is set aside, and noted (notices). A new file's
    /// serials go on after `known` and whatever else is known of the last one.
    [[nodiscard]] static Expected<Ledger, RecordTrouble> open(const std::filesystem::path& folder,
                                                              std::uint64_t known = 0);

    /// Writes all of them or none, in one transaction; when it answers they are on the disk. Their serials count on
    /// from head(); those up to it are there already and are passed over.
    [[nodiscard]] Expected<void, RecordTrouble> append(std::span<const StoredEntry> entries);

    /// Of the last entry that is on the disk.
    [[nodiscard]] const ChainHead& head() const noexcept { return head_; }
    /// The entries of the meeting that is open; the first is its meeting_opened.
    [[nodiscard]] const std::vector<StoredEntry>& running() const noexcept { return running_; }

    /// What somebody should know, in words, each once: a file was set aside, a part of it is missing.
    [[nodiscard]] std::vector<std::string> take_notices();

  private:
    Ledger(std::filesystem::path folder, Database database);

    [[nodiscard]] static Expected<Database, RecordTrouble> open_sound(
        const std::filesystem::path& folder);
    [[nodiscard]] static Expected<Ledger, RecordTrouble> begin(const std::filesystem::path& folder,
                                                               std::uint64_t last);
    [[nodiscard]] Expected<void, RecordTrouble> read_state();
    [[nodiscard]] Expected<void, RecordTrouble> read_running();
    [[nodiscard]] Expected<void, RecordTrouble> write(std::span<const StoredEntry> entries);
    [[nodiscard]] Expected<void, RecordTrouble> insert(std::span<const StoredEntry> entries,
                                                       ChainHead& head);
    [[nodiscard]] Expected<void, RecordTrouble> anew();
    [[nodiscard]] bool gone() const;
    void keep_running(const StoredEntry& stored);
    void write_head();

    std::filesystem::path folder_;
    std::optional<Database> database_;
    ChainHead head_;
    std::vector<StoredEntry> running_;
    std::vector<std::string> notices_;
};

}  // namespace giaoban::mixer
