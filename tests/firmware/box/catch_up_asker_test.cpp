#include "firmware/box/catch_up_asker.h"

#include <array>
#include <vector>

#include "tests/catch.h"

using namespace giaoban;
using namespace giaoban::box;
using namespace std::chrono_literals;

namespace {

constexpr std::uint32_t from = 48'000;
constexpr std::uint32_t until = 48'000 + 30 * 48'000;

CatchUpNews news(std::uint32_t begin = from, std::uint32_t end = until) {
    return {.catching_up = true,
            .behind = Samples{30s},
            .wanted = audio::MediaRange{.from = begin, .until = end}};
}

struct Box {
    CatchUpAsker asker;
    Instant now{50s};

    /// Live packets go on, each later on its way by `more`.
    void live(Duration length, Duration way = 50ms, std::uint32_t stream = 1) {
        for (const Instant end = now + length; now < end;) {
            now += 20ms;
            const auto spoken = std::chrono::duration_cast<Samples>(now.time_since_epoch());
            asker.on_live(stream, static_cast<std::uint32_t>(spoken.count()), now + way);
            asker.on_time(now);
        }
    }
    void answer(std::uint16_t first, std::uint16_t count) {
        asker.on_answer(net::HistoryAnswer{.asked = asker.request()->asked,
                                           .from = from,
                                           .until = until,
                                           .first = first,
                                           .count = count},
                        now);
    }
    std::vector<std::uint16_t> missing() {
        std::array<std::uint16_t, 32> numbers{};
        const std::size_t count = asker.missing(now, numbers);
        return {numbers.begin(), numbers.begin() + static_cast<std::ptrdiff_t>(count)};
    }
};

using Numbers = std::vector<std::uint16_t>;

}  // namespace

