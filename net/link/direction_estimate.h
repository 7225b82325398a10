#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "config/vocab/samples.h"
#include "config/vocab/time.h"
#include "net/link/direction_reading.h"

namespace giaoban::net {

/// A packet of sound as an estimate wants it.
struct PacketSeen {
    std::uint32_t ssrc = 0;
    std::uint16_t sequence = 0;
    std::uint32_t timestamp = 0;  ///< of its first sample, 48 kHz
    bool marker = false;          ///< the first after a pause
    std::size_t wire_bytes = 0;   ///< with IP and UDP
    Instant arrived{};
};

/// What the receiver of one stream can say about the link: loss, the queue and how it grows, the rate.
///
/// A packet leaves when its last sample was spoken, so that its way took from then until it arrived, on two clocks;
/// the quickest of the last 20 to 40 s is taken for a link with an empty queue. A queue is looked at by the
/// *quickest* packet of 600 ms: jitter and stalls hold up some packets, a queue holds up all. How long a packet is
/// its successor's timestamp says, so that nothing need be known of the codec and rungs may change at will. It takes
/// 0.6 to 1.4 s of sound until there is a reading.
///
/// Packets that are overtaken by less than 50 ms are not lost; what comes later was sent again, and is counted as lost.
///
/// Threading:  not synchronised.
/// Real time:  all memory is in the object (128 packets: 2.5 s of the shortest).
/// Errors:     none: any packet may come. What does not fit the stream begins it anew.
/// Source:     RFC 3550 section 6.4.1 (transit on two clocks).
class DirectionEstimate {
  public:
    void on_packet(const PacketSeen& packet) noexcept;
    [[nodiscard]] DirectionReading reading(Instant now) const noexcept;

  private:
    struct Arrival {
        Instant at = Instant::min();
        std::uint32_t bytes = 0;
        std::uint16_t sequence = 0;
        std::uint16_t gap_before = 0;
        std::uint16_t lost_before = 0;  ///< of that gap
        bool timed = false;
        Duration transit{};  ///< from the stream's first packet's, on two clocks
    };
    struct Quickest {
        std::size_t packets = 0;
        Duration transit = Duration::max();
        Instant at{};
        Instant first{};  ///< of all in that time
        Instant last{};
    };

    void begin(const PacketSeen& packet) noexcept;
    void overtaken(const PacketSeen& packet, int behind) noexcept;
    void time_newest(const PacketSeen& next, int ahead) noexcept;
    void note_quickest(Duration transit, Instant at) noexcept;
    [[nodiscard]] Quickest quickest(Instant after, Instant until) const noexcept;
    [[nodiscard]] int rate(Instant now) const noexcept;
    [[nodiscard]] double loss(Instant now) const noexcept;
    [[nodiscard]] const Arrival& back(std::size_t index) const noexcept {
        return arrivals_[(count_ - 1 - index) % arrivals_.size()];
    }
    [[nodiscard]] std::size_t kept() const noexcept;

    std::array<Arrival, 128> arrivals_{};
    std::size_t count_ = 0;
    std::uint32_t ssrc_ = 0;
    std::uint16_t newest_ = 0;
    std::uint32_t timestamp_ = 0;
    Samples media_{0};  ///< of the newest, from the stream's first packet
    Samples frame_{0};  ///< the last length that was seen, or thought of
    Instant origin_{};
    Duration quickest_now_ = Duration::max();
    Duration quickest_before_ = Duration::max();
    Instant epoch_{};
};

}  // namespace giaoban::net
