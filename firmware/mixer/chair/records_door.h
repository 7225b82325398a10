#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config/vocab/box_id.h"
#include "config/vocab/expected.h"

namespace giaoban::chair {

/// One meeting in the list. Moments are milliseconds of Unix time; 0: not yet.
struct MeetingLine {
    std::uint64_t id = 0;
    std::string title;
    std::int64_t opened_ms = 0;
    std::int64_t closed_ms = 0;
    std::uint32_t boxes = 0;
    std::uint32_t turns = 0;
    bool pinned = false;                ///< its recording is kept when the disk fills
    std::uint64_t recording_bytes = 0;  ///< 0: there is no recording
};

/// One box's attendance: when it was there, from and to.
struct RollLine {
    struct Stay {
        std::int64_t from_ms = 0;
        std::int64_t to_ms = 0;
    };
    BoxId box = no_box;
    std::string name;
    std::vector<Stay> stays;
    std::uint32_t drops = 0;
};

struct TurnLine {
    BoxId box = no_box;
    std::string name;
    std::int64_t asked_ms = 0;  ///< 0: was granted without asking
    std::int64_t from_ms = 0;
    std::int64_t to_ms = 0;
    std::string ended;  ///< how, as one word
};

/// What somebody did: an action of the floor, a login, an account made.
struct ActionLine {
    std::uint64_t serial = 0;  ///< as the minutes number it; given by them
    std::int64_t unix_ms = 0;  ///< given by them
    std::string who;           ///< account; empty: nobody who is known
    std::string address;       ///< numeric, of the browser
    std::string what;          ///< "grant", "login", …
    std::string text;          ///< of whom, with what, and why not
    bool done = true;
};

/// Whether the chain of hashes holds.
struct Verdict {
    bool holds = false;
    std::string text;
};

struct MeetingRecord {
    MeetingLine meeting;
    std::vector<RollLine> roll;
    std::vector<TurnLine> turns;
    std::vector<ActionLine> actions;
    Verdict verdict;
};

/// An entry of the minutes that is on disk, as the page's log shows it (`{type:"event"}`).
struct DurableEntry {
    std::uint64_t serial = 0;
    std::int64_t unix_ms = 0;
    std::string kind;  ///< the minutes' word: "granted", "joined", …
    BoxId box = no_box;
    std::string name;
    std::string who;
    std::string text;
    std::uint32_t room = 0;
};

enum class PaperForm : std::uint8_t { pdf, csv, json };

/// Why there is no answer. Each is an HTTP status of its own.
struct RecordsTrouble {
    enum class Kind : std::uint8_t {
        no_such,  ///< meeting, recording or year: 404
        busy,     ///< too much is being asked already: 503
        failed    ///< disk or database: 500
    };
    Kind kind = Kind::failed;
    std::string words;
};

/// What the page's server asks of the minutes and the recordings.
///
/// Threading:  called on the network thread; each answer comes there too, later or at once, exactly once. What takes long is
///             done on a thread of the records' own.
/// Limits:     a paper is at most most_paper bytes; audit() answers at most most_audit lines, newest first.
class RecordsDoor {
  public:
    template <typename T>
    using Answer = std::function<void(Expected<T, RecordsTrouble>)>;
    struct Done {};

    /// A year's report of a hundred communes is under 1 MB; beyond this something is wrong.
    static constexpr std::size_t most_paper = 32 * 1024 * 1024;
    static constexpr std::uint32_t most_audit = 200;

    RecordsDoor() = default;
    RecordsDoor(const RecordsDoor&) = delete;
    RecordsDoor& operator=(const RecordsDoor&) = delete;
    virtual ~RecordsDoor() = default;

    virtual void meetings(Answer<std::vector<MeetingLine>> answer) = 0;
    virtual void meeting(std::uint64_t id, Answer<MeetingRecord> answer) = 0;
    /// The minutes of a meeting as a file.
    virtual void minutes(std::uint64_t id, PaperForm form, Answer<std::string> answer) = 0;
    virtual void report(std::uint16_t year, PaperForm form, Answer<std::string> answer) = 0;
    /// Where the recording lies; the server reads it in parts.
    virtual void recording(std::uint64_t id, Answer<std::filesystem::path> answer) = 0;
    virtual void pin(std::uint64_t id, bool pinned, Answer<Done> answer) = 0;
    /// Lines before that serial; 0: the newest.
    virtual void audit(std::uint64_t before, Answer<std::vector<ActionLine>> answer) = 0;

    /// Everything that an account does, and every login that fails: the minutes' append. False: it could not be
    /// kept, which is logged and counted.
    [[nodiscard]] virtual bool note(ActionLine line) = 0;
};

}  // namespace giaoban::chair
