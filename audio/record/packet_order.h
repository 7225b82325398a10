#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <vector>

#include "config/vocab/bytes.h"
#include "config/vocab/samples.h"

namespace giaoban::audio {

/// Puts the packets of one talker in order, as they came in from the link: some late, some twice, some again because
/// they were asked for. What fits on at the end goes on at once; a hole is waited for, `patience` long.
///
/// Units:      `at` and `now` are times of the recording.
/// Threading:  not synchronised. Real time: no: takes memory.
/// Errors:     none; what comes after its turn, or twice, is dropped, and counted.
/// Limits:     `most_held` packets wait; with more, the oldest goes out and its hole stays.
class PacketOrder {
  public:
    // What is lost in a power cut is this and the time of a page, below 1 s together. Most packets that are asked for
    // again come within a round trip and a half.
    static constexpr Samples patience = std::chrono::milliseconds{300};
    // 300 ms of 20 ms, and more than as many again that a link lets go in one burst.
    static constexpr std::size_t most_held = 40;

    using Sink = std::function<void(Samples at, Bytes packet)>;

    void add(Samples at, Bytes packet, Samples now, const Sink& sink);
    /// Lets go what waited long enough; with `Samples::max()` all.
    void on_time(Samples now, const Sink& sink);

    [[nodiscard]] bool waits() const noexcept { return !held_.empty(); }
    [[nodiscard]] std::uint64_t dropped() const noexcept { return dropped_; }

  private:
    struct Held {
        Samples came{};
        std::vector<std::byte> packet;
    };

    void let_go(const Sink& sink);

    std::map<Samples, Held> held_;
    Samples end_{-1};  ///< of what went out; nothing did
    std::uint64_t dropped_ = 0;
};

}  // namespace giaoban::audio
