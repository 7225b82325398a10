#include <utility>

#include "tests/catch.h"
#include "tests/net/session/village.h"

using namespace giaoban;
using namespace giaoban::net;
using namespace giaoban::net::village;
using namespace std::chrono_literals;

SCENARIO("a box joins at first contact", "[net][session]") {
    GIVEN("a box with its card, and a mixing box that knows it") {
        Village village;
        WHEN("both are on a link of 40 ms each way") {
            const Instant start = village.now;
            REQUIRE(village.run_until_true([&] { return village.all_joined(); }, 5s));
            THEN("it is in after two round trips") {
                CHECK(village.now - start == 160ms);
                CHECK(village.count("joined 1") == 1);
                CHECK(village.mixer->is_there(Village::id(0)));
                CHECK(village.mixer->endpoint(Village::id(0)) == village.box().address);
            }
            THEN("its key is pinned, and it forgets the card's secret") {
                CHECK(village.cards.pins == 1);
                CHECK(village.box().enrolments == 1);
            }
            THEN("each knows the other's state") {
                village.run_for(1s);
                REQUIRE(village.mixer->state(Village::id(0)) != nullptr);
                CHECK(village.mixer->state(Village::id(0))->software == "giaoban test");
                MeetingView view;
                view.connected = 1;
                village.mixer->set_view(Village::id(0), view, village.now);
                village.run_for(100ms);
                CHECK(village.session().view().connected == 1);
            }
        }
    }
}

TEST_CASE("a box joins although any one message of the handshake is lost, twice",
          "[net][session]") {
    for (const Kind lost : {Kind::initiation, Kind::response, Kind::control}) {
        Village village;
        int left = 2;
        village.weather = [&](const Datagram& datagram, Instant) -> std::vector<Duration> {
            if (kind(datagram.bytes) == lost && left-- > 0) return {};
            return {40ms};
        };
        CHECK(village.run_until_true([&] { return village.all_joined(); }, 5s));
        village.run_for(10s);
        CHECK(village.count("joined 1") == 1);
        CHECK(village.count("lost 1") == 0);
        CHECK(village.cards.pins == 1);
        CHECK(village.box().enrolments == 1);
    }
}

TEST_CASE("a box joins once although every datagram comes three times, out of order",
          "[net][session]") {
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        Village village(seed);
        SeededRandom chance(seed);
        village.weather = [&](const Datagram&, Instant) {
            std::vector<Duration> copies;
            for (int i = 0; i < 3; ++i) {
                copies.push_back(Milliseconds{20 + static_cast<std::int64_t>(chance.below(1500))});
            }
            return copies;
        };
        INFO("seed " << seed);
        CHECK(village.run_until_true([&] { return village.all_joined(); }, 20s));
        village.run_for(20s);
        CHECK(village.all_joined());
        CHECK(village.count("joined 1") == 1);
        CHECK(village.cards.pins == 1);
    }
}

TEST_CASE("a round trip longer than the pause between attempts does not keep a box out",
          "[net][session]") {
    Village village;
    village.weather = [](const Datagram&, Instant) { return std::vector<Duration>{1700ms}; };
    CHECK(village.run_until_true([&] { return village.all_joined(); }, 10s));
}

TEST_CASE("a box joins over a link that loses 40 of 100 each way", "[net][session]") {
    Duration longest{0};
    for (std::uint64_t seed = 1; seed <= 40; ++seed) {
        Village village(seed);
        SeededRandom chance(seed + 7);
        village.weather = [&](const Datagram&, Instant) -> std::vector<Duration> {
            if (chance.unit() < 0.4) return {};
            return {150ms};
        };
        const Instant start = village.now;
        INFO("seed " << seed);
        REQUIRE(village.run_until_true([&] { return village.all_joined(); }, 60s));
        longest = std::max(longest, village.now - start);
    }
    CHECK(longest < 15s);
}

SCENARIO("a mixing box that cannot store a key lets nobody in for the first time",
         "[net][session]") {
    GIVEN("a full disk") {
        Village village;
        village.cards.disk_full = true;
        village.run_for(20s);
        THEN("the box keeps its secret and keeps trying") {
            CHECK(village.session().phase() == SessionPhase::connecting);
            CHECK(village.box().enrolments == 0);
            CHECK(village.count("joined 1") == 0);
            AND_WHEN("there is room again") {
                village.cards.disk_full = false;
                THEN("it is in soon") {
                    CHECK(village.run_until_true([&] { return village.all_joined(); }, 7s));
                    CHECK(village.cards.pins == 1);
                }
            }
        }
    }
}

