#include <algorithm>
#include <vector>

#include "audio/playout/lateness_estimator.h"
#include "audio/playout/packet_buffer.h"
#include "audio/playout/sound_line.h"
#include "audio/playout/stream_order.h"
#include "config/vocab/random.h"
#include "tests/audio/playout/tone_codec.h"
#include "tests/catch.h"

using namespace giaoban;
using namespace giaoban::test;
using namespace std::chrono_literals;
using audio::LatenessEstimator;
using audio::PacketBuffer;
using audio::SoundLine;
using audio::StreamOrder;
using Stored = PacketBuffer::Stored;
using Verdict = StreamOrder::Verdict;

namespace {

Stored store(PacketBuffer& buffer, std::int64_t seq) {
    return buffer.store(ToneDecoder::packet(static_cast<std::uint16_t>(seq), 0), seq,
                        seq * Samples{20ms}, 20ms);
}

}  // namespace

TEST_CASE("a packet buffer gives packets in their order", "[audio][playout]") {
    PacketBuffer buffer(16);
    CHECK(buffer.first() == nullptr);
    for (const int seq : {12, 10, 15, 11})
        REQUIRE(store(buffer, seq) == Stored::kept);
    for (const int seq : {10, 11, 12, 15}) {
        REQUIRE(buffer.first() != nullptr);
        CHECK(buffer.first()->seq == seq);
        CHECK(buffer.first()->payload().size() == 8);
        buffer.take_first();
    }
    CHECK(buffer.waiting() == 0);
}

TEST_CASE("a packet buffer refuses what it knows and what has no slot", "[audio][playout]") {
    PacketBuffer buffer(16);
    REQUIRE(store(buffer, 100) == Stored::kept);
    CHECK(store(buffer, 100) == Stored::duplicate);
    CHECK(store(buffer, 116) == Stored::too_far_ahead);
    REQUIRE(store(buffer, 115) == Stored::kept);
    CHECK(store(buffer, 99) == Stored::late);
    buffer.take_first();
    CHECK(store(buffer, 100) == Stored::duplicate);
    CHECK(store(buffer, 116) == Stored::kept);
    buffer.clear();
    CHECK(buffer.first() == nullptr);
    CHECK(store(buffer, 100) == Stored::kept);
}

TEST_CASE("on time is what all but one frame in a hundred are", "[audio][playout]") {
    LatenessEstimator lateness(100);
    CHECK(lateness.on_time() == Samples{0});
    for (int i = 0; i < 500; ++i) {
        // 1 % take 300 ms, 9 % take 100 ms, the rest 20 ms.
        const Samples transit = i % 100 == 0 ? 300ms : i % 10 == 0 ? 100ms : 20ms;
        lateness.note(transit, i * Samples{20ms});
    }
    CHECK(lateness.quickest() == Samples{20ms});
    CHECK(lateness.typical() == Samples{20ms});
    CHECK(lateness.on_time() >= Samples{100ms});
    CHECK(lateness.on_time() <= Samples{300ms});
}

