#include "config/vocab/endpoint.h"

#include <string>
#include <unordered_set>

#include "tests/catch.h"

using namespace giaoban;

TEST_CASE("an endpoint is read from its text and written as it was read", "[vocab]") {
    // The IPv6 forms are those of RFC 5952.
    for (const std::string text :
         {"192.0.2.1:7400", "0.0.0.0:1", "255.255.255.255:65535", "[::1]:7400", "[::]:1",
          "[2001:db8::1]:24380", "[2001:db8:0:1:1:1:1:1]:80", "[2001:0:0:1::1]:80",
          "[2001:db8::1:0:0:1]:80", "[fe80::1%3]:7400", "[1::]:9"}) {
        INFO(text);
        const auto endpoint = Endpoint::parse(text);
        REQUIRE(endpoint);
        CHECK(endpoint->to_string() == text);
    }
}

TEST_CASE("IPv6 is written in its shortest form", "[vocab]") {
    const auto written = [](const char* text) {
        const auto endpoint = Endpoint::parse(text);
        return endpoint ? endpoint->to_string() : std::string("none");
    };
    CHECK(written("[2001:0db8:0000:0000:0000:0000:0002:0001]:80") == "[2001:db8::2:1]:80");
    CHECK(written("[2001:DB8:0:0:1:0:0:1]:80") == "[2001:db8::1:0:0:1]:80");
    CHECK(written("[64:ff9b::192.0.2.33]:80") == "[64:ff9b::c000:221]:80");
}

TEST_CASE("an IPv4 address that a dual-stack socket shows is IPv4", "[vocab]") {
    const auto mapped = Endpoint::parse("[::ffff:192.0.2.1]:7400");
    REQUIRE(mapped);
    CHECK(mapped->is_v4());
    CHECK(*mapped == Endpoint::v4({192, 0, 2, 1}, 7400));
    CHECK(mapped->to_string() == "192.0.2.1:7400");
}

TEST_CASE("what is no endpoint is refused with the reason", "[vocab]") {
    const auto fault = [](const char* text) {
        const auto endpoint = Endpoint::parse(text);
        REQUIRE_FALSE(endpoint);
        return endpoint.error();
    };
    for (const char* text : {"", "192.0.2.1", "[::1]", "[::1", "[::1]7400"}) {
        INFO(text);
        CHECK(fault(text) == EndpointFault::no_port);
    }
    for (const char* text : {"192.0.2.1:", "192.0.2.1:0", "192.0.2.1:65536", "192.0.2.1:-1",
                             "192.0.2.1:7400 ", "[::1]:x"}) {
        INFO(text);
        CHECK(fault(text) == EndpointFault::bad_port);
    }
    for (const char* text : {"mixer.example:7400",
                             "1.2.3:7400",
                             "1.2.3.4.5:7400",
                             "1.2.3.256:7400",
                             "1.2.3.04:7400",
                             "1..2.3:7400",
                             "::1:7400",
                             "[1:2:3:4:5:6:7]:9",
                             "[1:2:3:4:5:6:7:8:9]:9",
                             "[1::2::3]:9",
                             "[:1]:9",
                             "[1:]:9",
                             "[12345::]:9",
                             "[::g]:9",
                             "[]:9",
                             "[1:2:3:4:5:6:7::8]:9",
                             "[::1%]:9",
                             "[::1%eth0]:9",
                             "[1.2.3.4::]:9",
                             "[:::]:9"}) {
        INFO(text);
        CHECK(fault(text) == EndpointFault::bad_address);
    }
}

TEST_CASE("endpoints are the same, ordered and hashed by address, zone and port", "[vocab]") {
    const auto one = Endpoint::v4({192, 0, 2, 1}, 7400);
    CHECK(one == Endpoint::v4({192, 0, 2, 1}, 7400));
    CHECK(one != one.with_port(7401));
    CHECK(one < one.with_port(7401));
    Endpoint::V6 local{0xFE, 0x80};
    CHECK(Endpoint::v6(local, 1, 2) != Endpoint::v6(local, 1, 3));
    CHECK_FALSE(Endpoint{}.is_somewhere());
    CHECK(one.is_somewhere());
    std::unordered_set<Endpoint> set;
    for (std::uint16_t port = 1; port <= 1000; ++port)
        set.insert(one.with_port(port));
    CHECK(set.size() == 1000);
    CHECK(set.contains(one.with_port(500)));
}
