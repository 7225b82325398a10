#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "audio/playout/playout_words.h"
#include "tools/replay/packets.h"
#include "tools/replay/receiver.h"

namespace giaoban::replay {

/// How things stand at one tick.
struct TickRow {
    Microseconds at{};
    audio::TickKind kind = audio::TickKind::silence;
    /// From mouth to ear, without the way of the quickest packet; only where what was spoken is heard.
    std::optional<Microseconds> delay;
    Samples target{0};
    Samples depth{0};
    /// Made up from nothing, or silent, though there was speech to be heard.
    bool interrupted = false;
};

struct DelayFigures {
    Microseconds mean{};
    Microseconds p50{};
    Microseconds p95{};
    Microseconds most{};
};

/// What became of a stream.
struct ReplayFigures {
    audio::PlayoutStats playout;
    Microseconds length{};
    std::uint64_t packets_sent = 0;
    std::uint64_t packets_arrived = 0;
    /// Of all packets in the file, lost ones too.
    std::uint64_t packets_in_file = 0;
    std::uint64_t payload_bytes = 0;
    std::uint64_t packets_asked_again = 0;
    std::uint64_t packets_came_again = 0;
    Samples sent{0};
    Samples arrived{0};
    /// Arrived, and late or discarded.
    Samples never_played{0};
    /// Made up from nothing behind the end of a talk, where nothing was missing; part of playout.plc.
    Samples trailing{0};
    /// Silence where there was speech to be heard.
    Samples silent{0};
    /// Runs of made-up sound and such silence of 150 ms and more (W3C webrtc-stats: interruptionCount).
    std::uint64_t interruptions = 0;
    Samples longest_interruption{0};
    DelayFigures delay;
    /// When each packet was sent that never arrived, and how long a packet is.
    std::vector<Microseconds> lost_at;
    Samples frame{0};
};

/// A receive path over a file of packets, in virtual time: a tick each 20 ms, until all that arrived was heard.
///
/// Delay:      when the end of a tick is heard less when that was spoken. A frame can only be sent when its last
///             sample was spoken, so the least delay is a frame's length. Each tick in which
///             spoken sound or redundancy is heard weighs the same.
/// Errors:     none: packets may hold anything.
class Replay {
  public:
    using Hear = std::function<void(std::span<const std::int16_t>)>;
    using Watch = std::function<void(const TickRow&)>;

    struct Settings {
        /// Of the first tick behind the first packet: playout may not count on ticks and packets keeping step.
        Microseconds phase = std::chrono::milliseconds{10};
        /// How long it takes at least until a packet that is asked for again is here; zero: none ever is.
        Microseconds round_trip{};
    };

    explicit Replay(const Settings& settings) : settings_(settings) {}

    /// `hear` is given each tick of sound, `watch` how things stood in it; both may be empty.
    [[nodiscard]] ReplayFigures run(const PacketFile& file, Receiver& receiver, const Hear& hear,
                                    const Watch& watch) const;

  private:
    Settings settings_;
};

}  // namespace giaoban::replay
