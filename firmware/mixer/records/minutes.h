#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "config/vocab/time.h"
#include "firmware/mixer/records/entry.h"
#include "firmware/mixer/records/ledger.h"

namespace giaoban::mixer {

/// What the minutes have to say. All are called on the desk thread (the constructor's thread for what opening brings
/// up); they post to the thread that they concern.
struct MinutesNews {
    /// All entries up to this one are on the disk: now they may be shown.
    std::function<void(std::uint64_t serial)> durable;
    /// What keeps entries from the disk, in words; empty when it is over. They are tried again by themselves.
    std::function<void(const std::string& trouble)> trouble;
    /// What somebody should know, once: a damaged file was set aside.
    std::function<void(const std::string& notice)> notice;
};

/// The writing side of the minutes: entries in, on the disk in groups, told when they are there.
///
/// One thread of its own takes all that waits and writes it in one transaction with one fsync (group commit), so that a
/// slow disk makes groups larger and not the queue longer. A full or broken disk stops neither the caller nor the
/// meeting: entries wait, in their order, and are tried again after 1 s, 2 s, 4 s and so on up to 30 s.
///
/// Threading:  append() and the questions from any thread, none of them waits for the disk; the constructor does,
///             and the destructor, which writes what waits (once).
/// Errors:     a folder that cannot be made or a file that cannot be opened is told as trouble, and opening is tried
///             again; until then append() refuses.
/// Bounds:     `most_waiting` entries that are not on the disk; beyond, append() refuses, and counts it.
class Minutes {
  public:
    // A full district hall (100 boxes), each with an entry a second, for 40 s of a disk that does not answer.
    static constexpr std::size_t most_waiting = 4096;

    struct Pause {
        Milliseconds first{1000};
        Milliseconds most{30'000};
    };

    Minutes(std::filesystem::path folder, MinutesNews news, Pause pause);
    Minutes(std::filesystem::path folder, MinutesNews news)
        : Minutes(std::move(folder), std::move(news), Pause{}) {}
    /// The seam's: nobody is told of troubles.
    Minutes(std::filesystem::path folder, std::function<void(std::uint64_t serial)> durable)
        : Minutes(std::move(folder), MinutesNews{std::move(durable), nullptr, nullptr}) {}
    Minutes(const Minutes&) = delete;
    Minutes& operator=(const Minutes&) = delete;
    ~Minutes();

    /// Takes an entry in its place and answers its serial; 0: it was not taken (refused). A meeting_opened's serial is
    /// the number of the meeting, and every entry until its meeting_closed belongs to it.
    [[nodiscard]] std::uint64_t append(Entry entry);

    /// The meeting that was opened and not closed: after a restart, the one to go on with.
    struct OpenMeeting {
        std::uint64_t id = 0;
        std::string title;
        std::int64_t since_unix_ms = 0;
        friend bool operator==(const OpenMeeting&, const OpenMeeting&) = default;
    };
    [[nodiscard]] std::optional<OpenMeeting> open_meeting() const;

    struct Counts {
        std::uint64_t taken = 0;
        std::uint64_t refused = 0;
        std::uint64_t durable = 0;  ///< the last serial that is on the disk
        std::uint64_t groups = 0;   ///< transactions, one fsync each
        std::size_t waiting = 0;
    };
    [[nodiscard]] Counts counts() const;
    /// What keeps entries from the disk now; empty: nothing.
    [[nodiscard]] std::string trouble() const;

  private:
    void open();
    void run();
    void take_over(Ledger ledger);
    [[nodiscard]] bool write_group();
    void tell_trouble(const std::string& words);
    void tell_notices();

    const std::filesystem::path folder_;
    const MinutesNews news_;
    const Pause pause_;

    // The desk thread's own.
    std::optional<Ledger> ledger_;
    std::vector<StoredEntry> group_;  ///< what is being written, and tried again
    Milliseconds next_pause_;

    mutable std::mutex mutex_;  // for all that follows
    std::condition_variable something_to_do_;
    std::vector<StoredEntry> waiting_;
    std::size_t being_written_ = 0;
    bool opened_ = false;
    bool ending_ = false;
    std::uint64_t last_serial_ = 0;
    std::optional<OpenMeeting> open_meeting_;
    Counts counts_;
    std::string trouble_;

    std::thread desk_;
};

}  // namespace giaoban::mixer
