#include "audio/playout/stream_order.h"

#include "tests/catch.h"

using namespace giaoban;
using namespace std::chrono_literals;
using audio::StreamOrder;
using Verdict = StreamOrder::Verdict;

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
    SECTION("one that is known to be another's is, though by chance its numbers fit") {
        order.expect_another();
        CHECK(order.place(60, 9'000, false).verdict == Verdict::restarted);
        CHECK(order.place(61, 9'960, false).verdict == Verdict::fits);
    }
    SECTION("a marked one is believed at once") {
        const auto place = order.place(30'000, 5, true);
        CHECK(place.verdict == Verdict::restarted);
        CHECK(place.start > Samples{120ms});
    }
}
