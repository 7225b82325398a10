// What a notice "no such session" brings about, at the end that sends it and at the one that gets it.
#include <algorithm>
#include <array>

#include "net/session/notice_limit.h"
#include "tests/catch.h"
#include "tests/net/session/village.h"

using namespace giaoban;
using namespace giaoban::net;
using namespace giaoban::net::village;
using namespace std::chrono_literals;

namespace {

using Notice = std::array<std::byte, notice_size>;

const Endpoint stranger = Endpoint::v4({198, 51, 100, 66}, 666);

Notice notice_of(std::uint32_t index) {
    Notice notice{};
    write_header(notice, KeyDatagram::no_session, index);
    return notice;
}

Weather steady(Duration each_way) {
    return [=](const Datagram&, Instant) { return std::vector<Duration>{each_way}; };
}

void restart_within(Village& village, Duration away) {
    village.mixer_up = false;
    village.run_for(away);
    village.restart_mixer();
    village.mixer_up = true;
}

bool all_there(const Village& village) {
    for (std::size_t i = 0; i < village.boxes.size(); ++i) {
        if (!village.mixer->is_there(Village::id(i))) return false;
    }
    return true;
}

// The index by which the first box names its live session: it is on everything that it asks.
std::uint32_t index_on_the_wire(Village& village) {
    village.tap = true;
    village.run_for(6s);
    village.tap = false;
    const auto asked = std::find_if(village.carried.rbegin(), village.carried.rend(),
                                    [](auto& d) { return d.up && kind(d.bytes) == Kind::control; });
    REQUIRE(asked != village.carried.rend());
    return *index_of(asked->bytes);
}

std::uint64_t told(const Village& village, std::uint64_t before, std::vector<std::byte> datagram) {
    village.mixer->on_datagram(stranger, datagram, village.now);
    return village.mixer->figures(village.now).sent.datagrams - before;
}

}  // namespace

SCENARIO("a mixing box that was restarted within a second has all its boxes back within 3 s",
         "[net][session][restart]") {
    for (const Milliseconds each_way : {5ms, 40ms, 150ms}) {
        for (int moment = 0; moment < 10; ++moment) {
            Village village(40 + static_cast<std::uint64_t>(moment), 20);
            village.weather = steady(each_way);
            village.run_for(20s + 220ms * moment);
            REQUIRE(village.all_joined());
            const std::uint64_t sessions = village.session().figures(village.now).sessions;
            restart_within(village, Milliseconds{100 + 90 * moment});
            INFO(each_way.count() << " ms each way, moment " << moment);
            CHECK(village.run_until_true([&] { return all_there(village); }, 3s));
            village.run_for(1s);
            CHECK(village.all_joined());
            CHECK(village.session().figures(village.now).sessions == sessions + 1);
            for (const auto& box : village.boxes) {
                // Nobody has seen a "connection lost".
                CHECK(box->phases.size() == 1);
            }
        }
    }
}

SCENARIO("a mixing box that was restarted twice has its boxes back", "[net][session][restart]") {
    GIVEN("boxes that have agreed on a session that the mixing box forgets before it begins") {
        Village village(4, 20);
        village.run_for(10s);
        restart_within(village, 500ms);
        village.run_for(1100ms);
        restart_within(village, 500ms);
        THEN("all are back within 3 s") {
            CHECK(village.run_until_true([&] { return all_there(village); }, 3s));
        }
    }
}

