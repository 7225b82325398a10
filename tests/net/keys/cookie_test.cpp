#include "net/keys/cookie.h"

#include <vector>

#include "tests/catch.h"

using namespace std::chrono_literals;

namespace giaoban::net::test {
namespace {

constexpr std::string_view source = "192.0.2.1:5004";

/// A mixing box's gate whose free first messages are used up, and a box that wants in.
struct Queue {
    SeededRandom random{1};
    KeyPair mixer = KeyPair::generate(random);
    std::uint32_t free_per_second = CookieGate::usual_per_second;
    CookieGate gate{mixer.public_key, random, free_per_second};
    CookieHolder box{mixer.public_key};
    Instant now{1h};

    std::vector<std::byte> initiation() {
        std::vector<std::byte> datagram(initiation_size);
        random.fill(datagram);
        write_header(datagram, KeyDatagram::initiation, 5);
        last_mac1 = box.write_macs(datagram, now);
        return datagram;
    }
    CookieGate::Verdict knock(std::string_view from = source) {
        return gate.judge(initiation(), as_bytes(from), now);
    }
    void use_up() {
        while (gate.judge(initiation(), as_bytes("elsewhere"), now) == CookieGate::Verdict::open) {
        }
    }
    bool fetch_cookie() {
        const auto datagram = initiation();
        const auto answer = gate.write_cookie(datagram, as_bytes(source), now);
        return box.take(answer.bytes(), last_mac1, now);
    }
    Mac last_mac1{};
};

}  // namespace

TEST_CASE("without load, whoever knows the mixing box's key is let through", "[net][keys]") {
    Queue queue;
    CHECK(queue.knock() == CookieGate::Verdict::open);
    SeededRandom dice(2);
    CookieGate other(KeyPair::generate(dice).public_key, dice);
    CHECK(other.judge(queue.initiation(), as_bytes(source), queue.now) ==
          CookieGate::Verdict::stranger);
}

TEST_CASE("two hundred at once and a hundred a second are let through without a cookie",
          "[net][keys]") {
    Queue queue;
    for (int i = 0; i < 200; ++i) {
        REQUIRE(queue.knock() == CookieGate::Verdict::open);
    }
    CHECK(queue.knock() == CookieGate::Verdict::wants_cookie);
    queue.now += 1s;
    for (int i = 0; i < 100; ++i) {
        REQUIRE(queue.knock() == CookieGate::Verdict::open);
    }
    CHECK(queue.knock() == CookieGate::Verdict::wants_cookie);
    queue.now += 1h;
    for (int i = 0; i < 200; ++i) {
        REQUIRE(queue.knock() == CookieGate::Verdict::open);
    }
    CHECK(queue.knock() == CookieGate::Verdict::wants_cookie);
}

TEST_CASE("how many a second need no cookie is the mixing box's to say", "[net][keys]") {
    Queue queue{.free_per_second = 3};
    for (int i = 0; i < 6; ++i) {
        REQUIRE(queue.knock() == CookieGate::Verdict::open);
    }
    CHECK(queue.knock() == CookieGate::Verdict::wants_cookie);
    queue.now += 1s;
    for (int i = 0; i < 3; ++i) {
        REQUIRE(queue.knock() == CookieGate::Verdict::open);
    }
    CHECK(queue.knock() == CookieGate::Verdict::wants_cookie);
}

TEST_CASE("a cookie opens the gate for its own address alone", "[net][keys]") {
    Queue queue;
    queue.use_up();
    CHECK(queue.knock() == CookieGate::Verdict::wants_cookie);
    REQUIRE(queue.fetch_cookie());
    for (int i = 0; i < 300; ++i) {
        REQUIRE(queue.knock() == CookieGate::Verdict::open);
    }
    CHECK(queue.knock("192.0.2.1:5005") == CookieGate::Verdict::wants_cookie);
}

TEST_CASE("a cookie is good for two minutes, across a change of the secret", "[net][keys]") {
    Queue queue;
    queue.use_up();
    queue.now += 119s;  // the secret is about to be changed
    queue.use_up();
    REQUIRE(queue.fetch_cookie());
    queue.now += 119s;
    queue.use_up();
    CHECK(queue.knock() == CookieGate::Verdict::open);
    queue.now += 1s;  // the box itself holds it for old now
    queue.use_up();
    CHECK(queue.knock() == CookieGate::Verdict::wants_cookie);
}

TEST_CASE("an old cookie is of no use to somebody who goes on showing it", "[net][keys]") {
    Queue queue;
    queue.use_up();
    REQUIRE(queue.fetch_cookie());
    const auto datagram = queue.initiation();
    CHECK(queue.gate.judge(datagram, as_bytes(source), queue.now) == CookieGate::Verdict::open);
    queue.now += 4min;
    queue.use_up();
    CHECK(queue.gate.judge(datagram, as_bytes(source), queue.now) ==
          CookieGate::Verdict::wants_cookie);
}

TEST_CASE("a cookie is taken only as the answer to what was asked, and whole", "[net][keys]") {
    Queue queue;
    const auto datagram = queue.initiation();
    const Mac mac1 = queue.last_mac1;
    const auto answer = queue.gate.write_cookie(datagram, as_bytes(source), queue.now);
    CHECK(index_of(answer.bytes()) == 5U);
    Mac other = mac1;
    other[0] ^= std::byte{1};
    CHECK_FALSE(queue.box.take(answer.bytes(), other, queue.now));
    CHECK_FALSE(queue.box.take(answer.bytes().first(cookie_size - 1), mac1, queue.now));
    CHECK(queue.box.take(answer.bytes(), mac1, queue.now));
}

}  // namespace giaoban::net::test
