#include "firmware/mixer/listener_rung.h"

#include <vector>

#include "tests/catch.h"

using namespace giaoban;
using namespace giaoban::mixer;
using namespace std::chrono_literals;

namespace {

constexpr net::RungIndex narrow = net::RungIndex{3};  // 120 ms
constexpr net::RungIndex wide = net::RungIndex{8};    // 20 ms

/// Shows a listener what two rungs make, tick by tick, as a bridge does.
struct Stream {
    ListenerRung listener{wide};
    std::int64_t now = 0;
    bool narrow_runs = true;
    std::vector<std::pair<net::RungIndex, std::int64_t>> taken;

    void run(int ticks) {
        for (int i = 0; i < ticks; ++i) {
            ++now;
            if (narrow_runs && now % 6 == 0) show(narrow, now - 6);
            show(wide, now - 1);
        }
    }
    void show(net::RungIndex rung, std::int64_t tick) {
        if (listener.takes(rung, tick)) taken.emplace_back(rung, tick);
    }
    [[nodiscard]] bool is_whole() const {
        for (std::size_t i = 1; i < taken.size(); ++i) {
            const auto& [rung, tick] = taken[i - 1];
            if (taken[i].second != tick + net::rung(rung).frame / Samples{20ms}) return false;
        }
        return true;
    }
};

}  // namespace

SCENARIO("a listener goes over where frames of both rungs end together", "[mixer]") {
    GIVEN("a listener on the wide rung") {
        REQUIRE(net::rung(narrow).frame == 120ms);
        REQUIRE(net::rung(wide).frame == 20ms);
        Stream stream;
        stream.run(50);
        CHECK(stream.taken.size() == 50);
        WHEN("it is to hear the narrow one") {
            stream.listener.want(narrow);
            THEN("it does within half a second, with nothing lost and nothing twice") {
                stream.run(25);
                CHECK(stream.listener.now() == narrow);
                stream.run(40);
                CHECK(stream.taken.back().first == narrow);
                CHECK(stream.is_whole());
            }
            AND_WHEN("it is to go back before it went") {
                stream.run(3);
                stream.listener.want(wide);
                stream.run(50);
                THEN("nothing happens") {
                    CHECK(stream.taken.size() == 103);
                    CHECK(stream.is_whole());
                }
            }
            AND_WHEN("its microphone opens before it went") {
                stream.run(3);
                stream.listener.stay();
                THEN("it stays a second longer") {
                    stream.run(45);
                    CHECK(stream.listener.now() == wide);
                    stream.run(30);
                    CHECK(stream.listener.now() == narrow);
                    CHECK(stream.is_whole());
                }
            }
        }
        WHEN("the narrow rung's encoder does not run yet") {
            stream.narrow_runs = false;
            stream.listener.want(narrow);
            stream.run(100);
            THEN("it hears on as it did") {
                CHECK(stream.listener.now() == wide);
                CHECK(stream.taken.size() == 150);
                stream.narrow_runs = true;
                stream.run(25);
                CHECK(stream.listener.now() == narrow);
                CHECK(stream.is_whole());
            }
        }
    }
}
