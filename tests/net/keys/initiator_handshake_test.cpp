#include "net/keys/initiator_handshake.h"

#include <set>

#include "net/keys/derive.h"
#include "tests/catch.h"
#include "tests/net/keys/hex.h"
#include "tests/net/keys/parties.h"

using namespace std::chrono_literals;

namespace giaoban::net::test {

SCENARIO("a box with a fresh card comes in", "[net][keys]") {
    GIVEN("a box and the mixing box that made its card") {
        District district;
        Office& box = district.box;
        Centre& centre = district.centre;
        WHEN("the box calls, is answered and says something") {
            REQUIRE(district.join(box));
            THEN("both ends have the same keys, each direction its own") {
                const SessionKeys& here = *box.keys;
                const SessionKeys& there = centre.live.at(box.key).keys;
                CHECK(here.control_send == there.control_receive);
                CHECK(here.control_receive == there.control_send);
                CHECK(here.srtp_send.key == there.srtp_receive.key);
                CHECK(here.srtp_send.salt == there.srtp_receive.salt);
                CHECK(here.srtp_receive.key == there.srtp_send.key);
                CHECK(here.srtp_receive.salt == there.srtp_send.salt);
                CHECK_FALSE(here.srtp_send.key == here.srtp_receive.key);
                CHECK_FALSE(here.control_send == here.control_receive);
            }
            THEN("they agree on indices and SSRCs") {
                const SessionKeys& here = *box.keys;
                const SessionKeys& there = centre.live.at(box.key).keys;
                CHECK(here.local_index == there.remote_index);
                CHECK(here.remote_index == there.local_index);
                CHECK(here.uplink_ssrc == there.uplink_ssrc);
                CHECK(here.downlink_ssrc == there.downlink_ssrc);
                CHECK(here.uplink_ssrc != here.downlink_ssrc);
                CHECK(here.profile == there.profile);
            }
            THEN("the box's key is pinned, and it comes in again without the secret") {
                CHECK(centre.roster.at("Xã Hồng Thái").pinned == box.key);
                CHECK_FALSE(centre.roster.at("Xã Hồng Thái").enrolment);
                box.handshake.forget_enrolment();
                CHECK_FALSE(box.handshake.holds_enrolment());
                CHECK(district.join(box));
            }
            THEN("it comes in again too if it could not note that the secret is used up") {
                CHECK(box.handshake.holds_enrolment());
                CHECK(district.join(box));
            }
            THEN("the next session has other keys and other SSRCs") {
                const SecretKey before = box.keys->srtp_send.key.copy();
                const std::uint32_t ssrc = box.keys->uplink_ssrc;
                REQUIRE(district.join(box));
                CHECK_FALSE(before == box.keys->srtp_send.key);
                CHECK(ssrc != box.keys->uplink_ssrc);
            }
        }
    }
}

SCENARIO("messages of the handshake are lost", "[net][keys]") {
    GIVEN("a box that calls") {
        District district;
        Office& box = district.box;
        Centre& centre = district.centre;
        WHEN("its first message is lost") {
            (void)box.call(district.now);
            THEN("the next one does") { CHECK(district.join(box)); }
        }
        WHEN("the answer is lost") {
            REQUIRE(centre.on_initiation(box.call(district.now), district.now));
            THEN("the next attempt does") { CHECK(district.join(box)); }
        }
        WHEN("the first thing that it says is lost") {
            const auto answer = centre.on_initiation(box.call(district.now), district.now);
            REQUIRE(box.on_answer(*answer, district.now) == CallProgress::agreed);
            (void)box.say("lost");
            THEN("there is no session at the mixing box yet") {
                CHECK(centre.live.empty());
                AND_THEN("anything else that it says makes one") {
                    CHECK(centre.on_control(box.say("again"), district.now) == "again");
                    CHECK(centre.live.size() == 1);
                }
            }
        }
        WHEN("a round trip takes longer than the pause between attempts") {
            const auto first = box.call(district.now);
            std::vector<Datagram> later;
            for (int i = 0; i < 7; ++i) {
                later.push_back(box.call(district.now));
            }
            const auto answer = centre.on_initiation(first, district.now);
            for (const auto& datagram : later) {
                REQUIRE(centre.on_initiation(datagram, district.now));
            }
            THEN("the answer to the first of eight attempts still counts") {
                REQUIRE(box.on_answer(*answer, district.now) == CallProgress::agreed);
                CHECK(centre.on_control(box.say("slow"), district.now) == "slow");
                CHECK(centre.pending.size() == 0);
            }
            THEN("after a ninth attempt it does not") {
                (void)box.call(district.now);
                CHECK(box.on_answer(*answer, district.now) == CallProgress::ignored);
                CHECK(box.handshake.counts().not_ours == 1);
            }
        }
    }
}

SCENARIO("messages of the handshake come twice or in another order", "[net][keys]") {
    GIVEN("a box that is pinned") {
        District district;
        Office& box = district.box;
        Centre& centre = district.centre;
        REQUIRE(district.join(box));
        WHEN("the network repeats its first message") {
            const auto call = box.call(district.now);
            const auto answer = centre.on_initiation(call, district.now);
            const auto second = centre.on_initiation(call, district.now);
            THEN("there is one answer") {
                CHECK(answer);
                CHECK_FALSE(second);
                CHECK(centre.last_trouble == InitiationTrouble::repeated);
                CHECK(box.on_answer(*answer, district.now) == CallProgress::agreed);
            }
        }
        WHEN("the network repeats the answer") {
            const auto answer = centre.on_initiation(box.call(district.now), district.now);
            REQUIRE(box.on_answer(*answer, district.now) == CallProgress::agreed);
            const SecretKey key = box.keys->control_send.copy();
            THEN("the second is ignored and the keys stay") {
                CHECK(box.on_answer(*answer, district.now) == CallProgress::ignored);
                CHECK(box.keys->control_send == key);
            }
        }
        WHEN("two attempts arrive in the wrong order") {
            const auto first = box.call(district.now);
            const auto second = box.call(district.now);
            const auto answer = centre.on_initiation(second, district.now);
            const auto to_first = centre.on_initiation(first, district.now);
            REQUIRE(to_first);
            CHECK(centre.last_trouble == InitiationTrouble::stale);
            THEN("the box takes no notice of what is said about the overtaken one") {
                CHECK(box.on_answer(*to_first, district.now) == CallProgress::ignored);
                REQUIRE(box.on_answer(*answer, district.now) == CallProgress::agreed);
                CHECK(centre.on_control(box.say("in"), district.now) == "in");
            }
        }
        WHEN("two answers arrive in the wrong order") {
            const auto first = centre.on_initiation(box.call(district.now), district.now);
            const auto second = centre.on_initiation(box.call(district.now), district.now);
            REQUIRE(box.on_answer(*second, district.now) == CallProgress::agreed);
            CHECK(box.on_answer(*first, district.now) == CallProgress::ignored);
            THEN("the session is that of the answer that came first") {
                CHECK(centre.on_control(box.say("in"), district.now) == "in");
                CHECK(centre.pending.size() == 0);
            }
        }
    }
}

TEST_CASE(
    "an answer with any bit changed or cut short is ignored, and the true one counts after it",
    "[net][keys]") {
    District district;
    Office& box = district.box;
    const auto answer = *district.centre.on_initiation(box.call(district.now), district.now);
    for (std::size_t bit = 0; bit < answer.size() * 8; ++bit) {
        auto damaged = answer;
        damaged[bit / 8] ^= static_cast<std::byte>(1U << bit % 8);
        INFO("bit " << bit);
        CHECK(box.on_answer(damaged, district.now) == CallProgress::ignored);
    }
    for (std::size_t size = 0; size < answer.size(); ++size) {
        const Datagram cut(answer.begin(), answer.begin() + static_cast<std::ptrdiff_t>(size));
        CHECK(box.on_answer(cut, district.now) == CallProgress::ignored);
    }
    auto longer = answer;
    longer.push_back(std::byte{0});
    CHECK(box.on_answer(longer, district.now) == CallProgress::ignored);
    CHECK(box.handshake.counts().forged > 0);
    CHECK(box.handshake.counts().malformed > 0);
    CHECK(box.on_answer(answer, district.now) == CallProgress::agreed);
}

TEST_CASE("a refusal with any bit changed is ignored, and the true one counts after it",
          "[net][keys]") {
    District district;
    Office& box = district.box;
    district.centre.roster.clear();
    const auto refusal = *district.centre.on_initiation(box.call(district.now), district.now);
    for (std::size_t bit = 0; bit < refusal.size() * 8; ++bit) {
        auto damaged = refusal;
        damaged[bit / 8] ^= static_cast<std::byte>(1U << bit % 8);
        INFO("bit " << bit);
        CHECK(box.on_answer(damaged, district.now) == CallProgress::ignored);
    }
    CHECK(box.on_answer(refusal, district.now) == CallProgress::refused);
    CHECK(box.last_refusal == RefusalReason::unknown_card);
}

TEST_CASE("nobody but the mixing box can answer or refuse", "[net][keys]") {
    District district;
    SeededRandom dice(9);
    // It knows all that is public, and hears everything.
    Centre impostor(KeyPair::generate(dice), 10);
    impostor.roster["Xã Hồng Thái"].enrolment = district.secret.copy();
    const auto call = district.box.call(district.now);
    CHECK_FALSE(impostor.on_initiation(call, district.now));
    CHECK(impostor.last_trouble == InitiationTrouble::stranger);
    Datagram made(response_size);
    write_header(made, KeyDatagram::response, *index_of(call));
    CHECK(district.box.on_answer(made, district.now) == CallProgress::ignored);
    made.resize(refusal_size);
    write_header(made, KeyDatagram::refusal, *index_of(call));
    CHECK(district.box.on_answer(made, district.now) == CallProgress::ignored);
    CHECK(district.box.handshake.counts().forged == 2);
    CHECK(district.join(district.box));
}

TEST_CASE("a box whose card has another secret than the mixing box does not come in",
          "[net][keys]") {
    District district;
    Office box(district.box_key.copy(), district.centre.key, "Xã Hồng Thái",
               random_secret(district.dice), 5);
    const auto answer = district.centre.on_initiation(box.call(district.now), district.now);
    REQUIRE(answer);
    CHECK(box.on_answer(*answer, district.now) == CallProgress::ignored);
    CHECK(box.handshake.counts().undecipherable == 1);
    CHECK(district.centre.live.empty());
    // The box that has it still does.
    CHECK(district.join(district.box));
}

SCENARIO("a box has lost count of its starts", "[net][keys]") {
    GIVEN("a box that was in, at its fifth start") {
        District district;
        Office before(district.box_key.copy(), district.centre.key, "Xã Hồng Thái",
                      district.secret.copy(), 6, 5);
        REQUIRE(district.join(before));
        REQUIRE(district.join(before));  // pinned now, and its attempts remembered
        WHEN("it begins to count at 1 again") {
            Office after(district.box_key.copy(), district.centre.key, "Xã Hồng Thái", {}, 7, 1);
            const auto answer =
                district.centre.on_initiation(after.call(district.now), district.now);
            REQUIRE(answer);
            THEN("it is told what was seen, and its next attempt comes in") {
                CHECK(after.on_answer(*answer, district.now) == CallProgress::refused);
                CHECK(after.last_refusal == RefusalReason::stale_attempt);
                CHECK(district.join(after));
            }
        }
    }
}

TEST_CASE("a box that gives up its attempts takes no answer to them", "[net][keys]") {
    District district;
    CHECK_FALSE(district.box.handshake.calling());
    const auto answer =
        district.centre.on_initiation(district.box.call(district.now), district.now);
    CHECK(district.box.handshake.calling());
    district.box.handshake.abandon();
    CHECK_FALSE(district.box.handshake.calling());
    CHECK(district.box.on_answer(*answer, district.now) == CallProgress::ignored);
}

TEST_CASE("attempts are 0.9 to 1.1 s apart, and no two are alike", "[net][keys]") {
    District district;
    std::set<Datagram> calls;
    for (int i = 0; i < 100; ++i) {
        const Duration pause = district.box.handshake.pause();
        CHECK(pause >= 900ms);
        CHECK(pause <= 1100ms);
        auto call = district.box.call(district.now);
        CHECK(call.size() == initiation_size);
        CHECK(kind_of(call) == KeyDatagram::initiation);
        // Neither name nor key can be read on the way.
        CHECK(as_text(call).find("Xã") == std::string_view::npos);
        calls.insert(std::move(call));
    }
    CHECK(calls.size() == 100);
}

}  // namespace giaoban::net::test
