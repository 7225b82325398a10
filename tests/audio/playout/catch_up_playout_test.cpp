#include "audio/playout/catch_up_playout.h"

#include <map>
#include <vector>

#include "tests/allocation_counter.h"
#include "tests/audio/playout/tone_codec.h"
#include "tests/catch.h"

using namespace giaoban;
using namespace giaoban::audio;
using namespace std::chrono_literals;
using test::ToneDecoder;

namespace {

constexpr std::uint32_t ticks(Samples length) { return static_cast<std::uint32_t>(length.count()); }

/// Notes what is decoded, in order.
class NotedDecoder final : public SpeechDecoder {
  public:
    SampleRate rate() const noexcept override { return tone_.rate(); }
    Expected<Samples, CodecFault> duration_of(Bytes payload) const noexcept override {
        return tone_.duration_of(payload);
    }
    Expected<std::size_t, CodecFault> decode(Bytes payload,
                                             std::span<std::int16_t> out) noexcept override {
        if (noted < decoded.size()) decoded[noted++] = load_u32(payload);
        const auto length = tone_.duration_of(payload);
        if (!length) return Unexpected(CodecFault::malformed);
        return tone_.decode(payload, out.first(sample_count(*length, rate())));
    }
    Samples lbrr_reach(Bytes next) const noexcept override { return tone_.lbrr_reach(next); }
    Expected<std::size_t, CodecFault> recover_lbrr(Bytes next,
                                                   std::span<std::int16_t> out) noexcept override {
        return tone_.recover_lbrr(next, out);
    }
    Samples load_dred(Bytes payload) noexcept override { return tone_.load_dred(payload); }
    Expected<std::size_t, CodecFault> recover_dred(Samples back,
                                                   std::span<std::int16_t> out) noexcept override {
        return tone_.recover_dred(back, out);
    }
    Expected<std::size_t, CodecFault> conceal(std::span<std::int16_t> out) noexcept override {
        return tone_.conceal(out);
    }
    void reset() noexcept override { tone_.reset(); }

