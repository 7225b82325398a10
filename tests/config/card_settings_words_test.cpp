#include "config/card_settings_words.h"

#include <algorithm>

#include "config/card_settings.h"
#include "tests/catch.h"

using namespace giaoban;
using namespace giaoban::config;

namespace {

/// Each key of the file with a value that it cannot have.
constexpr const char* all_wrong =
    "[box]\nname = \"\"\nlanguage = \"fr\"\n[centre]\nmixers = [\"a\"]\nkey = \"k\"\nsecret = "
    "\"s\"\n"
    "[network]\ncountry = \"Vn\"\n[[network.wifi]]\nssid = \"\"\npassphrase = \"1\"\nhidden = 1\n"
    "[network.static]\non = \"air\"\naddress = \"1\"\ngateway = \"x\"\ndns = [\"y\"]\n"
    "[sound]\nvolume = \"loud\"\n"
    "[board]\nbutton = \"\"\nbutton_key = \"k\"\nfloor_lamp = \"a/b\"\nlink_lamp = \"\"\n";

bool is_english(const std::string& text) {
    return text.find("expected") != std::string::npos || text.find("there") != std::string::npos;
}

}  // namespace

TEST_CASE("each key that can be wrong has its words in Vietnamese", "[config]") {
    const auto parsed = CardSettings::parse(all_wrong, "giaoban.toml");
    REQUIRE_FALSE(parsed);
    CHECK(parsed.error().size() == 18);
    for (const ConfigError& error : parsed.error()) {
        INFO(in_english(error));
        CHECK_FALSE(is_english(in_vietnamese(error)));
    }
}

TEST_CASE("each trouble with a whole file has its words in Vietnamese", "[config]") {
    const std::string text = GENERATE(
        as<std::string>(), "", "x = [", "box = 1\ncentre = 2\nnetwork = 3\n",
        "[network]\nwifi = 3\nstatic = [1]\n", "\xFF\xFE", "\xC3", "name = “a”", "colour = 1",
        std::string(70'000, ' '), std::string(2'000, ' '), "[centre]\nmixers = []\n");
    const auto parsed = CardSettings::parse(text, "giaoban.toml");
    REQUIRE_FALSE(parsed);
    for (const ConfigError& error : parsed.error()) {
        INFO(in_english(error));
        INFO(in_vietnamese(error));
        CHECK_FALSE(is_english(in_vietnamese(error)));
        CHECK(in_vietnamese(error) != in_english(error));
    }
}
