#include "audio/playout/catch_up_player.h"

#include <cmath>
#include <cstdlib>
#include <vector>

#include "tests/audio/playout/tone_codec.h"
#include "tests/catch.h"

using namespace giaoban;
using namespace giaoban::audio;
using namespace std::chrono_literals;
using test::ToneDecoder;

namespace {

/// Speech of 200 Hz that rests for 0.4 s of each 2 s, when it is asked to.
class RestingDecoder final : public SpeechDecoder {
  public:
    explicit RestingDecoder(bool rests) noexcept : rests_(rests) {}
    SampleRate rate() const noexcept override { return tone_.rate(); }
    Expected<Samples, CodecFault> duration_of(Bytes payload) const noexcept override {
        return tone_.duration_of(payload);
    }
    Expected<std::size_t, CodecFault> decode(Bytes payload,
                                             std::span<std::int16_t> out) noexcept override {
        const auto sound = out.first(sample_count(*tone_.duration_of(payload), rate()));
        const auto done = tone_.decode(payload, sound);
        if (rests_ && is_rest(load_u32(payload)))
            std::fill(sound.begin(), sound.end(), std::int16_t{0});
        return done;
    }
    Samples lbrr_reach(Bytes) const noexcept override { return Samples{0}; }
    Expected<std::size_t, CodecFault> recover_lbrr(Bytes,
                                                   std::span<std::int16_t>) noexcept override {
        return Unexpected(CodecFault::no_redundancy);
    }
    Samples load_dred(Bytes) noexcept override { return Samples{0}; }
    Expected<std::size_t, CodecFault> recover_dred(Samples,
                                                   std::span<std::int16_t>) noexcept override {
        return Unexpected(CodecFault::no_redundancy);
    }
    Expected<std::size_t, CodecFault> conceal(std::span<std::int16_t> out) noexcept override {
        return tone_.conceal(out);
    }
    void reset() noexcept override { tone_.reset(); }

    static bool is_rest(std::uint32_t timestamp) noexcept { return timestamp % 96'000 >= 76'800; }

  private:
    bool rests_;
    ToneDecoder tone_;
};

/// All that was heard of a backlog of so long, played to its end.
struct Heard {
    std::vector<std::int16_t> sound;
    Samples compressed{0};
    double most_a_second = 0;  ///< greatest pace over any whole second
};

Heard play(Samples length, bool rests) {
    RestingDecoder decoder(rests);
    CatchUpBacklog backlog(CatchUpBacklog::Limits{});
    std::uint16_t seq = 0;
    for (Samples at{0}; at < length; at += Samples{20ms}, ++seq) {
        const auto timestamp = static_cast<std::uint32_t>(at.count());
        REQUIRE(backlog.store(ToneDecoder::packet(seq, timestamp), 20ms, PacketRow::history, 1,
                              Instant{1s}) == CatchUpBacklog::Stored::kept);
    }
    CatchUpPlayer player(SampleRate::hz16000, decoder, backlog);
    player.begin(Samples{0});
    Heard heard;
    std::vector<Samples> places;
    std::vector<std::int16_t> out(320);
    while (player.played_until() < length) {
        (void)player.next(out, length - player.played_until());
        heard.sound.insert(heard.sound.end(), out.begin(), out.end());
        places.push_back(player.played_until());
        if (places.size() > 50) {
            const auto second = places.back() - places[places.size() - 51];
            heard.most_a_second = std::max(
                heard.most_a_second, static_cast<double>(second.count()) / Samples::period::den);
        }
    }
    heard.compressed = player.figures().compressed;
    return heard;
}

/// How much of it is louder than nothing.
double loud_seconds(const std::vector<std::int16_t>& sound) {
    std::size_t loud = 0;
    for (std::size_t i = 0; i + 80 <= sound.size(); i += 80) {
        int most = 0;
        for (std::size_t j = i; j < i + 80; ++j)
            most = std::max(most, std::abs(int{sound[j]}));
        loud += most > 1'000 ? 1U : 0U;
    }
    return static_cast<double>(loud) * 0.005;
}

double seconds(const std::vector<std::int16_t>& sound) {
    return static_cast<double>(sound.size()) / 16'000;
}

}  // namespace

TEST_CASE("speech without a pause is played at nearly 1.5 times its pace, and no faster",
          "[audio][catch_up]") {
    const Heard heard = play(60s, false);
    CHECK(60.0 / seconds(heard.sound) > 1.45);
    CHECK(60.0 / seconds(heard.sound) <= 1.5);
    // Two cuts of 15 ms more or less in a second.
    CHECK(heard.most_a_second <= 1.53);
}

TEST_CASE("the pitch is kept, and nothing clicks", "[audio][catch_up]") {
    const Heard heard = play(20s, false);
    // A tone of 200 Hz with 8,000: its steepest step at 16 kHz is 8,000 x 2 pi 200 / 16,000 = 628.
    int steepest = 0;
    std::size_t crossings = 0;
    for (std::size_t i = 16'000; i + 1 < heard.sound.size() - 1'600; ++i) {
        steepest = std::max(steepest, std::abs(heard.sound[i + 1] - heard.sound[i]));
        crossings += heard.sound[i] < 0 && heard.sound[i + 1] >= 0 ? 1U : 0U;
    }
    const double looked_at = seconds(heard.sound) - 1.1;
    CHECK(steepest < 900);
    CHECK(std::abs(static_cast<double>(crossings) / looked_at - 200) < 4);
}

TEST_CASE("pauses are shortened before speech is", "[audio][catch_up]") {
    const Heard heard = play(60s, true);
    const double loud = loud_seconds(heard.sound);
    const double quiet = seconds(heard.sound) - loud;
    // Of 60 s 48 are speech and 12 rest.
    CHECK(60.0 / seconds(heard.sound) > 1.34);
    CHECK(60.0 / seconds(heard.sound) <= 1.5);
    CHECK(12.0 / quiet > 1.6);
    CHECK(48.0 / loud < 1.42);
}

TEST_CASE("before a hole it waits, and goes on where it was", "[audio][catch_up]") {
    RestingDecoder decoder(false);
    CatchUpBacklog backlog(CatchUpBacklog::Limits{});
    const auto store = [&](std::uint16_t seq) {
        return backlog.store(ToneDecoder::packet(seq, seq * 960U), 20ms, PacketRow::history, 1,
                             Instant{1s});
    };
    for (std::uint16_t seq = 0; seq < 100; ++seq) {
        if (seq != 50) CHECK(store(seq) == CatchUpBacklog::Stored::kept);
    }
    CatchUpPlayer player(SampleRate::hz16000, decoder, backlog);
    player.begin(Samples{0});
    std::vector<std::int16_t> out(320);
    for (int i = 0; i < 100; ++i)
        (void)player.next(out, 2s);
    CHECK(player.waits());
    CHECK(player.played_until() == Samples{1s});
    CHECK(player.next(out, 2s) == TickKind::silence);
    CHECK(store(50) == CatchUpBacklog::Stored::kept);
    CHECK(player.next(out, 2s) != TickKind::silence);
    for (int i = 0; i < 100; ++i)
        (void)player.next(out, 2s);
    CHECK(player.played_until() == Samples{2s});
}
