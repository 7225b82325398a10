#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>

#include "audio/record/best_rung.h"
#include "audio/record/packet_order.h"
#include "audio/record/recording_clock.h"
#include "config/vocab/box_id.h"
#include "config/vocab/time.h"
#include "firmware/mixer/recording/recording_file.h"
#include "firmware/mixer/recording/recording_words.h"

namespace giaoban::mixer {

/// One recording that is on: the mix, and where it is wished one track a speaker beside it.
///
///   mix, of all rungs ─ BestRung ─ RecordingClock ─────────────────── NAME.opus
///   packets of a box ─ UnwrappedTimestamp ─ RecordingClock ─ PacketOrder ─ NAME.tracks/box-N.opus
///
/// All files have the same beginning: what was said at a time stands at that time in each.
///
/// Threading:  one thread; it waits for the disk.
/// Errors:     in words; of the tracks only once, and then they end while the mix goes on.
/// Limits:     `most_tracks`; the packets of further speakers are in the mix alone.
class Recording {
  public:
    // As many boxes as a meeting lets in by default (mixer.toml, max_boxes); each takes two files.
    static constexpr std::size_t most_tracks = 128;
    /// When nothing of the mix came for so long, what waits for the end of its span is written: half as long again as
    /// the longest frame takes.
    static constexpr Duration quiet = std::chrono::milliseconds{180};
    /// A recording that is joined after longer than that has lost its time of day: no silence is made for it.
    static constexpr Samples longest_gap = std::chrono::hours{24};

    struct Order {
        RecordingId id{};
        std::string name;
        std::string title;
        Instant now{};
        std::int64_t unix_ms = 0;
    };
    struct Place {
        std::filesystem::path folder;
        bool tracks = false;
        std::int32_t input_hz = 16'000;
    };

    [[nodiscard]] static Expected<Recording, std::string> open(const Order& order,
                                                               const Place& place);

    void mix(std::uint8_t rung, Samples media_time, Bytes packet, Instant now);
    void talker(BoxId box, const std::string& name, std::uint32_t timestamp, Bytes packet,
                Instant now);
    void chapter(const std::string& title, Instant now);
    void note_dropped(std::uint64_t packets) noexcept { dropped_ += packets; }

    /// All that is due, to the disk.
    [[nodiscard]] Expected<void, std::string> write(Instant now);
    [[nodiscard]] Expected<void, std::string> close(Instant now);

    /// Why there are no more tracks; once.
    [[nodiscard]] std::optional<std::string> take_track_trouble();

    [[nodiscard]] bool joined() const noexcept { return file_.joined(); }
    [[nodiscard]] RecordingStatus status() const;
    [[nodiscard]] const std::string& name() const noexcept { return name_; }
    [[nodiscard]] std::filesystem::path path() const { return place_.folder / (name_ + ".opus"); }

  private:
    struct Track {
        explicit Track(RecordingFile opened) : file(std::move(opened)) {}
        RecordingFile file;
        audio::UnwrappedTimestamp timestamp;
        audio::RecordingClock clock;
        audio::PacketOrder order;
    };

    Recording(const Order& order, Place place, RecordingFile file);

    [[nodiscard]] Samples time_of(Instant now) const;
    [[nodiscard]] audio::BestRung::Sink mix_sink();
    [[nodiscard]] audio::PacketOrder::Sink track_sink(Track& track);
    [[nodiscard]] Track* track_of(BoxId box, const std::string& name);
    void end_tracks(std::string why);

    RecordingId id_;
    std::string name_;
    Place place_;
    RecordingFile file_;
    Instant began_;      ///< here,
    Samples joined_at_;  ///< at that time of the recording
    audio::BestRung rungs_;
    audio::RecordingClock clock_;
    Instant mixed_at_{};
    std::map<BoxId, Track> tracks_;
    std::optional<std::string> track_trouble_;
    std::uint64_t dropped_ = 0;
};

}  // namespace giaoban::mixer
