#include "firmware/mixer/chair/certificate.h"

#include <sys/stat.h>

#include <fstream>

#include "config/vocab/startup_error.h"
#include "firmware/mixer/chair/tls_stream.h"
#include "tests/catch.h"
#include "tests/config/temporary_folder.h"

using namespace giaoban;
using namespace giaoban::chair;
using namespace std::chrono_literals;
using Catch::Matchers::ContainsSubstring;
using config::test::TemporaryFolder;

namespace {

const WallTime today{1'795'000'000s};

}  // namespace

SCENARIO("a certificate is made at the first start and kept", "[chair]") {
    const TemporaryFolder folder;
    const std::string place = folder.path() + "/page";
    const Certificate first = own_certificate(place, today);
    CHECK(first.fingerprint.size() == 32 * 3 - 1);
    CHECK(first.warning.empty());
    CHECK_NOTHROW(tls_context(first));
    struct ::stat about {};
    REQUIRE(::stat((place + "/certificate.pem").c_str(), &about) == 0);
    CHECK((about.st_mode & 0777U) == 0600U);
    THEN("the next start has the same") {
        CHECK(own_certificate(place, today + 24h).fingerprint == first.fingerprint);
    }
    THEN("giaobanctl finds its fingerprint") {
        std::string line;
        std::getline(std::ifstream(place + "/fingerprint") >> std::ws, line);
        CHECK(line == first.fingerprint);
    }
    THEN("when it is about to end there is a new one, and that is said") {
        const Certificate next = own_certificate(place, today + 24h * 3'630);
        CHECK(next.fingerprint != first.fingerprint);
        CHECK_THAT(next.warning, ContainsSubstring("less than 30 days"));
    }
    THEN("a damaged one is made anew, and that is said") {
        std::ofstream(place + "/certificate.pem") << "-----BEGIN CERTIFICATE-----\nAAAA\n";
        const Certificate next = own_certificate(place, today);
        CHECK_THAT(next.warning, ContainsSubstring("damaged"));
        CHECK_NOTHROW(tls_context(next));
    }
    THEN("one that others may read stops the start") {
        ::chmod((place + "/certificate.pem").c_str(), 0644);
        CHECK_THROWS_AS(own_certificate(place, today), StartupError);
    }
}

SCENARIO("a certificate of one's own is named in the configuration", "[chair]") {
    const TemporaryFolder folder;
    const Certificate made = make_certificate({"mixer.example", "192.0.2.7", "2001:db8::7"}, today);
    const Certificate other = make_certificate({"localhost"}, today);
    const std::string chain = folder.file("page.crt", made.chain);
    const std::string key = folder.file("page.key", made.key);
    const std::string state = folder.path() + "/page";
    const Certificate read = configured_certificate(chain, key, state, today);
    CHECK(read.fingerprint == made.fingerprint);
    CHECK_NOTHROW(tls_context(read));
    THEN("what is wrong with it is said, with the file") {
        CHECK_THROWS_WITH(configured_certificate(folder.path() + "/none", key, state, today),
                          ContainsSubstring("none: cannot be read"));
        CHECK_THROWS_WITH(configured_certificate(key, key, state, today),
                          ContainsSubstring("page.key: is no certificate"));
        CHECK_THROWS_WITH(configured_certificate(chain, chain, state, today),
                          ContainsSubstring("page.crt: is no private key"));
        CHECK_THROWS_WITH(
            configured_certificate(chain, folder.file("other.key", other.key), state, today),
            ContainsSubstring("is not the key of"));
    }
    THEN("one that has ended is used, with a warning: the clock may be wrong") {
        CHECK_THAT(configured_certificate(chain, key, state, today + 24h * 4'000).warning,
                   ContainsSubstring("has ended"));
    }
}

TEST_CASE("a box whose clock says 1970 makes a certificate that holds today", "[chair]") {
    const TemporaryFolder folder;
    const Certificate made = own_certificate(folder.path() + "/page", WallTime{});
    CHECK(own_certificate(folder.path() + "/page", today).fingerprint == made.fingerprint);
}