SCENARIO("a box is turned away with a reason", "[net][session]") {
    GIVEN("a card that another box has used") {
        Village village;
        const KeyPair other = KeyPair::generate(village.random);
        REQUIRE(village.cards.pin(Village::name(0), other.public_key));
        village.run_for(3s);
        THEN("box and log are told") {
            CHECK(village.session().phase() == SessionPhase::refused);
            CHECK(village.session().refusal() == RefusalReason::card_used_by_another_box);
            REQUIRE_FALSE(village.refusals.empty());
            CHECK(village.refusals.front() == RefusalReason::card_used_by_another_box);
        }
        THEN("it tries again each 5 s, not each second") {
            const auto before = village.session().figures(village.now).handshakes_begun;
            village.run_for(60s);
            CHECK(village.session().figures(village.now).handshakes_begun - before <= 13);
        }
    }
    GIVEN("a card that was never made here") {
        Village village;
        village.cards.remove(Village::name(0));
        village.run_for(3s);
        THEN("the reason says so") {
            CHECK(village.session().refusal() == RefusalReason::unknown_card);
            AND_WHEN("the card is made") {
                village.cards.add(Village::name(0), Village::id(0), village.secrets[0]);
                THEN("the box is in within 7 s, and no more refused") {
                    CHECK(village.run_until_true([&] { return village.all_joined(); }, 7s));
                    CHECK_FALSE(village.session().refusal());
                }
            }
        }
    }
    GIVEN("a mixing box that is full") {
        Village village(1, 2);
        village.mixer = std::make_unique<MixerSessions>(
            MixerSessionsSettings{village.mixer_keys.copy(), village.profile, 1}, village.cards,
            village.random, village);
        village.run_for(10s);
        THEN("one is in and the other knows why it is not") {
            const auto a = village.session(0).phase();
            const auto b = village.session(1).phase();
            CHECK((a == SessionPhase::joined) != (b == SessionPhase::joined));
            REQUIRE_FALSE(village.refusals.empty());
            CHECK(village.refusals.front() == RefusalReason::full);
        }
    }
}

SCENARIO("a card is made anew while its box is in the meeting", "[net][session]") {
    GIVEN("a box that has joined, and a new card for its name") {
        Village village;
        REQUIRE(village.run_until_true([&] { return village.all_joined(); }, 5s));
        SecretKey fresh;
        village.random.fill(fresh.bytes());
        village.cards.add(Village::name(0), Village::id(0), fresh);
        village.mixer->forget(Village::id(0));
        const auto settings = [&](const KeyPair& own) {
            return BoxSessionSettings{
                {own.copy(), village.mixer_keys.public_key, Village::name(0), fresh.copy(), 2},
                "new"};
        };
        WHEN("the box goes on with what it has") {
            village.run_for(30s);
            THEN("it is told why it is in no more, and so is the log") {
                CHECK(village.session().phase() == SessionPhase::refused);
                CHECK(village.session().refusal() == RefusalReason::card_replaced);
                REQUIRE_FALSE(village.refusals.empty());
                CHECK(village.refusals.front() == RefusalReason::card_replaced);
                CHECK_FALSE(village.mixer->is_there(Village::id(0)));
                CHECK(village.cards.pins == 1);
            }
        }
        WHEN("the same box is given the new card") {
            village.boxes[0]->session = std::make_unique<BoxSession>(
                settings(village.box_keys[0]), village.random, village.box(), village.now);
            THEN("it joins, and hears of no refusal") {
                CHECK(village.run_until_true([&] { return village.all_joined(); }, 5s));
                village.run_for(10s);
                CHECK(village.all_joined());
                CHECK(village.box().refusals.empty());
                CHECK(village.cards.pins == 2);
            }
        }
        WHEN("the answer is lost, and the refusal behind it is not") {
            bool once = true;
            village.weather = [&](const Datagram& datagram, Instant) -> std::vector<Duration> {
                if (kind(datagram.bytes) == Kind::response && std::exchange(once, false)) return {};
                return {40ms};
            };
            village.boxes[0]->session = std::make_unique<BoxSession>(
                settings(village.box_keys[0]), village.random, village.box(), village.now);
            THEN("it joins with the next attempt") {
                CHECK(village.run_until_true([&] { return village.all_joined(); }, 10s));
            }
        }
        WHEN("another box comes with it") {
            const KeyPair other = KeyPair::generate(village.random);
            village.boxes[0]->session = std::make_unique<BoxSession>(
                settings(other), village.random, village.box(), village.now);
            REQUIRE(village.run_until_true([&] { return village.all_joined(); }, 5s));
            THEN("the old one is refused with the reason, and the new one stays") {
                const auto card = village.cards.find(Village::name(0));
                const PublicKey& old = village.box_keys[0].public_key;
                CHECK(judge(old, &card->record, false).error() == RefusalReason::card_replaced);
                CHECK(village.mixer->is_there(Village::id(0)));
            }
        }
    }
}

TEST_CASE("a box without a network does nothing until it has one", "[net][session]") {
    Village village;
    village.session().network_is(false, village.now);
    CHECK(village.session().phase() == SessionPhase::no_network);
    CHECK(village.session().next_deadline() == never);
    village.run_for(60s);
    CHECK(village.bytes_up == 0);
    village.session().network_is(true, village.now);
    CHECK(village.session().phase() == SessionPhase::connecting);
    CHECK(village.run_until_true([&] { return village.all_joined(); }, 1s));
    village.session().network_is(false, village.now);
    village.session().network_is(true, village.now);
    CHECK(village.session().phase() == SessionPhase::lost);
    CHECK(village.run_until_true([&] { return village.all_joined(); }, 1s));
}

TEST_CASE("the newer of two boxes with one key has the session, and nothing breaks",
          "[net][session]") {
    Village village(1, 2);
    // A card that was copied: the second box is the first.
    village.boxes[1]->session.reset();
    village.run_for(2s);
    REQUIRE(village.session(0).phase() == SessionPhase::joined);
    BoxSessionSettings settings{{village.box_keys[0].copy(), village.mixer_keys.public_key,
                                 Village::name(0), std::nullopt, 2},
                                "copy"};
    village.boxes[1]->session = std::make_unique<BoxSession>(std::move(settings), village.random,
                                                             village.box(1), village.now);
    village.run_for(1s);
    CHECK(village.session(1).phase() == SessionPhase::joined);
    CHECK(village.mixer->state(Village::id(0))->software == "copy");
    CHECK(village.count("joined 1") == 1);
    village.run_for(60s);
    CHECK(village.count("lost 1") == 0);
}
