#include "config/card_settings.h"

#include <fstream>

#include "config/box_config.h"
#include "config/card_settings_words.h"
#include "config/key_text.h"
#include "tests/catch.h"
#include "tests/config/errors_of.h"
#include "tests/config/temporary_folder.h"

using namespace giaoban;
using namespace giaoban::config;
using namespace giaoban::config::test;
using Catch::Matchers::ContainsSubstring;

namespace {

// RFC 7748 section 6.1: the public keys of Alice and Bob.
const std::string alice = "hSDwCYkwp1R0i33ctD73Wg2/Og0mOBr066SpjqqbTmo=";
const std::string bob = "3p7bfXt9wbTTW2HC7OQ1Nz+DQ8hbeGdNrfx+FG+IK08=";

std::string settings_text(const std::string& rest = "") {
    return "[box]\nname = \"Xã Hồng Thái\"\n[centre]\nmixers = [\"mixer.example:24380\"]\nkey = "
           "\"" +
           alice + "\"\nsecret = \"" + bob + "\"\n" + rest;
}

std::string errors(const std::string& text) {
    return errors_of<CardSettings>(text, "giaoban.toml");
}

std::string all_keys() {
    return settings_text(
        "[network]\ncountry = \"LA\"\n"
        "[[network.wifi]]\nssid = \"Ủy ban xã\"\npassphrase = \"a \\\"hard\\\" one\"\nhidden = "
        "true\n"
        "[[network.wifi]]\nssid = \"open\"\npassphrase = \"\"\n"
        "[network.static]\non = \"wifi\"\naddress = \"192.168.1.20/24\"\ngateway = "
        "\"192.168.1.1\"\n"
        "dns = [\"8.8.8.8\", \"2001:db8::53\"]\n"
        "[sound]\nvolume = 65\n"
        "[board]\nbutton = \"/dev/input/event3\"\nbutton_key = \"KEY_ENTER\"\n"
        "floor_lamp = \"floor\"\nlink_lamp = \"none\"\n");
}

std::string with_cr_lf(const std::string& text) {
    std::string out;
    for (const char c : text) {
        if (c == '\n') out += '\r';
        out += c;
    }
    return out;
}

}  // namespace

SCENARIO("a settings file says all of one box", "[config]") {
    const auto settings = CardSettings::parse(all_keys(), "giaoban.toml");
    INFO(errors(all_keys()));
    REQUIRE(settings);
    CHECK(settings->card.name == "Xã Hồng Thái");
    CHECK(settings->card.mixers == std::vector<HostPort>{{"mixer.example", 24380}});
    CHECK(key_text(settings->card.mixer_key) == alice);
    REQUIRE(settings->card.secret);
    CHECK(key_text(settings->card.secret->bytes()) == bob);
    CHECK(settings->country == "LA");
    REQUIRE(settings->wifi.size() == 2);
    CHECK(settings->wifi[0] == CardSettings::Wifi{"Ủy ban xã", "a \"hard\" one", true});
    CHECK(settings->wifi[1] == CardSettings::Wifi{"open", "", false});
    CHECK(settings->fixed ==
          CardSettings::Fixed{true, "192.168.1.20/24", "192.168.1.1", {"8.8.8.8", "2001:db8::53"}});
    THEN("what it writes says the same, and so does a copy") {
        for (const std::string& text : {settings->text(), settings->copy().text()}) {
            const auto again = CardSettings::parse(text, "again.toml");
            INFO(text);
            REQUIRE(again);
            CHECK(again->text() == settings->text());
            CHECK(again->wifi == settings->wifi);
            CHECK(again->fixed == settings->fixed);
            CHECK(*again->card.secret == *settings->card.secret);
        }
    }
    THEN("what goes before box.toml is a good box.toml") {
        const auto box = BoxConfig::parse(settings->box_toml(), "box.toml");
        REQUIRE(box);
        CHECK(box->sound.volume_percent == 65);
        CHECK(box->button.device == "/dev/input/event3");
        CHECK(box->button.key == "KEY_ENTER");
        CHECK(box->lamps.floor == "floor");
        CHECK(box->lamps.link == "none");
        CHECK(box->language == Language::vi);
    }
    THEN("it is a card as well, for the daemon") {
        const auto card = Card::parse(all_keys(), "card.toml");
        REQUIRE(card);
        CHECK(card->name == "Xã Hồng Thái");
        CHECK(card->secret);
    }
}

TEST_CASE("little is needed, and what is not said is not set", "[config]") {
    const auto settings = CardSettings::parse(settings_text(), "giaoban.toml");
    REQUIRE(settings);
    CHECK(settings->wifi.empty());
    CHECK_FALSE(settings->fixed);
    CHECK(BoxConfig::parse(settings->box_toml(), "box.toml").value() == BoxConfig{});
    CHECK(CardSettings::parse(settings->text(), "again.toml"));
}

