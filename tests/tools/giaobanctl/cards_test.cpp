#include <sys/stat.h>

#include <filesystem>

#include "config/card.h"
#include "config/key_text.h"
#include "config/roster.h"
#include "tests/catch.h"
#include "tests/config/temporary_folder.h"
#include "tests/tools/giaobanctl/run_program.h"

using namespace giaoban;
using namespace giaoban::ctl::test;
using Catch::Matchers::ContainsSubstring;
using config::test::TemporaryFolder;

namespace {

std::string quoted(const std::string& text) { return "'" + text + "'"; }

}  // namespace

SCENARIO("a technician makes the cards of a centre", "[tools]") {
    const TemporaryFolder folder;
    const std::string state = " --state-dir " + folder.path() + "/state";
    const std::string out = folder.path() + "/card.toml";
    const Run made = giaobanctl(
        "card 'Xã Hồng Thái' --mixer mixer.example:24380 10.0.0.1:7 --out " + out + state);
    INFO(made.said);
    REQUIRE(made.exit == 0);
    THEN("the card and the roster agree, and the card names the mixing box's key") {
        const auto card = config::Card::load(out);
        REQUIRE(card);
        const auto entry = config::Roster(folder.path() + "/state").find("Xã Hồng Thái");
        REQUIRE(entry);
        CHECK(card->name == "Xã Hồng Thái");
        CHECK(card->mixers.size() == 2);
        CHECK(*card->secret == *entry->secret);
        CHECK(entry->role == Role::member);
        CHECK(giaobanctl("keygen --show " + folder.path() + "/state/private.key").said ==
              config::key_text(card->mixer_key) + "\n");
        THEN("the secret is in no output") {
            CHECK(made.said.find(config::key_text(card->secret->bytes())) == std::string::npos);
        }
    }
    THEN("neither a box nor a file is made twice") {
        const Run box = giaobanctl("card 'Xã Hồng Thái' --mixer a:1 --out " + out + ".2" + state);
        CHECK(box.exit == 1);
        CHECK_THAT(box.said, ContainsSubstring("there is a box \"Xã Hồng Thái\" already"));
        CHECK_FALSE(std::filesystem::exists(out + ".2"));
        const Run file = giaobanctl("card other --mixer a:1 --out " + out + state);
        CHECK(file.exit == 1);
        CHECK_THAT(file.said, ContainsSubstring("card.toml: is there already"));
        CHECK_FALSE(config::Roster(folder.path() + "/state").find("other"));
    }
    THEN("a card is made anew when that is said, with another secret and the same number") {
        const auto before = config::Card::load(out);
        REQUIRE(giaobanctl("card 'Xã Hồng Thái' --mixer a:1 --replace --out " + out + state).exit ==
                0);
        CHECK_FALSE(*config::Card::load(out)->secret == *before->secret);
        CHECK(config::Roster(folder.path() + "/state").find("Xã Hồng Thái")->number == BoxId{1});
    }
    THEN("the roster is listed and changed") {
        REQUIRE(giaobanctl("card ghế --chair --mixer a:1 --out " + out + ".2" + state).exit == 0);
        CHECK(giaobanctl("cards" + state).said ==
              "number  name          role    state\n"
              "1       Xã Hồng Thái  member  unused\n"
              "2       ghế           chair   unused\n");
        CHECK(giaobanctl("cards block ghế" + state).exit == 0);
        CHECK(giaobanctl("cards role ghế member" + state).exit == 0);
        CHECK_THAT(
            giaobanctl("cards --json" + state).said,
            ContainsSubstring(R"({"box":2,"name":"ghế","role":"member","state":"blocked"})"));
        const Run nobody = giaobanctl("cards block nobody" + state);
        CHECK(nobody.exit == 1);
        CHECK_THAT(nobody.said, ContainsSubstring("no such box"));
    }
    THEN("a broken file of the roster stops everything, by name") {
        folder.file("state/cards/ghế.toml", "");
        for (const std::string& command :
             {std::string("cards"), "card new --mixer a:1 --out " + out + ".3"}) {
            const Run run = giaobanctl(command + state);
            CHECK(run.exit == 1);
            CHECK_THAT(run.said, ContainsSubstring("cards/ghế.toml: is empty"));
        }
        CHECK_FALSE(std::filesystem::exists(out + ".3"));
    }
}

TEST_CASE("what makes no card is said", "[tools]") {
    const TemporaryFolder folder;
    const std::string rest = " --state-dir " + folder.path() + "/s --out " + folder.path() + "/c";
    const auto [order, complaint] = GENERATE(table<std::string, std::string>({
        {"card ../x --mixer a:1", "is no name for a box"},
        {"card x --mixer a", "--mixer a: expected a name or numeric address and a port"},
        {"card x --mixer a:0", "--mixer a:0: expected"},
        {"card x", "--mixer is required"},
    }));
    const Run run = giaobanctl(order + rest);
    CHECK(run.exit == 2);
    CHECK_THAT(run.said, ContainsSubstring(complaint));
    CHECK_FALSE(std::filesystem::exists(folder.path() + "/c"));
}

SCENARIO("a private key is made once and kept private", "[tools]") {
    const TemporaryFolder folder;
    const std::string file = folder.path() + "/private.key";
    const Run made = giaobanctl("keygen " + file);
    REQUIRE(made.exit == 0);
    CHECK(config::key_bytes(made.said.substr(0, 44)));
    CHECK(giaobanctl("keygen --show " + file).said == made.said);
    struct ::stat about {};
    REQUIRE(::stat(file.c_str(), &about) == 0);
    CHECK((about.st_mode & 0777) == 0600);
    CHECK(giaobanctl("keygen " + file).exit == 1);
    CHECK(giaobanctl("keygen --show " + file).said == made.said);
    WHEN("others can read it") {
        REQUIRE(::chmod(file.c_str(), 0644) == 0);
        THEN("it is refused") { CHECK(giaobanctl("keygen --show " + file).exit == 1); }
    }
}

TEST_CASE("files are checked, by their names or as what they are said to be", "[tools]") {
    const TemporaryFolder folder;
    CHECK(giaobanctl("check config/examples/box.toml").exit == 0);
    CHECK(giaobanctl("check config/examples/mixer.toml").exit == 0);
    const Run wrong = giaobanctl(
        "check " + quoted(folder.file("my box.toml", "languag = 'vi'\n[sound]\nvoice = 1\n")));
    CHECK(wrong.exit == 1);
    CHECK_THAT(wrong.said, ContainsSubstring(
                               "my box.toml:1: languag: no such key; did you mean `language`?\n"));
    CHECK_THAT(wrong.said, ContainsSubstring("my box.toml:3: sound.voice = 1: expected one of"));
    const std::string unnamed = folder.file("x.toml", "");
    CHECK(giaobanctl("check " + unnamed).exit == 2);
    CHECK(giaobanctl("check --as mixer " + unnamed).exit == 0);
    CHECK(giaobanctl("check --as card " + unnamed).exit == 1);
}
