#include "config/card.h"

#include <sys/stat.h>

#include <filesystem>

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

std::string card_text(const std::string& secret_line) {
    return "name = \"Xã Hồng Thái\"\nmixers = [\"mixer.example:24380\", \"[2001:db8::1]:7\"]\n"
           "mixer_key = \"" +
           alice + "\"\n" + secret_line + "# end\n";
}

}  // namespace

TEST_CASE("a card says who a box is and where its mixing box is", "[config]") {
    const auto card = Card::parse(card_text("secret = \"" + bob + "\"\n"), "card.toml");
    REQUIRE(card);
    CHECK(card->name == "Xã Hồng Thái");
    CHECK(card->mixers == std::vector<HostPort>{{"mixer.example", 24380}, {"2001:db8::1", 7}});
    CHECK(key_text(card->mixer_key) == alice);
    REQUIRE(card->secret);
    CHECK(key_text(card->secret->bytes()) == bob);
    THEN("its own text says the same") {
        const auto again = Card::parse(card->text(), "card.toml");
        REQUIRE(again);
        CHECK(again->name == card->name);
        CHECK(again->mixers == card->mixers);
        CHECK(again->mixer_key == card->mixer_key);
        CHECK(*again->secret == *card->secret);
    }
}

SCENARIO("what is wrong on a card is said, and never its secret", "[config]") {
    CHECK(errors_of<Card>("", "c") ==
          "c: name: is not there, and is needed\n"
          "c: mixers: is not there, and is needed\n"
          "c: mixer_key: is not there, and is needed");
    const std::string broken = errors_of<Card>(card_text("secret = \"hunter2\"\n"), "c");
    CHECK(broken == "c:4: secret = (not shown): expected a secret: 44 characters of base64");
    const std::string misspelt = errors_of<Card>(card_text("secrets = \"hunter2\"\n"), "c");
    CHECK(misspelt == "c:4: secrets: no such key; did you mean `secret`?");
    CHECK_THAT(errors_of<Card>("mixers = []", "c"),
               ContainsSubstring("c:1: mixers = a list: expected a list of 1 to 8"));
    CHECK_THAT(errors_of<Card>("mixers = ['a:1', 'b']", "c"),
               ContainsSubstring("c:1: mixers = \"b\": expected a name"));
    CHECK_THAT(errors_of<Card>("mixers = ['a:0']", "c"),
               ContainsSubstring("c:1: mixers = \"a:0\""));
}

TEST_CASE("a name can be a file's name and a command's argument", "[config]") {
    for (const auto* good : {"a", "Xã Hồng Thái", "box-1", "Ba Tơ (2)", "会議"})
        CHECK(valid_name(good));
    for (const auto* bad : {"", ".hidden", "-x", " a", "a ", "a/b", "a\\b", "a\"b", "a\nb", "\x7F",
                            "\xC3", "\xC0\x80", "\xED\xA0\x80", "\xF4\x90\x80\x80"}) {
        CHECK_FALSE(valid_name(bad));
    }
    CHECK(valid_name(std::string(64, 'x')));
    CHECK_FALSE(valid_name(std::string(65, 'x')));
}

TEST_CASE("a card is not written over a file that is there, unless that is asked for", "[config]") {
    const TemporaryFolder folder;
    const auto card = Card::parse(card_text(""), "card.toml");
    const std::string path = folder.path() + "/card.toml";
    REQUIRE(card->store(path, false));
    CHECK(Card::load(path)->name == card->name);
    CHECK(text(card->store(path, false).error()) == path + ": is there already");
    CHECK(card->store(path, true));
    CHECK_FALSE(card->store(folder.path() + "/none/card.toml", true));
}

SCENARIO("a box that is enrolled takes the secret off its card", "[config]") {
    const TemporaryFolder folder;
    const std::string path = folder.file("card.toml", card_text("secret = \"" + bob + "\"\n"));
    REQUIRE(forget_secret(path));
    THEN("the rest of the file is as it was, for its owner's eyes alone") {
        CHECK(content_of(path) == card_text(""));
        struct ::stat about {};
        REQUIRE(::stat(path.c_str(), &about) == 0);
        CHECK((about.st_mode & 0777) == 0600);
        CHECK(std::distance(std::filesystem::directory_iterator(folder.path()), {}) == 1);
    }
    THEN("once more changes nothing") {
        REQUIRE(forget_secret(path));
        CHECK(content_of(path) == card_text(""));
    }
    GIVEN("a secret in three lines, at the end of a file without a last line's end") {
        const std::string odd =
            folder.file("odd.toml", card_text("") + "secret = \"\"\"\n" + bob + "\"\"\"");
        REQUIRE(forget_secret(odd));
        CHECK(content_of(odd) == card_text(""));
    }
    GIVEN("no such file, or one that is no TOML") {
        CHECK_FALSE(forget_secret(folder.path() + "/none.toml"));
        const std::string broken = folder.file("broken.toml", "secret = ");
        CHECK_FALSE(forget_secret(broken));
        CHECK(content_of(broken) == "secret = ");
    }
}
