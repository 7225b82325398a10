#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "audio/codec/speech_decoder.h"
#include "tools/replay/packets.h"

namespace giaoban::replay {

/// What was spoken, and when, as far as a file of packets tells: the truth that playout is measured against.
///
/// A stream that starts anew (another run of sequence numbers or timestamps) has a time of its own. Packets missing
/// in a row whose timestamps leave exactly room for them were lost; more room is a pause of the sender.
///
/// Units:      Samples from the first packet's timestamp of each run; Microseconds on the file's clock.
/// Errors:     none: what fits nowhere is left out of the truth, not of the replay.
class Timeline {
  public:
    /// Where a packet of the file belongs.
    struct Place {
        std::size_t run = 0;
        std::int64_t seq = 0;
        Samples start{0};
        Samples duration{0};
    };

    Timeline(const PacketFile& file, const audio::SpeechDecoder& decoder);

    /// Of the packet of that index in the file; nothing for what is not of this codec.
    [[nodiscard]] const std::optional<Place>& place(std::size_t packet) const {
        return places_[packet];
    }

    /// When sound of a timestamp was spoken (see Origin), of the newest run up to `run`.
    [[nodiscard]] std::optional<Microseconds> spoken_at(std::uint32_t timestamp,
                                                        std::size_t run) const;
    /// When the first sound at or after a timestamp was spoken; nothing when there is no more in that run.
    [[nodiscard]] std::optional<Microseconds> next_spoken_at(std::uint32_t timestamp,
                                                             std::size_t run) const;
    /// When a packet was sent: at the end of its sound.
    [[nodiscard]] Microseconds sent_at(const Place& place) const;

    /// All that was sent, and what of it arrived at least once.
    [[nodiscard]] Samples sent() const noexcept { return sent_; }
    [[nodiscard]] Samples arrived() const noexcept { return arrived_; }
    [[nodiscard]] std::uint64_t packets_sent() const noexcept { return packets_sent_; }
    [[nodiscard]] std::uint64_t packets_arrived() const noexcept { return packets_arrived_; }

    /// When each packet was sent that did not arrive, and how long a packet is (the newest that was seen).
    [[nodiscard]] const std::vector<Microseconds>& lost_at() const noexcept { return lost_at_; }
    [[nodiscard]] Samples frame() const noexcept { return frame_; }

  private:
    struct Piece {
        Samples start{0};
        Samples end{0};
    };
    struct Run {
        std::uint32_t first_timestamp = 0;
        /// Of Samples 0.
        Microseconds spoken{};
        Samples end{0};
        std::vector<Piece> pieces;
    };

    void place_all(const PacketFile& file, const audio::SpeechDecoder& decoder);
    void measure_run(const PacketFile& file, std::size_t run);
    void note_missing(Microseconds from, Samples length, std::int64_t packets);
    [[nodiscard]] std::optional<std::pair<const Run*, Samples>> find(std::uint32_t timestamp,
                                                                     std::size_t run) const;

    std::vector<std::optional<Place>> places_;
    std::vector<Run> runs_;
    std::vector<Microseconds> lost_at_;
    Samples frame_{0};
    Samples sent_{0};
    Samples arrived_{0};
    std::uint64_t packets_sent_ = 0;
    std::uint64_t packets_arrived_ = 0;
};

}  // namespace giaoban::replay
