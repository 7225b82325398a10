#include "firmware/mixer/catch_up_sender.h"

#include <vector>

#include "tests/catch.h"

using namespace giaoban;
using namespace giaoban::mixer;
using namespace std::chrono_literals;

namespace {

constexpr audio::RungIndex rung{5};
constexpr BoxId box{3};

/// A session that takes everything.
struct Sessions final : CatchUpSink {
    std::optional<std::uint16_t> next_number(BoxId) override {
        if (!there) return std::nullopt;
        return number;
    }
    void answer(BoxId, const std::optional<net::HistoryAnswer>& told, Instant) override {
        answers.push_back(told);
    }
    bool send_history(BoxId to, const History::Packet& packet, Instant now) override {
        if (!there) return false;
        ++number;
        sent.push_back({to, packet.timestamp, now});
        return true;
    }
    struct Sent {
        BoxId to;
        std::uint32_t timestamp;
        Instant at;
    };
    bool there = true;
    std::uint16_t number = 65'530;
    std::vector<std::optional<net::HistoryAnswer>> answers;
    std::vector<Sent> sent;
};

struct Centre {
    explicit Centre(bool keeps = true) : sender(sessions, keeps) {
        MixedPacket mixed;
        mixed.rung = rung;
        mixed.packet.size = 75;
        for (std::uint32_t i = 0; i < 3'000; ++i) {
            mixed.packet.timestamp = i * 960;
            sender.add(mixed);
        }
    }
    void ask(const std::optional<net::CatchUp>& wanted, BoxId who = box) {
        sender.on_state(who, wanted, {.rung = rung}, now);
    }
    void run(Duration length) {
        const Instant until = now + length;
        while (sender.next_deadline() <= until) {
            now = std::max(now, sender.next_deadline());
            sender.on_time(now);
        }
        now = until;
    }
    Sessions sessions;
    CatchUpSender sender;
    Instant now{100s};
};

}  // namespace

