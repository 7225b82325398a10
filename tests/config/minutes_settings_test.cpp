#include "config/minutes_settings.h"

#include "tests/catch.h"
#include "tests/config/errors_of.h"

using namespace giaoban::config;
using namespace giaoban::config::test;

TEST_CASE("distances are names and kilometres, and a name may have a colon in it", "[config]") {
    std::map<std::string, std::uint32_t> distances;
    REQUIRE(distances_from(" Tà Xi Láng : 62 ;Trạm: Km 14: 0", distances));
    CHECK(distances ==
          std::map<std::string, std::uint32_t>{{"Tà Xi Láng", 62}, {"Trạm: Km 14", 0}});
}

TEST_CASE("what is no list of distances is refused", "[config]") {
    const std::string_view text = GENERATE("Bản Mù", "Bản Mù:", ": 4", "Bản Mù: 4;", "Bản Mù: -4",
                                           "Bản Mù: 4 km", "Bản Mù: 40001", "A: 1; A: 2");
    std::map<std::string, std::uint32_t> distances;
    INFO(text);
    CHECK_FALSE(distances_from(text, distances));
}

TEST_CASE("what is wrong in [minutes] is said", "[config]") {
    CHECK(errors_of<MixerConfig>("minutes.place = \"a\\nb\"", "m").find("expected one line") !=
          std::string::npos);
    CHECK(errors_of<MixerConfig>("[minutes.journeys]\ndistances = 'x'", "m") ==
          "m:2: minutes.journeys.distances = \"x\": expected \"Name: km; Name: km\", each name "
          "once, or nothing");
    CHECK(errors_of<MixerConfig>("[minutes.journeys]\nper_km = 10000001", "m") ==
          "m:2: minutes.journeys.per_km = 10000001: expected a whole number from 0 to 10000000");
}