    std::vector<std::uint32_t> decoded = std::vector<std::uint32_t>(100'000);
    std::size_t noted = 0;

  private:
    ToneDecoder tone_;
};

/// A talker who never stops, a link that can be cut, and one who listens.
class Listener {
  public:
    explicit Listener(std::uint32_t first_timestamp = 0xFFF0'0000)
        : first_(first_timestamp), playout_(PlayoutLimits{}, SampleRate::hz16000, decoder_, true) {
        playout_.follow(PlayoutMode::listening);
        playout_.set_round_trip(Samples{100ms});
    }

    /// Goes on for so long.
    void run(Duration length, bool cut = false) {
        std::vector<std::int16_t> out(320);
        for (const Instant end = now_ + length; now_ < end;) {
            now_ += 20ms;
            const auto timestamp = first_ + ticks(spoken_);
            const auto seq = static_cast<std::uint16_t>(next_seq_++);
            spoken_ += Samples{20ms};
            if (!cut) playout_.insert(ToneDecoder::packet(seq, timestamp), stream, now_);
            history(out.size());
            last_ = playout_.next(now_, out);
            ++ticks_[last_];
            if (!playout_.is_catching_up()) continue;
            wanted_ = playout_.wanted(now_);
            catching_up_for_ += Samples{20ms};
        }
    }
    /// The mixing box sends what is wanted: `pace` packets a tick.
    void history(std::size_t) {
        if (pace == 0) return;
        if (!sending_ && wanted_) {
            sending_ = wanted_->from;
            until_ = wanted_->until;
        }
        for (int i = 0; sending_ && i < pace; ++i) {
            const bool lost = ++sent_ % lose_each == 0;
            if (!lost) {
                playout_.insert_history(
                    ToneDecoder::packet(static_cast<std::uint16_t>(history_seq_), *sending_), 99,
                    now_);
            }
            ++history_seq_;
            *sending_ += ticks(20ms);
            if (static_cast<std::int32_t>(until_ - *sending_) < 0) {
                sending_.reset();
                wanted_.reset();
            }
        }
    }
    /// What was asked for again comes: `count` packets, the newest of them that long after it was spoken.
    void answer(Samples late, int count) {
        for (int i = count; i > 0; --i) {
            const auto back = late / Samples{20ms} + i;
            playout_.insert(ToneDecoder::packet(static_cast<std::uint16_t>(next_seq_ - back),
                                                first_ + ticks(spoken_ - back * Samples{20ms})),
                            stream, now_);
        }
    }
    /// How far what was decoded last is behind what was spoken last.
    [[nodiscard]] Samples behind() const {
        const auto last = decoder_.decoded[decoder_.noted - 1];
        return spoken_ - Samples{static_cast<std::int32_t>(last - first_)};
    }
    /// Whether each packet from the first on was decoded, in order, and how often one was twice.
    [[nodiscard]] bool all_in_order() const {
        std::uint32_t next = first_;
        for (std::size_t i = 0; i < decoder_.noted; ++i) {
            const auto ahead = static_cast<std::int32_t>(decoder_.decoded[i] - next);
            if (ahead > 0) return false;
            if (ahead == 0) next += ticks(20ms);
        }
        return true;
    }
    [[nodiscard]] std::size_t decoded_twice() const {
        std::map<std::uint32_t, int> times;
        std::size_t twice = 0;
        for (std::size_t i = 0; i < decoder_.noted; ++i)
            twice += ++times[decoder_.decoded[i]] == 2 ? 1U : 0U;
        return twice;
    }

    std::uint32_t stream = 1;
    int pace = 3;
    int lose_each = 1 << 30;
    CatchUpPlayout& playout() { return playout_; }
    Samples catching_up_for_{0};
    std::map<TickKind, int> ticks_;
    NotedDecoder decoder_;
    std::int64_t next_seq_ = 65'000;

  private:
    std::uint32_t first_;
    CatchUpPlayout playout_;
    Instant now_{1000s};
    Samples spoken_{0};
    std::optional<MediaRange> wanted_;
    std::optional<std::uint32_t> sending_;
    std::uint32_t until_ = 0;
    int history_seq_ = 500;
    int sent_ = 0;
    TickKind last_{};
};

}  // namespace

SCENARIO("after an outage all is played, each packet once and in order", "[audio][catch_up]") {
    for (const Duration length : {Duration{1s}, Duration{5s}, Duration{30s}, Duration{60s}}) {
        Listener listener;
        INFO("dead for " << std::chrono::duration_cast<Seconds>(length).count() << " s");
        listener.run(10s);
        const Samples usual = listener.behind();
        listener.run(length, true);
        listener.run(5 * length / 2 + 1s);
        CHECK_FALSE(listener.playout().is_catching_up());
        listener.run(10s);
        CHECK(listener.behind() <= usual + Samples{60ms});
        CHECK(listener.all_in_order());
        // The packet before the hole gives the decoder its voice once more, unheard.
        CHECK(listener.decoded_twice() <= 1);
        // Faster than 1.5 would be back earlier.
        CHECK(listener.catching_up_for_ >=
              2 * std::chrono::duration_cast<Samples>(length) - Samples{400ms});
        const PlayoutStats stats = listener.playout().stats();
        CHECK(stats.never_played == 0);
        CHECK(stats.late == 0);
        CHECK(stats.duplicate == 0);
    }
}

SCENARIO("over an outage the session and its numbers become others", "[audio][catch_up]") {
    Listener listener;
    listener.run(10s);
    listener.run(45s, true);
    listener.stream = 2;
    listener.next_seq_ = 12;
    listener.run(100s);
    CHECK_FALSE(listener.playout().is_catching_up());
    CHECK(listener.all_in_order());
}

SCENARIO("what the history does not have is gone on without", "[audio][catch_up]") {
    Listener listener;
    listener.run(10s);
    const Samples usual = listener.behind();
    listener.run(10s, true);
    listener.pace = 0;
    listener.run(2s);
    CHECK(listener.playout().is_catching_up());
    const Samples waits = listener.behind();
    CHECK(waits > Samples{11s});
    listener.playout().nothing_before(0xFFF0'0000 + ticks(20s));
    listener.run(10s);
    CHECK_FALSE(listener.playout().is_catching_up());
    CHECK(listener.behind() <= usual + Samples{60ms});
}

SCENARIO("an outage of five seconds makes the link no slower than it is", "[audio][catch_up]") {
    Listener listener;
    listener.run(10s);
    const Samples usual = listener.behind();
    const Samples target = listener.playout().stats().target;
    listener.run(5s, true);
    listener.run(1s);
    REQUIRE(listener.playout().is_catching_up());
    listener.answer(1s, 90);  // of the outage, up to 2.8 s late
    listener.run(12s);
    REQUIRE_FALSE(listener.playout().is_catching_up());
    CHECK(listener.playout().stats().target <= target + Samples{60ms});
    CHECK(listener.behind() <= usual + Samples{60ms});
    CHECK(listener.all_in_order());
    // It waits for the history, and then does not fall silent again.
    listener.ticks_.clear();
    listener.run(10s);
    CHECK(listener.ticks_[TickKind::silence] == 0);
}

SCENARIO("who goes from catching up to live hears no silence", "[audio][catch_up]") {
    Listener listener;
    listener.run(10s);
    listener.run(5s, true);
    listener.run(2s);
    REQUIRE(listener.playout().is_catching_up());
    listener.ticks_.clear();
    listener.run(12s);
    REQUIRE_FALSE(listener.playout().is_catching_up());
    CHECK(listener.ticks_[TickKind::silence] <= 1);
}

SCENARIO("a packet of the history that is lost is waited for", "[audio][catch_up]") {
    Listener listener;
    listener.lose_each = 40;
    listener.run(10s);
    listener.run(20s, true);
    listener.run(70s);
    CHECK_FALSE(listener.playout().is_catching_up());
    CHECK(listener.all_in_order());
}

SCENARIO("who is granted the floor hears what is live", "[audio][catch_up]") {
    Listener listener;
    listener.run(10s);
    const Samples usual = listener.behind();
    listener.run(30s, true);
    listener.run(10s);
    REQUIRE(listener.playout().is_catching_up());
    REQUIRE(listener.playout().behind() > Samples{20s});
    listener.playout().follow(PlayoutMode::conversation);
    listener.run(40ms);
    CHECK_FALSE(listener.playout().is_catching_up());
    listener.run(1s);
    CHECK(listener.behind() <= usual + Samples{60ms});
    THEN("an outage in conversation is playout's, and is not caught up with") {
        listener.run(3s, true);
        listener.run(2s);
        CHECK_FALSE(listener.playout().is_catching_up());
        CHECK(listener.behind() < Samples{1s});
    }
}

SCENARIO("another media clock has nothing to catch up with", "[audio][catch_up]") {
    Listener old_clock(0x1000'0000);
    old_clock.run(20s);
    old_clock.run(10s, true);
    // The mixing box was started anew: another session, and time begins again.
    std::vector<std::int16_t> out(320);
    auto& playout = old_clock.playout();
    Instant now{2000s};
    for (std::uint32_t i = 0; i < 100; ++i, now += 20ms) {
        playout.insert(ToneDecoder::packet(static_cast<std::uint16_t>(100 + i), 48'000 + i * 960),
                       7, now);
        (void)playout.next(now, out);
    }
    CHECK_FALSE(playout.is_catching_up());
    CHECK_FALSE(playout.wanted(now));
}

SCENARIO("another media clock is heard at once, whatever its numbers", "[audio][catch_up]") {
    for (const std::uint16_t first :
         {std::uint16_t{100}, std::uint16_t{900}, std::uint16_t{1400}, std::uint16_t{40'000}}) {
        INFO("packets from " << first << ", after 1000 of before");
        Listener listener(0x1000'0000);
        listener.run(20s);
        auto& playout = listener.playout();
        std::vector<std::int16_t> out(320);
        std::size_t silent = 0;
        Instant now{2000s};
        for (std::uint32_t i = 0; i < 100; ++i, now += 20ms) {
            playout.insert(
                ToneDecoder::packet(static_cast<std::uint16_t>(first + i), 48'000 + i * 960), 7,
                now);
            silent += playout.next(now, out) == TickKind::silence ? 1U : 0U;
        }
        CHECK(silent < 50);
    }
}

TEST_CASE("catching up takes no memory", "[audio][catch_up][real-time]") {
    Listener listener;
    listener.run(10s);
    auto& playout = listener.playout();
    std::vector<std::int16_t> out(320);
    Instant now{5000s};
    const test::AllocationCounter counter;
    for (std::uint32_t i = 0; i < 200; ++i, now += 20ms) {
        const auto timestamp = 0xFFF0'0000 + ticks(60s) + i * 960;
        playout.insert(ToneDecoder::packet(static_cast<std::uint16_t>(68'000 + i), timestamp), 1,
                       now);
        playout.insert_history(
            ToneDecoder::packet(static_cast<std::uint16_t>(i), 0xFFF0'0000 + ticks(10s) + i * 960),
            9, now);
        (void)playout.wanted(now);
        (void)playout.next(now, out);
    }
    CHECK(counter.count() == 0);
}
