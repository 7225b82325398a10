#include "config/settings.h"

#include "config/mixer_config.h"
#include "net/link/rung.h"
#include "tests/catch.h"

using namespace giaoban;
using namespace giaoban::config;

TEST_CASE("a place on the network is a host and a port", "[config]") {
    for (const std::string same :
         {"10.0.0.1:1", "mixer.huyen-a.vn:65535", "[2001:db8::1]:24380", "[::]:0"}) {
        REQUIRE(HostPort::from(same));
        CHECK(HostPort::from(same)->text() == same);
    }
    for (const std::string bad :
         {"", ":", "host", "host:", ":1", "host:65536", "host:-1", "host:+1", "host:1x", "ho st:1",
          "::1:80", "[]:1", "[abcd]:1", "[::1]", "[::1", "host:000001"}) {
        INFO(bad);
        CHECK_FALSE(HostPort::from(bad));
    }
    CHECK_FALSE(HostPort::from(std::string(254, 'a') + ":1"));
}

TEST_CASE("the configuration and net/link speak of the same ladder", "[config]") {
    CHECK(net::RungStep{highest_rung} == net::widest_step);
}
