#include "net/keys/responder_handshake.h"

#include <ctime>

#include "net/keys/derive.h"
#include "tests/catch.h"
#include "tests/net/keys/parties.h"

using namespace std::chrono_literals;

namespace giaoban::net::test {
namespace {

/// A first message made by hand, with any payload.
Datagram initiation_with(const District& district, Bytes payload, RandomSource& random) {
    Datagram datagram(header_size + noise1_overhead + payload.size() + 2 * mac_size);
    const MutableBytes bytes(datagram);
    write_header(bytes, KeyDatagram::initiation, 77);
    const Prologue prologue(bytes.first<header_size>());
    NoiseInitiator noise(prologue.bytes, district.box_key, district.centre.key);
    REQUIRE(noise.write_first(PrivateKey::generate(random), payload,
                              bytes.subspan(header_size, noise1_overhead + payload.size())));
    (void)CookieHolder(district.centre.key).write_macs(bytes, district.now);
    return datagram;
}

Datagram well_formed_payload() {
    Datagram payload(initiation_payload);
    store_u16(payload, protocol_version);
    payload[2] = std::byte{5};
    std::ranges::copy(as_bytes("Xã A"), payload.begin() + 12);
    return payload;
}

RefusalReason refusal_of(District& district, Office& box) {
    const auto answer = district.centre.on_initiation(box.call(district.now), district.now);
    REQUIRE(answer);
    REQUIRE(box.on_answer(*answer, district.now) == CallProgress::refused);
    return box.last_refusal.value();
}

}  // namespace

SCENARIO("a box may not come in", "[net][keys]") {
    GIVEN("a mixing box with one card, which its box has used") {
        District district;
        REQUIRE(district.join(district.box));
        SeededRandom dice(3);
        WHEN("a box comes with a card that was never made here") {
            Office other(KeyPair::generate(dice), district.centre.key, "Xã Lạ", random_secret(dice),
                         4);
            THEN("it is told so") {
                CHECK(refusal_of(district, other) == RefusalReason::unknown_card);
            }
        }
        WHEN("another box comes with a copy of the used card") {
            Office other(KeyPair::generate(dice), district.centre.key, "Xã Hồng Thái",
                         district.secret.copy(), 4);
            THEN("it is told so, and the first box stays in") {
                CHECK(refusal_of(district, other) == RefusalReason::card_used_by_another_box);
                CHECK(district.centre.on_control(district.box.say("still here"), district.now) ==
                      "still here");
                CHECK(district.join(district.box));
            }
        }
        WHEN("the box comes with another name") {
            Office renamed(district.box_key.copy(), district.centre.key, "Xã Khác", {}, 4);
            THEN("it is told so") {
                CHECK(refusal_of(district, renamed) == RefusalReason::name_mismatch);
            }
        }
        WHEN("there is no room") {
            district.centre.always_refuse = RefusalReason::full;
            THEN("it is told so") {
                CHECK(refusal_of(district, district.box) == RefusalReason::full);
            }
        }
        WHEN("the card was taken back") {
            district.centre.roster.clear();
            THEN("it is told so, and comes in once the card is there again") {
                CHECK(refusal_of(district, district.box) == RefusalReason::unknown_card);
                district.centre.roster["Xã Hồng Thái"].pinned = district.box.key;
                CHECK(district.join(district.box));
            }
        }
    }
}

TEST_CASE("a version that is not spoken here is refused with that reason, whatever else it says",
          "[net][keys]") {
    District district;
    SeededRandom random(5);
    for (const std::size_t size : {2U, 40U, 76U, 300U}) {
        Datagram payload(size, std::byte{0x55});
        store_u16(payload, 2);
        const auto datagram = initiation_with(district, payload, random);
        const auto answer = district.centre.on_initiation(datagram, district.now);
        CHECK(district.centre.last_trouble == InitiationTrouble::version);
        REQUIRE(answer);
        CHECK(kind_of(*answer) == KeyDatagram::refusal);
        CHECK(index_of(*answer) == 77U);
    }
    CHECK(district.centre.handshake.counts().version == 4);
}

TEST_CASE("a box hears that its version is not spoken", "[net][keys]") {
    District district;
    // What the box sends is of this version: the mixing box is the one that says no.
    district.centre.always_refuse = RefusalReason::version;
    CHECK(refusal_of(district, district.box) == RefusalReason::version);
}

TEST_CASE("nonsense inside of a first message that opens is malformed", "[net][keys]") {
    District district;
    SeededRandom random(6);
    const auto judged = [&](const Datagram& payload) {
        (void)district.centre.on_initiation(initiation_with(district, payload, random),
                                            district.now);
        return district.centre.last_trouble;
    };
    CHECK(judged(well_formed_payload()) == std::nullopt);
    auto payload = well_formed_payload();
    payload[2] = std::byte{0};  // no name
    CHECK(judged(payload) == InitiationTrouble::malformed);
    payload[2] = std::byte{4};  // a letter behind the name's end
    CHECK(judged(payload) == InitiationTrouble::malformed);
    payload[2] = std::byte{65};  // longer than there is room
    CHECK(judged(payload) == InitiationTrouble::malformed);
    payload[2] = std::byte{64};  // zeros in the name
    CHECK(judged(payload) == InitiationTrouble::malformed);
    payload = well_formed_payload();
    payload[3] = std::byte{1};
    CHECK(judged(payload) == InitiationTrouble::malformed);
    payload = well_formed_payload();
    payload[12] = std::byte{0xFF};  // not UTF-8
    CHECK(judged(payload) == InitiationTrouble::malformed);
    payload = well_formed_payload();
    payload.pop_back();
    CHECK(judged(payload) == InitiationTrouble::malformed);
}

TEST_CASE("a first message with any bit changed or cut short gets no answer, and the true one does",
          "[net][keys]") {
    District district;
    const auto call = district.box.call(district.now);
    for (std::size_t bit = 0; bit < call.size() * 8; ++bit) {
        // mac2 counts only under load.
        if (bit / 8 >= call.size() - mac_size) break;
        auto damaged = call;
        damaged[bit / 8] ^= static_cast<std::byte>(1U << bit % 8);
        INFO("bit " << bit);
        CHECK_FALSE(district.centre.on_initiation(damaged, district.now));
    }
    for (std::size_t size = 0; size < call.size(); ++size) {
        const Datagram cut(call.begin(), call.begin() + static_cast<std::ptrdiff_t>(size));
        CHECK_FALSE(district.centre.on_initiation(cut, district.now));
    }
    CHECK(district.centre.handshake.counts().opened == 0);
    CHECK(district.centre.on_initiation(call, district.now));
}

TEST_CASE("whoever computes mac1 anew over a changed message still gets no answer", "[net][keys]") {
    District district;
    const auto call = district.box.call(district.now);
    const CookieHolder stranger(district.centre.key);
    // Every byte: with the header in the prologue no index or reserved byte can be exchanged.
    for (std::size_t i = 0; i < call.size() - 2 * mac_size; ++i) {
        auto damaged = call;
        damaged[i] ^= std::byte{0x10};
        (void)stranger.write_macs(damaged, district.now);
        district.now += 100ms;
        INFO("byte " << i);
        CHECK_FALSE(district.centre.on_initiation(damaged, district.now));
    }
    CHECK(district.centre.handshake.counts().forged > 200 - 2 * mac_size);
}

TEST_CASE("noise from strangers gets no answer", "[net][keys]") {
    District district;
    SeededRandom random(8);
    for (int i = 0; i < 2000; ++i) {
        Datagram noise(random.below(600));
        random.fill(noise);
        if (noise.size() >= header_size && i % 2 == 0) {
            write_header(noise, KeyDatagram::initiation, random.u32());
        }
        CHECK_FALSE(district.centre.on_initiation(noise, district.now));
    }
    CHECK(district.centre.handshake.counts().stranger > 0);
    CHECK(district.centre.handshake.counts().malformed > 0);
}

SCENARIO("the mixing box restarts", "[net][keys]") {
    GIVEN("a box that is in, and somebody who recorded how it came in") {
        District district;
        REQUIRE(district.join(district.box));
        const auto recorded = district.box.call(district.now);
        const auto recorded_answer = district.centre.on_initiation(recorded, district.now);
        REQUIRE(district.box.on_answer(*recorded_answer, district.now) == CallProgress::agreed);
        const auto recorded_word = district.box.say("hello");
        REQUIRE(district.centre.on_control(recorded_word, district.now) == "hello");
        WHEN("the mixing box has forgotten all but its key and its roster") {
            SeededRandom same(1);
            Centre restarted(KeyPair::generate(same), 999);
            REQUIRE(restarted.key == district.centre.key);
            restarted.roster["Xã Hồng Thái"].pinned = district.box.key;
            THEN("the box comes in anew") {
                const auto answer =
                    restarted.on_initiation(district.box.call(district.now), district.now);
                REQUIRE(district.box.on_answer(*answer, district.now) == CallProgress::agreed);
                CHECK(restarted.on_control(district.box.say("back"), district.now) == "back");
            }
            THEN("the recording opens no session") {
                CHECK(restarted.on_initiation(recorded, district.now));
                CHECK_FALSE(restarted.on_control(recorded_word, district.now));
                CHECK(restarted.live.empty());
            }
            THEN("the recording cannot keep the box out once it was in") {
                const auto answer =
                    restarted.on_initiation(district.box.call(district.now), district.now);
                REQUIRE(district.box.on_answer(*answer, district.now) == CallProgress::agreed);
                REQUIRE(restarted.on_control(district.box.say("back"), district.now) == "back");
                (void)restarted.on_initiation(recorded, district.now);
                CHECK(restarted.last_trouble == InitiationTrouble::stale);
                CHECK(restarted.on_control(district.box.say("still"), district.now) == "still");
            }
        }
    }
}

SCENARIO("a handshake goes on beside a live session", "[net][keys]") {
    GIVEN("a box that is in") {
        District district;
        REQUIRE(district.join(district.box));
        Centre& centre = district.centre;
        const std::uint32_t live_index = centre.live.at(district.box.key).keys.local_index;
        Office caller(district.box_key.copy(), centre.key, "Xã Hồng Thái", {}, 55, 2);
        WHEN("it calls anew and is answered") {
            const auto answer = centre.on_initiation(caller.call(district.now), district.now);
            REQUIRE(caller.on_answer(*answer, district.now) == CallProgress::agreed);
            THEN("the old session carries on until the new one carries something") {
                CHECK(centre.on_control(district.box.say("old"), district.now) == "old");
                CHECK(centre.live.at(district.box.key).keys.local_index == live_index);
                CHECK(centre.on_control(caller.say("new"), district.now) == "new");
                CHECK(centre.live.at(district.box.key).keys.local_index != live_index);
                CHECK_FALSE(centre.on_control(district.box.say("old"), district.now));
            }
        }
        WHEN("it and another box call at the same time") {
            SeededRandom dice(12);
            centre.roster["Xã B"].enrolment = district.secret.copy();
            Office other(KeyPair::generate(dice), centre.key, "Xã B", district.secret.copy(), 13);
            const auto a = caller.call(district.now);
            const auto b = other.call(district.now);
            const auto to_b = centre.on_initiation(b, district.now);
            const auto to_a = centre.on_initiation(a, district.now);
            THEN("neither takes the other's answer, and both come in") {
                CHECK(caller.on_answer(*to_b, district.now) == CallProgress::ignored);
                CHECK(other.on_answer(*to_a, district.now) == CallProgress::ignored);
                CHECK(other.on_answer(*to_b, district.now) == CallProgress::agreed);
                CHECK(caller.on_answer(*to_a, district.now) == CallProgress::agreed);
                CHECK(centre.on_control(other.say("b"), district.now) == "b");
                CHECK(centre.on_control(caller.say("a"), district.now) == "a");
                CHECK(centre.live.size() == 2);
            }
        }
    }
}

TEST_CASE("two boxes race for one card: the first that says something has it", "[net][keys]") {
    District district;
    SeededRandom dice(14);
    Office copy(KeyPair::generate(dice), district.centre.key, "Xã Hồng Thái",
                district.secret.copy(), 15);
    Centre& centre = district.centre;
    const auto to_copy = centre.on_initiation(copy.call(district.now), district.now);
    const auto to_box = centre.on_initiation(district.box.call(district.now), district.now);
    REQUIRE(copy.on_answer(*to_copy, district.now) == CallProgress::agreed);
    REQUIRE(district.box.on_answer(*to_box, district.now) == CallProgress::agreed);
    CHECK(centre.on_control(district.box.say("mine"), district.now) == "mine");
    CHECK_FALSE(centre.on_control(copy.say("mine too"), district.now));
    CHECK(centre.live.size() == 1);
    CHECK(refusal_of(district, copy) == RefusalReason::card_used_by_another_box);
}

SCENARIO("the mixing box is under load", "[net][keys]") {
    GIVEN("a mixing box that was sent as many first messages as it takes without a cookie") {
        District district;
        Centre& centre = district.centre;
        REQUIRE(district.join(district.box));
        SeededRandom dice(16);
        Office flood(KeyPair::generate(dice), centre.key, "Xã Lạ", {}, 17);
        for (std::uint32_t i = 0; i < CookieGate::usual_per_second * CookieGate::seconds_at_once;
             ++i) {
            (void)centre.on_initiation(flood.call(district.now), district.now, "198.51.100.9:9");
        }
        WHEN("a box calls") {
            const auto answer = centre.on_initiation(district.box.call(district.now), district.now);
            REQUIRE(answer);
            CHECK(centre.last_trouble == InitiationTrouble::wants_cookie);
            THEN("it is given a cookie, and comes in with its next attempt") {
                CHECK(kind_of(*answer) == KeyDatagram::cookie);
                CHECK(district.box.on_answer(*answer, district.now) == CallProgress::cookie);
                CHECK(district.join(district.box));
            }
            THEN("the cookie is of no use from another address") {
                REQUIRE(district.box.on_answer(*answer, district.now) == CallProgress::cookie);
                (void)centre.on_initiation(district.box.call(district.now), district.now,
                                           "192.0.2.1:5005");
                CHECK(centre.last_trouble == InitiationTrouble::wants_cookie);
            }
            THEN("a changed cookie is not taken") {
                for (std::size_t i = 0; i < answer->size(); ++i) {
                    auto damaged = *answer;
                    damaged[i] ^= std::byte{2};
                    CHECK(district.box.on_answer(damaged, district.now) == CallProgress::ignored);
                }
            }
        }
        WHEN("the flood ends") {
            district.now += 1s;
            THEN("a box comes in without a cookie") { CHECK(district.join(district.box)); }
        }
    }
}

// Not a test: run it by its tag.
TEST_CASE("what the mixing box pays for a handshake", "[.][measure]") {
    District district;
    REQUIRE(district.join(district.box));
    constexpr int times = 1000;
    std::vector<Datagram> calls;
    for (int i = 0; i < times; ++i) {
        calls.push_back(district.box.call(district.now));
    }
    const std::clock_t began = std::clock();  // of this process, not of the wall
    for (const Datagram& call : calls) {
        district.now += 20ms;
        REQUIRE(district.centre.on_initiation(call, district.now));
    }
    const double seconds = static_cast<double>(std::clock() - began) / CLOCKS_PER_SEC;
    WARN("a first message and its answer: " << seconds / times * 1e6 << " us of CPU");
}

}  // namespace giaoban::net::test