SCENARIO("a box asks once for what it has missed", "[firmware][catch_up]") {
    Box box;
    box.asker.set_round_trip(100ms);
    CHECK_FALSE(box.asker.request());
    CHECK(box.asker.next_deadline() == never);
    GIVEN("something is wanted") {
        box.live(1s);
        box.asker.on_news(news(), box.now);
        REQUIRE(box.asker.request());
        CHECK(box.asker.request()->from == from);
        CHECK(box.asker.request()->until == until);
        const auto asked = box.asker.request()->asked;
        CHECK(box.asker.behind() == 30s);
        WHEN("the hole gets smaller from either side, as packets come") {
            box.asker.on_news(news(from + 4'800, until), box.now);
            box.asker.on_news(news(from + 4'800, from + 9'600), box.now);
            box.asker.on_news(news(from + 9'600, until + 9'600), box.now);
            THEN("the request stands as it is") { CHECK(box.asker.request()->asked == asked); }
        }
        WHEN("it is another hole") {
            box.asker.on_news(news(until + 96'000, until + 192'000), box.now);
            THEN("it is asked for") {
                CHECK(box.asker.request()->asked == asked + 1);
                CHECK(box.asker.request()->until == until + 192'000);
            }
        }
        WHEN("nothing is wanted any more") {
            box.asker.on_news({}, box.now);
            THEN("nothing is asked") { CHECK_FALSE(box.asker.request()); }
        }
        WHEN("there is an answer") {
            box.answer(65'534, 100);
            THEN("what is before its first packet is not waited for, and that is said once") {
                CHECK(box.asker.take_nothing_before() == from);
                CHECK_FALSE(box.asker.take_nothing_before());
            }
        }
        WHEN("the answer is that there is nothing") {
            box.answer(7, 0);
            THEN("nothing is waited for") { CHECK(box.asker.take_nothing_before() == until); }
        }
        WHEN("the answer is to another request") {
            box.asker.on_answer(net::HistoryAnswer{.asked = asked + 5, .count = 0}, box.now);
            THEN("it is not heard") { CHECK_FALSE(box.asker.take_nothing_before()); }
        }
        WHEN("the session is another one, under which the numbers mean nothing") {
            box.answer(10, 100);
            box.live(100ms, 50ms, 2);
            THEN("the rest is asked for anew at once") {
                CHECK(box.asker.request()->asked == asked + 1);
            }
        }
    }
}

SCENARIO("what is lost of the history is asked for again", "[firmware][catch_up]") {
    Box box;
    box.asker.set_round_trip(100ms);
    box.live(1s);
    box.asker.on_news(news(), box.now);
    box.answer(65'534, 6);
    CHECK(box.missing().empty());
    for (const std::uint16_t number : Numbers{65'534, 65'535, 2})
        box.asker.on_history(number, box.now);
    CHECK(box.missing() == Numbers{0, 1});
    THEN("once a round trip") {
        CHECK(box.missing().empty());
        box.live(250ms);
        CHECK(box.missing() == Numbers{0, 1});
        box.asker.on_history(0, box.now);
        box.live(250ms);
        CHECK(box.missing() == Numbers{1});
    }
    THEN("and the last one too, when nothing comes any more") {
        box.asker.on_history(0, box.now);
        box.asker.on_history(1, box.now);
        CHECK(box.missing().empty());
        box.live(800ms);
        CHECK(box.missing() == Numbers{3});
    }
}

SCENARIO("all has come that there was, and still something is missing", "[firmware][catch_up]") {
    Box box;
    box.live(1s);
    box.asker.on_news(news(), box.now);
    box.answer(65'535, 3);
    CHECK(box.asker.take_nothing_before() == from);
    for (const std::uint16_t number : Numbers{65'535, 1})
        box.asker.on_history(number, box.now);
    THEN("it is waited for while a packet is on its way") {
        CHECK_FALSE(box.asker.take_nothing_before());
    }
    THEN("it is gone on without when the last has come") {
        box.asker.on_history(0, box.now);
        CHECK(box.asker.take_nothing_before() == until);
    }
}

SCENARIO("a request in vain is repeated, and then given up", "[firmware][catch_up]") {
    Box box;
    box.live(1s);
    box.asker.on_news(news(), box.now);
    const auto asked = box.asker.request()->asked;
    GIVEN("no answer, though the live stream comes") {
        box.live(3200ms);
        CHECK(box.asker.request()->asked == asked + 1);
        box.live(10s);
        THEN("it goes on without, within ten seconds") {
            CHECK(box.asker.take_nothing_before() == until);
        }
    }
    GIVEN("no live stream either: the link is dead again") {
        for (int i = 0; i < 50; ++i) {
            box.now += 100ms;
            box.asker.on_time(box.now);
        }
        THEN("nothing is given up") {
            CHECK_FALSE(box.asker.take_nothing_before());
            CHECK(box.asker.request()->asked == asked);
        }
    }
}

SCENARIO("the pace follows what the link has to spare", "[firmware][catch_up]") {
    Box box;
    box.live(5s);
    box.asker.on_news(news(), box.now);
    CHECK(box.asker.request()->pace_percent == CatchUpAsker::first_pace);
    WHEN("no queue stands") {
        box.live(5s);
        THEN("it is as fast as it may be") {
            CHECK(box.asker.request()->pace_percent == CatchUpAsker::most_pace);
        }
    }
    WHEN("a queue stands") {
        box.live(3s, 400ms);
        THEN("it is as slow as makes sense") {
            CHECK(box.asker.request()->pace_percent == CatchUpAsker::least_pace);
            AND_WHEN("it is gone") {
                box.live(6s, 60ms);
                CHECK(box.asker.request()->pace_percent > CatchUpAsker::first_pace);
            }
        }
    }
    WHEN("some packets of each half second are late, but not all") {
        for (int i = 0; i < 50; ++i) {
            box.live(80ms, 500ms);
            box.live(20ms, 50ms);
        }
        THEN("that is jitter, and no queue") {
            CHECK(box.asker.request()->pace_percent == CatchUpAsker::most_pace);
        }
    }
}
