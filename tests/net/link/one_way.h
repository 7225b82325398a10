#pragma once

#include <array>
#include <cstddef>
#include <deque>
#include <optional>
#include <utility>
#include <vector>

#include "config/vocab/bytes.h"
#include "net/link/direction_estimate.h"
#include "net/link/rung_chooser.h"
#include "tools/linksim/link.h"

namespace giaoban::net::link_test {

/// One direction of a link in virtual time: who speaks without a pause, a simulated link, the estimate at its end, and
/// the chooser, whose word takes `back` to the speaker.
class OneWay {
  public:
    OneWay(const linksim::LinkSettings& settings, std::uint64_t seed, const RungBounds& bounds = {},
           RungStep start = RungStep{3}, Duration back = Milliseconds{100})
        : link_(settings, seed),
          chooser_(bounds, start),
          back_(back),
          speaks_at_(chooser_.rung()) {}

    void set_link(const linksim::LinkSettings& settings) { link_.apply(settings); }

    void run_for(Duration length) {
        const Instant end = now_ + length;
        while (now_ < end) {
            now_ += Milliseconds{5};
            hear();
            if (!words_.empty() && words_.front().at <= now_) {
                speaks_next_ = words_.front().rung;
                words_.pop_front();
            }
            if (now_ >= sends_at_) speak();
            if (now_ >= reads_at_) read();
        }
    }

    [[nodiscard]] Instant now() const noexcept { return now_; }
    [[nodiscard]] RungIndex chosen() const noexcept { return chooser_.rung(); }
    [[nodiscard]] int step() const noexcept { return static_cast<int>(rung(chosen()).step); }
    [[nodiscard]] RungForm form() const noexcept { return rung(chosen()).form; }
    [[nodiscard]] const DirectionReading& reading() const noexcept { return reading_; }
    /// How often the choice was another, and the longest that a packet took since this was asked last.
    [[nodiscard]] int changes() const noexcept { return changes_; }
    [[nodiscard]] Duration take_longest() noexcept { return std::exchange(longest_, Duration{}); }

  private:
    struct Word {
        Instant at{};
        RungIndex rung{};
    };

    void speak() {
        const Rung& as = rung(speaks_at_);
        const auto payload =
            static_cast<std::size_t>(as.bitrate_bps * as.frame.count() / 48'000 / 8);
        std::array<std::byte, 1472> packet{};
        store_u16(packet, sequence_++);
        store_u32(MutableBytes(packet).subspan(2), timestamp_);
        store_u64(MutableBytes(packet).subspan(6),
                  static_cast<std::uint64_t>(now_.time_since_epoch().count()));
        (void)link_.offer(Bytes(packet).first(payload + wire_overhead - 28), now_);
        timestamp_ += static_cast<std::uint32_t>(as.frame.count());
        speaks_at_ = speaks_next_;
        sends_at_ = now_ + std::chrono::duration_cast<Duration>(rung(speaks_at_).frame);
    }

    void hear() {
        while (const auto packet = link_.take(now_)) {
            const Instant sent{Duration{static_cast<std::int64_t>(load_u64(packet->subspan(6)))}};
            longest_ = std::max(longest_, now_ - sent);
            estimate_.on_packet({.ssrc = 7,
                                 .sequence = load_u16(*packet),
                                 .timestamp = load_u32(packet->subspan(2)),
                                 .wire_bytes = packet->size() + 28,
                                 .arrived = now_});
        }
    }

    void read() {
        reads_at_ = now_ + Milliseconds{200};
        reading_ = estimate_.reading(now_);
        const RungIndex before = chooser_.rung();
        chooser_.on_reading(reading_, 2 * back_, now_);
        if (chooser_.rung() == before) return;
        ++changes_;
        words_.push_back({now_ + back_, chooser_.rung()});
    }

    linksim::Link link_;
    DirectionEstimate estimate_;
    RungChooser chooser_;
    Duration back_;
    RungIndex speaks_at_;
    RungIndex speaks_next_ = speaks_at_;
    Instant now_{Seconds{1000}};
    Instant sends_at_ = now_;
    Instant reads_at_ = now_;
    std::uint16_t sequence_ = 65'000;
    std::uint32_t timestamp_ = 0xFFFF'0000U;
    DirectionReading reading_;
    std::deque<Word> words_;
    Duration longest_{};
    int changes_ = 0;
};

}  // namespace giaoban::net::link_test
