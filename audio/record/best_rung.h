#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <vector>

#include "config/vocab/bytes.h"
#include "config/vocab/samples.h"

namespace giaoban::audio {

/// One stream out of the rungs that the same mix is sent on: for each 120 ms of the media clock the packets of one
/// rung, that which has most of them, and of those the widest.
///
/// Frames of all rungs begin at whole multiples of their length, and all lengths divide 120 ms: where one rung ends
/// for another, nothing is lost and nothing comes twice. A span of which something went out already, since nothing
/// came for a while, is not looked through again: what comes of it afterwards follows.
///
/// Units:      times of the media clock, without wrap-around.
/// Threading:  not synchronised. Real time: no: takes memory.
/// Errors:     none: a packet of a span that is over is dropped, and counted.
/// Limits:     `most_held` bytes wait at most, those of one span; what goes beyond is dropped, and counted.
class BestRung {
  public:
    static constexpr Samples span = std::chrono::milliseconds{120};
    // 12 rungs of 6 packets of 1275 bytes at the very most.
    static constexpr std::size_t most_held = 12 * 6 * 1275;

    using Sink = std::function<void(Samples at, Samples came, Bytes packet)>;

    /// The next packet of the mix, in the order in which they are sent. `rung`: the higher, the wider. `came` is handed
    /// on with it.
    void add(std::uint8_t rung, Samples at, Samples came, Bytes packet, const Sink& sink);
    /// Nothing more comes for now: what waits goes out.
    void end(const Sink& sink);

    [[nodiscard]] bool waits() const noexcept { return held_bytes_ > 0; }
    [[nodiscard]] std::uint64_t dropped() const noexcept { return dropped_; }

  private:
    struct Held {
        Samples at{};
        Samples came{};
        std::vector<std::byte> packet;
    };

    std::map<std::uint8_t, std::vector<Held>> rungs_;
    std::size_t held_bytes_ = 0;
    std::optional<std::int64_t> span_;
    std::uint64_t dropped_ = 0;
};

}  // namespace giaoban::audio
