#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "config/vocab/bytes.h"
#include "firmware/mixer/recording/recording.h"
#include "firmware/mixer/recording/recording_shelf.h"
#include "firmware/mixer/recording/recording_words.h"

namespace giaoban::mixer {

/// All recordings that are on, and the room that they need. What Recorder's thread does, without the thread.
///
/// A power cut loses at most 1 s: a packet of the mix waits for the end of its span (240 ms at most) and for the next
/// `period` (400 ms), which leaves 360 ms to the disk. Of a track it is the frame (120 ms), the patience with lost
/// packets (300 ms) and the period: 180 ms are left.
///
/// Threading:  one thread; it waits for the disk.
/// Errors:     told, in words. A recording that fails ends alone.
/// Limits:     `most_recordings` at once.
class RecordingDesk {
  public:
    static constexpr Duration period = std::chrono::milliseconds{400};
    /// All rooms of a meeting of 128 boxes by twos would be 64; that all of those are recorded is not to be thought of.
    static constexpr std::size_t most_recordings = 32;
    /// A recording at 30 kbit/s with 16 tracks grows by 0.6 MB in that time.
    static constexpr Duration room_interval = std::chrono::seconds{10};

    struct Settings {
        std::filesystem::path folder;
        std::uint8_t keep_free_percent = 10;
        bool tracks = false;
        std::int32_t input_hz = 16'000;
    };
    using Tell = std::function<void(const RecordingNews&)>;

    RecordingDesk(Settings settings, Tell tell,
                  RecordingShelf::AskSpace ask = RecordingShelf::space_of);

    /// Closes what a power cut left open.
    void repair();

    void start(const Recording::Order& order);
    void stop(RecordingId id, Instant now);
    void stop_all(Instant now);
    [[nodiscard]] Recording* find(RecordingId id);

    /// Each `period`.
    void on_time(Instant now);

    [[nodiscard]] std::vector<RecordingStatus> status() const;

  private:
    using Recordings = std::map<RecordingId, Recording>;

    [[nodiscard]] bool make_room();
    void fail(Recordings::iterator which, const std::string& why);
    [[nodiscard]] std::vector<std::string> names() const;
    [[nodiscard]] std::string no_room() const;

    Settings settings_;
    Tell tell_;
    RecordingShelf shelf_;
    Recordings recordings_;
    Instant look_at_room_{};
    std::uint64_t free_percent_ = 100;
};

}  // namespace giaoban::mixer
