#pragma once

#include <cstdint>

#include "config/vocab/samples.h"

namespace giaoban::audio {

/// Writes out a stream's 16-bit sequence numbers and 32-bit timestamps in full, and notices when they
/// are another stream's.
///
/// Units:      Samples since an arbitrary origin.
/// Threading:  not synchronised.
/// Errors:     what fits nowhere is `strange`: it may be a straggler or the first packet of a
///             restarted sender; the second of such in a row makes it a restart.
/// Source:     RFC 3550 appendix A.1 (a restart is believed after two packets in sequence).
class StreamOrder {
  public:
    enum class Verdict : std::uint8_t { fits, strange, restarted };

    struct Place {
        Verdict verdict = Verdict::fits;
        std::int64_t seq = 0;
        Samples start{0};
        /// How many packets are missing between the newest so far and this one; 0 if it is older.
        std::int64_t missing = 0;
    };

    /// `reorder`: how far behind the newest a packet may be.
    explicit StreamOrder(std::int64_t reorder) noexcept : reorder_(reorder) {}

    [[nodiscard]] Place place(std::uint16_t seq, std::uint32_t timestamp, bool marker) noexcept;

    [[nodiscard]] std::int64_t newest_seq() const noexcept { return newest_seq_; }
    [[nodiscard]] Samples newest_start() const noexcept { return newest_start_; }
    /// Which place a timestamp of this stream is, and the other way round.
    [[nodiscard]] Samples place_of(std::uint32_t timestamp) const noexcept {
        return newest_start_ + Samples{static_cast<std::int32_t>(timestamp - wire_timestamp_)};
    }
    [[nodiscard]] std::uint32_t timestamp_of(Samples place) const noexcept {
        return wire_timestamp_ + static_cast<std::uint32_t>((place - newest_start_).count());
    }
    /// The number on the wire of a packet of this stream.
    [[nodiscard]] std::uint16_t wire_seq_of(std::int64_t seq) const noexcept {
        return static_cast<std::uint16_t>(wire_seq_ + (seq - newest_seq_));
    }
    [[nodiscard]] bool started() const noexcept { return started_; }
    void forget() noexcept { started_ = another_ = false; }
    /// The next packet is another stream's, whatever its numbers: by chance they may fit.
    void expect_another() noexcept { another_ = started_; }

  private:
    [[nodiscard]] Place restart(std::uint16_t seq, std::uint32_t timestamp) noexcept;

    std::int64_t reorder_;
    bool started_ = false;
    bool suspicious_ = false;
    bool another_ = false;
    std::uint16_t suspect_next_ = 0;
    std::uint16_t wire_seq_ = 0;
    std::uint32_t wire_timestamp_ = 0;
    std::int64_t newest_seq_ = 0;
    Samples newest_start_{0};
};

}  // namespace giaoban::audio
