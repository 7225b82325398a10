#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <functional>
#include <queue>
#include <vector>

#include "audio/playout/playout.h"
#include "tests/audio/playout/tone_codec.h"

namespace giaoban::test {

using namespace std::chrono_literals;
using audio::EncodedPacket;
using audio::Playout;

/// A talker, a link and a listener in virtual time. The talker's clock may run at another pace.
class Journey {
  public:
    struct Frame {
        std::int64_t number = 0;
        Samples start{0};
    };

    explicit Journey(const audio::PlayoutLimits& limits = {})
        : playout(limits, SampleRate::hz16000, decoder) {}

    /// What becomes of a packet under way: its delay, or less than nothing if it is lost.
    std::function<Duration(std::int64_t)> link = [](std::int64_t) { return Duration{30ms}; };
    std::function<bool(std::int64_t)> speaks = [](std::int64_t) { return true; };
    /// Of what is heard, 20 ms a call.
    std::function<void(std::span<const std::int16_t>)> hear = [](auto) {};
    Samples frame{20ms};
    Samples dred{0};
    Samples lbrr{0};
    double pace = 1.0;    // seconds of the talker in a second here
    Duration phase{7ms};  // of the ticks against the frames
    std::uint16_t first_seq = 65'500;
    std::uint32_t first_timestamp = 0xFFFF'0000;

    ToneDecoder decoder;
    Playout playout;

    /// Goes on for that long.
    void run(Duration length) {
        const Instant until = now_ + length;
        std::vector<std::int16_t> out(320);
        while (now_ < until) {
            now_ += 20ms;
            const Instant due = now_ + phase;
            send_until(due);
            while (!under_way_.empty() && under_way_.top().arrives <= due) {
                last_inserted = playout.insert(under_way_.top().packet, under_way_.top().arrives);
                under_way_.pop();
            }
            last_kind = playout.next(due, out);
            hear(out);
        }
    }

    audio::Inserted last_inserted = audio::Inserted::kept;
    audio::TickKind last_kind = audio::TickKind::silence;
    Instant now() const { return now_; }

  private:
    struct Coming {
        Instant arrives;
        std::int64_t order;
        EncodedPacket packet;
        bool operator<(const Coming& other) const {
            return arrives != other.arrives ? arrives > other.arrives : order > other.order;
        }
    };

    void send_until(Instant due) {
        for (;;) {
            const Samples end = spoken_ + frame;
            const auto at =
                Instant{1h} + std::chrono::duration_cast<Duration>(std::chrono::duration<double>(
                                  static_cast<double>(end.count()) / 48'000.0 / pace));
            if (at > due) return;
            if (speaks(number_)) {
                auto packet = ToneDecoder::packet(
                    static_cast<std::uint16_t>(first_seq + sent_),
                    first_timestamp + static_cast<std::uint32_t>(spoken_.count()), frame, dred,
                    lbrr);
                packet.marker = !spoke_before_;
                const Duration delay = link(number_);
                if (delay >= 0ms) under_way_.push({at + delay, number_, packet});
                ++sent_;
            }
            spoke_before_ = speaks(number_);
            spoken_ = end;
            ++number_;
        }
    }

    Instant now_{Instant{1h}};
    Samples spoken_{0};
    std::int64_t number_ = 0;
    std::int64_t sent_ = 0;
    bool spoke_before_ = false;
    std::priority_queue<Coming> under_way_;
};

/// Listens for clicks in the tone of ToneDecoder: how sharply the sound bends. A tone of amplitude A and
/// w radians a sample bends by A w^2 at most: 8000 * (2 pi 200 / 16000)^2 = 49.
class Bend {
  public:
    void hear(std::span<const std::int16_t> sound) {
        for (const std::int16_t sample : sound) {
            const int bend = std::abs(sample - 2 * before_ + before_that_);
            if (++heard_ > 2) sharpest_ = std::max(sharpest_, bend);
            before_that_ = before_;
            before_ = sample;
            quiet_ = std::abs(sample) < 200 ? quiet_ + 1 : 0;
            longest_quiet_ = std::max(longest_quiet_, quiet_);
        }
    }
    void start_anew() { sharpest_ = longest_quiet_ = quiet_ = 0; }
    int sharpest() const { return sharpest_; }
    /// In samples. The tone itself is that quiet for one or two.
    int longest_quiet() const { return longest_quiet_; }

  private:
    std::int64_t heard_ = 0;
    int before_ = 0;
    int before_that_ = 0;
    int sharpest_ = 0;
    int quiet_ = 0;
    int longest_quiet_ = 0;
};

}  // namespace giaoban::test