SCENARIO("a box gets what it missed at the pace that it asks for", "[firmware][catch_up]") {
    Centre centre;
    GIVEN("a box that missed ten seconds") {
        centre.ask(net::CatchUp{.from = 0, .until = 500 * 960, .asked = 1, .pace_percent = 200});
        THEN("it is told at once what there is, and under which numbers") {
            REQUIRE(centre.sessions.answers.size() == 1);
            CHECK(centre.sessions.answers[0] ==
                  net::HistoryAnswer{
                      .asked = 1, .from = 0, .until = 500 * 960, .first = 65'530, .count = 501});
        }
        WHEN("five seconds pass") {
            centre.run(5s);
            THEN("it has all of it, in order and evenly") {
                auto& sent = centre.sessions.sent;
                REQUIRE(sent.size() >= 500);
                for (std::size_t i = 1; i < sent.size(); ++i) {
                    CHECK(sent[i].timestamp == sent[i - 1].timestamp + 960);
                    CHECK(sent[i].at - sent[i - 1].at <= 10ms);
                }
                CHECK(sent.back().at - sent.front().at >= 4900ms);
            }
        }
        WHEN("its link has no more to spare, and it says so") {
            centre.run(1s);
            centre.ask(net::CatchUp{.from = 0, .until = 500 * 960, .asked = 1, .pace_percent = 50});
            const std::size_t before = centre.sessions.sent.size();
            centre.run(2s);
            THEN("the same goes on more slowly, and is not begun anew") {
                CHECK(centre.sessions.sent.size() - before <= 52);
                CHECK(centre.sessions.sent.size() - before >= 48);
                CHECK(centre.sessions.answers.size() == 1);
                CHECK(centre.sessions.sent.back().timestamp ==
                      (centre.sessions.sent.size() - 1) * 960);
            }
        }
        WHEN("it asks anew for the rest") {
            centre.run(1s);
            centre.ask(net::CatchUp{
                .from = 90 * 960, .until = 500 * 960, .asked = 2, .pace_percent = 200});
            THEN("that is answered with the numbers that come next") {
                REQUIRE(centre.sessions.answers.size() == 2);
                CHECK(centre.sessions.answers[1]->asked == 2);
                CHECK(centre.sessions.answers[1]->first == centre.sessions.number);
                CHECK(centre.sessions.answers[1]->count == 411);
            }
        }
        WHEN("it wants nothing any more") {
            centre.run(1s);
            centre.ask(std::nullopt);
            const std::size_t before = centre.sessions.sent.size();
            centre.run(5s);
            THEN("nothing more is sent, and it is told so") {
                CHECK(centre.sessions.sent.size() == before);
                CHECK(centre.sessions.answers.back() == std::nullopt);
                CHECK(centre.sender.next_deadline() == never);
            }
        }
    }
    GIVEN("boxes of a whole region that ask at once") {
        for (std::uint16_t i = 1; i <= 100; ++i) {
            centre.ask(
                net::CatchUp{.from = 0, .until = 2'900 * 960, .asked = 1, .pace_percent = 400},
                BoxId{i});
        }
        centre.run(2s);
        THEN("no more is sent than the centre's own link has, and all get their part") {
            CHECK(centre.sessions.sent.size() <= 2 * CatchUpSender::most_a_second + 100);
            CHECK(centre.sessions.sent.size() >= 2 * CatchUpSender::most_a_second * 9 / 10);
            std::map<BoxId, int> each;
            for (const auto& sent : centre.sessions.sent)
                ++each[sent.to];
            CHECK(each.size() == 100);
            for (const auto& [who, count] : each)
                CHECK(count >= 20);
        }
    }
}

SCENARIO("a box is given what was said in its room since it came, and nothing else",
         "[firmware][catch_up]") {
    Centre centre;
    constexpr RoomId apart{7};
    MixedPacket mixed;
    mixed.room = apart;
    mixed.rung = rung;
    mixed.packet.size = 75;
    for (std::uint32_t i = 0; i < 1'000; ++i) {
        mixed.packet.timestamp = i * 960;
        mixed.generation = i < 600 ? 1 : 2;
        centre.sender.add(mixed);
    }
    const net::CatchUp all{.from = 0, .until = 999 * 960, .asked = 1, .pace_percent = 400};
    WHEN("one who came with the second renewal asks for all") {
        centre.sender.on_state(box, all, {.room = apart, .generation = 2, .rung = rung},
                               centre.now);
        centre.run(10s);
        THEN("it has what was said since then") {
            REQUIRE(centre.sessions.sent.size() == 400);
            CHECK(centre.sessions.sent.front().timestamp == 600 * 960);
        }
    }
    WHEN("one is brought away while it is being sent to") {
        centre.sender.on_state(box, all, {.room = apart, .generation = 1, .rung = rung},
                               centre.now);
        centre.run(1s);
        const std::size_t before = centre.sessions.sent.size();
        centre.sender.forget(box);
        centre.run(10s);
        THEN("nothing more comes") { CHECK(centre.sessions.sent.size() == before); }
    }
    WHEN("the room is closed while it is being sent to") {
        centre.sender.on_state(box, all, {.room = apart, .generation = 1, .rung = rung},
                               centre.now);
        centre.run(1s);
        const std::size_t before = centre.sessions.sent.size();
        centre.sender.forget(apart);
        centre.run(10s);
        THEN("nothing more comes, and what was said there is not kept") {
            CHECK(centre.sessions.sent.size() == before);
            CHECK(centre.sender.packets() == 3'000);
        }
    }
}

SCENARIO("what is not there is answered with nothing", "[firmware][catch_up]") {
    GIVEN("a mixing box that keeps no history by configuration") {
        Centre centre(false);
        centre.ask(net::CatchUp{.from = 0, .until = 96'000, .asked = 4, .pace_percent = 200});
        centre.run(5s);
        REQUIRE(centre.sessions.answers.size() == 1);
        CHECK(centre.sessions.answers[0]->asked == 4);
        CHECK(centre.sessions.answers[0]->count == 0);
        CHECK(centre.sessions.sent.empty());
    }
    GIVEN("a box without a session") {
        Centre centre;
        centre.sessions.there = false;
        centre.ask(net::CatchUp{.from = 0, .until = 96'000, .asked = 4, .pace_percent = 200});
        centre.run(5s);
        CHECK(centre.sessions.answers[0]->count == 0);
        CHECK(centre.sender.next_deadline() == never);
    }
    GIVEN("a pace of nothing, from whomever") {
        Centre centre;
        centre.ask(net::CatchUp{.from = 0, .until = 96'000, .asked = 4, .pace_percent = 0});
        centre.run(1s);
        CHECK(centre.sessions.sent.size() >= 10);
        CHECK(centre.sessions.sent.size() <= 15);
    }
}