SCENARIO("a settings file survives Windows", "[config]") {
    const std::string bom = "\xEF\xBB\xBF";
    for (const std::string& text :
         {bom + all_keys(), with_cr_lf(all_keys()), bom + with_cr_lf(all_keys())}) {
        INFO(errors(text));
        CHECK(CardSettings::parse(text, "giaoban.toml"));
    }
    std::string wide = "\xFF\xFE";
    for (const char c : settings_text())
        wide += std::string{c, '\0'};
    CHECK(errors(wide) == "giaoban.toml: saved as UTF-16 (Unicode): save it again as UTF-8");
    CHECK(errors("[box]\nname = \"X\xE3 A\"\n") ==
          "giaoban.toml:2: a letter that is not UTF-8: save the file again as UTF-8");
    CHECK_THAT(errors("[box]\nname = “Xã A”\n"),
               ContainsSubstring("giaoban.toml:2: curly quotation marks"));
}

SCENARIO("what is wrong is said with line and key, in two languages, and no secret in it",
         "[config]") {
    const auto [rest, english, vietnamese] = GENERATE(table<std::string, std::string, std::string>({
        {"[sound]\nvolume = 150\n",
         "line 8: sound.volume = 150: expected a whole number from 0 to 100",
         "dòng 8: sound.volume = 150: cần số nguyên từ 0 đến 100, không có ngoặc kép"},
        {"[network]\n[[network.wifi]]\nssid = \"a\"\npassphrase = \"ngắn\"\n",
         "line 10: network.wifi.passphrase = (not shown): expected the network's password: 8 to 63 "
         "characters without accents; \"\" for an open network",
         "dòng 10: network.wifi.passphrase = (not shown): cần mật khẩu Wi-Fi 8 đến 63 ký tự không "
         "dấu; để \"\" nếu mạng không có mật khẩu"},
        {"[[network.wifi]]\npassphrase = \"12345678\"\n",
         "network.wifi.ssid: is not there, and is needed",
         "network.wifi.ssid: thiếu mục này, phải có"},
        {"[netwrok]\n", "line 7: netwrok: no such key; did you mean `network`?",
         "dòng 7: netwrok: không có mục này; có phải là `network`?"},
        {"[network.static]\naddress = \"192.168.1.20/24\"\ngateway = \"192.168.2.1\"\n",
         "line 9: network.static.gateway = \"192.168.2.1\": expected a numeric address of the same "
         "network as `address`, as \"192.168.1.1\"",
         "dòng 9: network.static.gateway = \"192.168.2.1\": cần địa chỉ IP của cổng ra, cùng mạng "
         "với address, ví dụ \"192.168.1.1\""},
        {"[network.static]\naddress = \"192.168.1.20\"\n",
         "line 8: network.static.address = \"192.168.1.20\": expected a numeric address and its "
         "prefix, as \"192.168.1.20/24\" (/24 is 255.255.255.0)",
         "dòng 8: network.static.address = \"192.168.1.20\": cần địa chỉ IP kèm /24, ví dụ "
         "\"192.168.1.20/24\""},
    }));
    const auto parsed = CardSettings::parse(settings_text(rest), "giaoban.toml");
    REQUIRE_FALSE(parsed);
    REQUIRE(parsed.error().size() == 1);
    CHECK(in_english(parsed.error()[0]) == english);
    CHECK(in_vietnamese(parsed.error()[0]) == vietnamese);
}

TEST_CASE("what is needed is asked for, all at once", "[config]") {
    CHECK(errors("") ==
          "giaoban.toml: box.name: is not there, and is needed\n"
          "giaoban.toml: centre.mixers: is not there, and is needed\n"
          "giaoban.toml: centre.key: is not there, and is needed");
    CHECK(errors("[box]\nname = \"a\"\n[centre]\nmixers=[\"a:1\"]\nkey=\"" + alice +
                 "\"\nsecret = \"hunter2\"\n") ==
          "giaoban.toml:6: centre.secret = (not shown): expected a secret: 44 characters of "
          "base64, as `giaobanctl card` made it");
}

SCENARIO("a used secret is wiped where it stands", "[config]") {
    std::string text = settings_text("# again: " + bob + "\n");
    const auto settings = CardSettings::parse(text, "giaoban.toml");
    const auto places = places_of(*settings->card.secret, text);
    REQUIRE(places.size() == 2);
    const std::size_t length = text.size();
    for (const std::size_t place : places)
        text.replace(place, used_secret.size(), used_secret);
    CHECK(text.size() == length);
    CHECK(text.find(bob) == std::string::npos);
    const auto used = CardSettings::parse(text, "giaoban.toml");
    REQUIRE(used);
    CHECK(used->secret_used);
    CHECK_FALSE(used->card.secret);
    CHECK(CardSettings::parse(used->text(), "again.toml")->secret_used);
    // The power went while it was wiped, at the border of two sectors.
    const std::size_t wiped = text.find(used_secret);
    for (std::size_t border = 5; border < used_secret.size(); ++border) {
        std::string torn = text;
        torn.replace(wiped + border, used_secret.size() - border, used_secret.size() - border, 'A');
        const auto half_wiped = CardSettings::parse(torn, "giaoban.toml");
        REQUIRE(half_wiped);
        CHECK(half_wiped->secret_used);
    }
}

TEST_CASE("the daemon forgets the secret of either kind of card", "[config]") {
    const TemporaryFolder folder;
    const std::string path = folder.file("card.toml", settings_text("[sound]\nvolume = 3\n"));
    REQUIRE(forget_secret(path));
    CHECK(content_of(path).find(bob) == std::string::npos);
    const auto card = Card::load(path);
    REQUIRE(card);
    CHECK_FALSE(card->secret);
}