TEST_CASE("the quantiles are those of a plain sort of the last 512", "[audio][playout]") {
    LatenessEstimator lateness(100);
    SeededRandom random(2);
    std::vector<Samples> all;
    for (int i = 0; i < 3'000; ++i) {
        const Samples transit{static_cast<std::int64_t>(random.below(10'000)) - 5'000};
        all.push_back(transit);
        lateness.note(transit, i * Samples{20ms});
        if (i % 97 != 0 || i < 600) continue;
        std::vector<Samples> last(all.end() - LatenessEstimator::window, all.end());
        std::sort(last.begin(), last.end());
        REQUIRE(lateness.quickest() == last.front());
        REQUIRE(lateness.on_time() == last[511 - 5]);
        REQUIRE(lateness.typical() == last[256]);
    }
}

TEST_CASE("what is older than the memory is forgotten", "[audio][playout]") {
    LatenessEstimator lateness(100);
    for (int i = 0; i < 100; ++i)
        lateness.note(500ms, i * Samples{120ms});
    for (int i = 100; i < 400; ++i)
        lateness.note(10ms, i * Samples{120ms});
    CHECK(lateness.on_time() == Samples{10ms});
    CHECK(lateness.seen() <= 20'000 / 120 + 2);
}

TEST_CASE("the longest burst that could be mended is kept in mind for 15 to 30 s",
          "[audio][playout]") {
    LatenessEstimator lateness(100);
    for (int i = 0; i < 100; ++i)
        lateness.note(10ms, i * Samples{20ms});
    CHECK(lateness.all_mended() == Samples{10ms});
    lateness.note_mended(110ms, 2s);
    lateness.note_mended(70ms, 3s);
    for (int i = 100; i < 2'000; ++i) {
        const Samples at = i * Samples{20ms};
        lateness.note(10ms, at);
        if (at < Samples{17s}) REQUIRE(lateness.all_mended() == Samples{110ms});
        if (at > Samples{33s}) REQUIRE(lateness.all_mended() == Samples{10ms});
    }
}

TEST_CASE("jitter is what RFC 3550 says", "[audio][playout]") {
    LatenessEstimator lateness(100);
    double expected = 0;
    Samples before{0};
    SeededRandom random(6);
    for (int i = 0; i < 2'000; ++i) {
        const Samples transit{static_cast<std::int64_t>(random.below(2'000))};
        lateness.note_jitter(transit);
        if (i > 0) {
            const auto step = static_cast<double>(std::chrono::abs(transit - before).count());
            expected += (step - expected) / 16;
        }
        before = transit;
    }
    CHECK(static_cast<double>(lateness.jitter().count()) == Approx(expected).margin(2));
}

TEST_CASE("a pause moves what is known by what clocks may drift, another clock by anything",
          "[audio][playout]") {
    LatenessEstimator lateness(100);
    for (int i = 0; i < 100; ++i)
        lateness.note(Samples{50ms} + i * Samples{1}, Samples{0});
    lateness.follow_pause(80ms, 10s);
    CHECK(lateness.quickest() == Samples{50ms} + Samples{3ms});
    lateness.rebase(-1h);
    CHECK(lateness.quickest() == Samples{-1h});
    CHECK(lateness.on_time() == Samples{-1h} + Samples{99});
}

TEST_CASE("numbers that wrap around go on", "[audio][playout]") {
    StreamOrder order(128);
    auto place = order.place(65'534, 0xFFFF'FF00, true);
    const auto seq = place.seq;
    const auto start = place.start;
    place = order.place(1, 0xFFFF'FF00 + 3 * 960, false);
    CHECK(place.verdict == Verdict::fits);
    CHECK(place.seq == seq + 3);
    CHECK(place.start == start + Samples{60ms});
    CHECK(place.missing == 2);
    place = order.place(65'535, 0xFFFF'FF00 + 960, false);
    CHECK(place.verdict == Verdict::fits);
    CHECK(place.seq == seq + 1);
    CHECK(place.start == start + Samples{20ms});
    CHECK(place.missing == 0);
}

TEST_CASE("numbers that fit nowhere are another stream's when they come twice or are marked",
          "[audio][playout]") {
    StreamOrder order(128);
    static_cast<void>(order.place(100, 100'000, true));
    SECTION("a lone stranger changes nothing") {
        CHECK(order.place(50'000, 7, false).verdict == Verdict::strange);
        CHECK(order.place(101, 100'960, false).verdict == Verdict::fits);
        CHECK(order.place(50'001, 967, false).verdict == Verdict::strange);
    }
    SECTION("two in sequence are a restart") {
        CHECK(order.place(50'000, 7, false).verdict == Verdict::strange);
        CHECK(order.place(50'001, 967, false).verdict == Verdict::restarted);
        CHECK(order.place(50'002, 1'927, false).verdict == Verdict::fits);
    }
    SECTION("a timestamp that goes back while numbers go on does not fit") {
        CHECK(order.place(101, 5, false).verdict == Verdict::strange);
        CHECK(order.place(102, 965, false).verdict == Verdict::restarted);
    }
    SECTION("a marked one is believed at once") {
        const auto place = order.place(30'000, 5, true);
        CHECK(place.verdict == Verdict::restarted);
        CHECK(place.start > Samples{120ms});
    }
}

TEST_CASE("a sound line keeps what was heard and gives what was appended", "[audio][playout]") {
    SoundLine line(50, 200);
    std::vector<std::int16_t> heard;
    std::int16_t next = 0;
    SeededRandom random(8);
    for (int i = 0; i < 500; ++i) {
        const std::size_t add = random.below(100);
        if (line.unheard() + add <= 200) {
            auto room = line.room(add);
            for (std::size_t j = 0; j < add; ++j)
                room[j] = next++;
            line.append(add);
        }
        std::vector<std::int16_t> out(random.below(line.unheard() + 1));
        line.read(out);
        heard.insert(heard.end(), out.begin(), out.end());
        if (heard.size() < 50) continue;
        const auto kept = line.heard(50);
        REQUIRE(std::equal(kept.begin(), kept.end(), heard.end() - 50));
    }
    for (std::size_t i = 0; i < heard.size(); ++i) {
        REQUIRE(heard[i] == static_cast<std::int16_t>(i));
    }
}

TEST_CASE("a sound line can say again what was heard", "[audio][playout]") {
    SoundLine line(5, 20);
    auto room = line.room(10);
    for (std::size_t i = 0; i < 10; ++i)
        room[i] = static_cast<std::int16_t>(i);
    line.append(10);
    std::vector<std::int16_t> out(6);
    line.read(out);
    line.repeat(4);
    CHECK(line.unheard() == 8);
    line.read(out);
    CHECK(out == std::vector<std::int16_t>{2, 3, 4, 5, 6, 7});
    line.repeat(5);
    line.repeat(5);
    CHECK(line.unheard() == 12);
    line.fade_out(4);
    CHECK(line.unheard() == 4);
}