SCENARIO("a stranger's notices change nothing but a counter", "[net][session][restart]") {
    GIVEN("a box in a meeting") {
        Village village;
        village.run_for(10s);
        const std::uint32_t index = index_on_the_wire(village);
        const SessionFigures before = village.session().figures(village.now);
        const auto refused = [&](DatagramRefusal why) {
            return village.session().figures(village.now).refusals(why) - before.refusals(why);
        };
        WHEN("notices of random indices come") {
            SeededRandom chance(9);
            for (int i = 0; i < 10'000; ++i) {
                Notice notice = notice_of(chance.u32());
                village.session().on_datagram(notice, village.now);
                if (i % 100 == 0) village.run_for(100ms);
            }
            THEN("they are counted, and that is all") {
                CHECK(refused(DatagramRefusal::no_such_session) == 10'000);
                const SessionFigures after = village.session().figures(village.now);
                CHECK(after.handshakes_begun == before.handshakes_begun);
                CHECK(after.sessions == before.sessions);
                CHECK(village.box().phases.size() == 1);
            }
        }
        WHEN("true notices of before come again") {
            village.carried.clear();
            village.tap = true;
            restart_within(village, 500ms);
            village.run_for(10s);
            village.tap = false;
            const SessionFigures joined = village.session().figures(village.now);
            int replayed = 0;
            for (int second = 0; second < 10; ++second) {
                for (const Datagram& datagram : village.carried) {
                    if (datagram.up || kind(datagram.bytes) != Kind::no_session) continue;
                    auto copy = datagram.bytes;
                    village.session().on_datagram(copy, village.now);
                    ++replayed;
                }
                village.run_for(970ms);
            }
            THEN("they are counted, and that is all") {
                CHECK(replayed >= 10);
                const SessionFigures after = village.session().figures(village.now);
                CHECK(after.handshakes_begun == joined.handshakes_begun);
                CHECK(after.sessions == joined.sessions);
                CHECK(village.box().phases.size() == 1);
            }
        }
        WHEN("somebody who reads along sends notices of its session, 50 in a second") {
            for (int i = 0; i < 3000; ++i) {
                Notice notice = notice_of(index);
                village.session().on_datagram(notice, village.now);
                village.run_for(20ms);
            }
            THEN("it begins as many handshakes as it asks, and stays in its session") {
                const SessionFigures after = village.session().figures(village.now);
                const auto begun = after.handshakes_begun - before.handshakes_begun;
                CHECK(begun > 0);
                CHECK(begun <= 60);
                CHECK(after.sessions == before.sessions);
                CHECK(village.box().phases.size() == 1);
                CHECK(village.count("lost 1") == 0);
            }
        }
        WHEN("the link is dead and such notices come") {
            village.weather = [](const Datagram&, Instant) { return std::vector<Duration>{}; };
            village.run_for(3s);
            const auto begun = village.session().figures(village.now).handshakes_begun;
            for (int i = 0; i < 500; ++i) {
                Notice notice = notice_of(index);
                village.session().on_datagram(notice, village.now);
                village.run_for(20ms);
            }
            THEN("it begins one handshake a second, as without them, and its old session lives") {
                const auto more = village.session().figures(village.now).handshakes_begun - begun;
                CHECK(more <= 12);
                village.weather = steady(40ms);
                village.run_for(3s);
                CHECK(village.all_joined());
            }
        }
        WHEN("a notice is longer than it should be") {
            std::vector<std::byte> longer(notice_size + 1);
            write_header(longer, KeyDatagram::no_session, index);
            village.session().on_datagram(longer, village.now);
            THEN("it is malformed") { CHECK(refused(DatagramRefusal::malformed) == 1); }
        }
    }
}

SCENARIO("a mixing box answers a stranger with less, and not without end",
         "[net][session][restart]") {
    GIVEN("a mixing box") {
        Village village;
        village.run_for(5s);
        const SessionFigures before = village.mixer->figures(village.now);
        std::vector<std::byte> asking(control_overhead);
        write_header(asking, KeyDatagram::control, 0xABCD'0001);
        THEN("a control datagram of nobody's index is answered with a header") {
            CHECK(told(village, before.sent.datagrams, asking) == 1);
            const auto bytes = village.mixer->figures(village.now).sent.bytes - before.sent.bytes;
            CHECK(bytes == notice_size + 28);
        }
        THEN("one that is too short to be one is not") {
            asking.resize(control_overhead - 1);
            CHECK(told(village, before.sent.datagrams, asking) == 0);
        }
        THEN("a notice is not, nor sound or a report of nobody's") {
            const Notice notice = notice_of(0xABCD'0001);
            CHECK(told(village, before.sent.datagrams, {notice.begin(), notice.end()}) == 0);
            for (const unsigned second : {111U, 200U}) {
                std::vector<std::byte> media(100);
                media[0] = std::byte{0x80};
                media[1] = static_cast<std::byte>(second);
                CHECK(told(village, before.sent.datagrams, media) == 0);
            }
        }
        THEN("of 10,000 in one moment 200 are, and 200 more after a second") {
            for (int i = 0; i < 10'000; ++i)
                (void)told(village, 0, asking);
            CHECK(told(village, before.sent.datagrams, asking) == 200);
            village.now += 1s;
            for (int i = 0; i < 10'000; ++i)
                (void)told(village, 0, asking);
            CHECK(told(village, before.sent.datagrams, asking) == 400);
        }
    }
}

TEST_CASE("a notice's place is free again after a two-hundredth of a second", "[net][session]") {
    NoticeLimit limit;
    const Instant start{100s};
    for (int i = 0; i < 200; ++i)
        CHECK(limit.take(start));
    CHECK_FALSE(limit.take(start));
    CHECK_FALSE(limit.take(start + 4ms));
    CHECK(limit.take(start + 5ms));
    CHECK_FALSE(limit.take(start + 5ms));
}
