#include "audio/record/packet_order.h"

#include <string>

#include "tests/catch.h"

using namespace giaoban;
using namespace giaoban::audio;
using namespace std::chrono_literals;

namespace {

struct Bench {
    PacketOrder order;
    std::string out;

    void add(int ms, Samples now) {
        const std::array<std::byte, 2> packet{std::byte{0x48}, std::byte{1}};
        order.add(std::chrono::milliseconds{ms}, packet, now, sink());
    }
    PacketOrder::Sink sink() {
        return [this](Samples at, Bytes) { out += std::to_string(at / Samples{1ms}) + " "; };
    }
};

}  // namespace

SCENARIO("a talker's packets go on in order", "[audio][record]") {
    Bench bench;
    GIVEN("the first packets of a turn, the wrong way round") {
        bench.add(120, 0ms);
        bench.add(100, 10ms);
        THEN("nothing goes on at once: an earlier one may come") { CHECK(bench.out.empty()); }
        bench.order.on_time(310ms, bench.sink());
        CHECK(bench.out == "100 120 ");
        WHEN("what fits on comes") {
            bench.add(140, 320ms);
            THEN("it goes on at once") { CHECK(bench.out == "100 120 140 "); }
        }
        WHEN("one is missing") {
            bench.add(160, 320ms);
            bench.add(180, 340ms);
            CHECK(bench.out == "100 120 ");
            AND_WHEN("it comes in time") {
                bench.add(140, 600ms);
                THEN("all go on") { CHECK(bench.out == "100 120 140 160 180 "); }
            }
            AND_WHEN("it does not") {
                bench.order.on_time(640ms, bench.sink());
                THEN("they go on without it, and it is late") {
                    CHECK(bench.out == "100 120 160 180 ");
                    bench.add(140, 650ms);
                    CHECK(bench.order.dropped() == 1);
                    CHECK_FALSE(bench.order.waits());
                }
            }
        }
        WHEN("a packet comes twice") {
            bench.add(120, 330ms);
            bench.add(200, 330ms);
            bench.add(200, 330ms);
            THEN("it goes on once") {
                bench.order.on_time(Samples::max(), bench.sink());
                CHECK(bench.out == "100 120 200 ");
                CHECK(bench.order.dropped() == 2);
            }
        }
    }
    GIVEN("a burst with holes") {
        for (int i = 0; i < 200; ++i)
            bench.add(i * 40, 0ms);
        THEN("what waits has a bound") {
            CHECK(bench.out.find("6360 ") == bench.out.size() - 5);
            CHECK(bench.order.dropped() == 0);
        }
    }
}
