#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "audio/codec/encoded_packet.h"
#include "audio/playout/playout_words.h"
#include "config/vocab/sample_rate.h"
#include "config/vocab/time.h"

namespace giaoban::replay {

/// Media time that was missed, from one RTP timestamp to another.
struct Wanted {
    std::uint32_t from = 0;
    std::uint32_t until = 0;

    friend bool operator==(const Wanted&, const Wanted&) = default;
};

/// A receive path that can be measured: the daemon's, or a stranger's that is compared with it.
///
/// Units:      ticks of 20 ms at `rate()`.
class Receiver {
  public:
    Receiver() = default;
    Receiver(const Receiver&) = delete;
    Receiver& operator=(const Receiver&) = delete;
    virtual ~Receiver() = default;

    [[nodiscard]] virtual SampleRate rate() const noexcept = 0;
    virtual void insert(const audio::EncodedPacket& packet, Instant arrived) = 0;
    /// The next tick, due at `now`.
    virtual audio::TickKind next(Instant now, std::span<std::int16_t> out) = 0;
    /// Numbers of packets that it asks for again now.
    virtual std::size_t missing(Instant now, std::span<std::uint16_t> seqs) = 0;
    /// What it wants of the past, and what it is given of that; a receive path without catch-up wants nothing.
    [[nodiscard]] virtual std::optional<Wanted> wanted(Instant) { return std::nullopt; }
    virtual void insert_history(const audio::EncodedPacket&, Instant) {}

    /// The RTP timestamp up to which sound was heard or given up.
    [[nodiscard]] virtual std::optional<std::uint32_t> played_until() const = 0;
    /// Counts and lengths since the beginning.
    [[nodiscard]] virtual audio::PlayoutStats stats() const = 0;
};

}  // namespace giaoban::replay
