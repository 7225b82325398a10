#include "config/card_settings.h"
#include "config/key_text.h"
#include "tests/catch.h"

using namespace giaoban;
using namespace giaoban::config;
using Catch::Matchers::ContainsSubstring;

TEST_CASE("what is not set stands in a settings file as an example", "[config]") {
    CardSettings settings;
    settings.card.name = "Xã \\ A";
    settings.card.mixers = {{"2001:db8::1", 24380}};
    const std::string text = settings.text();
    CHECK_THAT(text, ContainsSubstring("name = \"Xã \\\\ A\"\n"));
    CHECK_THAT(text, ContainsSubstring("mixers = [\"[2001:db8::1]:24380\"]\n"));
    CHECK_THAT(text, ContainsSubstring("# [[network.wifi]]\n# ssid"));
    CHECK_THAT(text, ContainsSubstring("# [network.static]\n"));
    CHECK_THAT(text, ContainsSubstring("# volume = 80\n"));
    CHECK_THAT(text, ContainsSubstring("# button = \"auto\"\n"));
    CHECK(text.find("secret =") == std::string::npos);
    WHEN("somebody on a PC takes the marks away from the examples") {
        std::string edited;
        for (std::size_t at = 0; at < text.size();) {
            const std::size_t end = text.find('\n', at) + 1;
            std::string line = text.substr(at, end - at);
            if (line.starts_with("# ") && line.find(" = ") != std::string::npos) line.erase(0, 2);
            if (line.starts_with("# [")) line.erase(0, 2);
            edited += line;
            at = end;
        }
        THEN("all of them are good, but the name with a \\") {
            const auto read = CardSettings::parse(edited, "giaoban.toml");
            INFO((read ? "" : giaoban::config::text(read.error())));
            REQUIRE_FALSE(read);
            REQUIRE(read.error().size() == 2);  // a passphrase with accents is none either
            CHECK(read.error()[0].key == "box.name");
            CHECK(read.error()[1].key == "network.wifi.passphrase");
        }
    }
}
