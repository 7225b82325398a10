#include "firmware/mixer/chair/login_throttle.h"

#include "tests/catch.h"

using namespace giaoban;
using chair::LoginThrottle;
using namespace std::chrono_literals;

namespace {

const Instant start{1h};

/// Fails as fast as it is allowed to; how many tries it gets in so long.
int tries_in(LoginThrottle& throttle, Duration length, const std::string& name) {
    int tries = 0;
    for (Instant now = start; now < start + length;) {
        const Seconds wait = throttle.wait(name, "192.0.2." + std::to_string(tries), now);
        if (wait > 0s) {
            now += wait;
            continue;
        }
        throttle.failed(name, "192.0.2." + std::to_string(tries), now);
        tries += 1;
    }
    return tries;
}

}  // namespace

TEST_CASE("five wrong passwords cost nothing, and then the wait doubles", "[chair]") {
    LoginThrottle throttle;
    for (int i = 0; i < 5; ++i) {
        CHECK(throttle.wait("chair", "a", start) == 0s);
        throttle.failed("chair", "a", start);
    }
    for (const Seconds wait : {1s, 2s, 4s, 8s, 16s, 32s, 64s, 128s, 256s, 300s, 300s}) {
        CHECK(throttle.wait("chair", "a", start) == wait);
        CHECK(throttle.wait("chair", "a", start + wait - 1ms) == 1s);
        CHECK(throttle.wait("chair", "a", start + wait) == 0s);
        throttle.failed("chair", "a", start);
    }
}

TEST_CASE("one name is not guessed from many addresses", "[chair]") {
    LoginThrottle throttle;
    CHECK(tries_in(throttle, 24h, "chair") < 310);
}

TEST_CASE("one address does not try many names", "[chair]") {
    LoginThrottle throttle;
    for (int i = 0; i < 20; ++i) {
        CHECK(throttle.wait("n" + std::to_string(i), "a", start) == 0s);
        throttle.failed("n" + std::to_string(i), "a", start);
    }
    CHECK(throttle.wait("another", "a", start) == 1s);
    CHECK(throttle.wait("another", "b", start) == 0s);
}

TEST_CASE("who signs in at a known address is not locked out by failures from elsewhere",
          "[chair]") {
    LoginThrottle throttle;
    throttle.succeeded("chair", "office");
    for (int i = 0; i < 50; ++i)
        throttle.failed("chair", "elsewhere", start);
    CHECK(throttle.wait("chair", "elsewhere", start) > 0s);
    CHECK(throttle.wait("chair", "office", start) == 0s);
}

TEST_CASE("signing in makes an end of a name's failures, and so does an hour", "[chair]") {
    LoginThrottle throttle;
    for (int i = 0; i < 8; ++i)
        throttle.failed("chair", "a", start);
    CHECK(throttle.wait("chair", "b", start) > 0s);
    CHECK(throttle.wait("chair", "b", start + 61min) == 0s);
    throttle.succeeded("chair", "c");
    CHECK(throttle.wait("chair", "b", start) == 0s);
}

TEST_CASE("names that nobody has do not fill the memory", "[chair]") {
    LoginThrottle throttle;
    for (int i = 0; i < 10; ++i)
        throttle.failed("chair", "x", start + 1min);
    for (int i = 0; i < 5'000; ++i)
        throttle.failed("n" + std::to_string(i), "y" + std::to_string(i), start);
    CHECK(throttle.wait("chair", "z", start + 1min) > 0s);
}

TEST_CASE("a hall of people who all sign in at one address does not wait", "[chair]") {
    LoginThrottle throttle;
    for (int i = 0; i < 200; ++i) {
        const std::string name = "n" + std::to_string(i);
        REQUIRE(throttle.wait(name, "hall", start) == 0s);
        throttle.failed(name, "hall", start);
        throttle.succeeded(name, "hall");
    }
}
