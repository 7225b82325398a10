#include "config/roster.h"

#include <sys/stat.h>

#include <algorithm>
#include <thread>

#include "config/key_text.h"
#include "tests/catch.h"
#include "tests/config/errors_of.h"
#include "tests/config/temporary_folder.h"

using namespace giaoban;
using namespace giaoban::config;
using namespace giaoban::config::test;
using Catch::Matchers::ContainsSubstring;
using State = RosterEntry::State;

namespace {

Secret<32> secret_of(char c) { return secret_bytes(std::string(42, c) + "A=").value(); }
KeyBytes key_of(char c) { return key_bytes(std::string(42, c) + "A=").value(); }

}  // namespace

SCENARIO("a mixing box keeps a file for each of its boxes", "[config]") {
    const TemporaryFolder folder;
    Roster roster(folder.path());
    CHECK(roster.load().value().empty());
    REQUIRE(roster.add("Ba Tơ", Role::member, secret_of('b'), false));
    REQUIRE(roster.add("chair", Role::chair, secret_of('c'), false));
    THEN("each has a number, a secret, and a file of mode 0600") {
        const auto entries = roster.load();
        REQUIRE(entries);
        REQUIRE(entries->size() == 2);
        CHECK((*entries)[0].name == "Ba Tơ");
        CHECK((*entries)[0].number == BoxId{1});
        CHECK((*entries)[1].number == BoxId{2});
        CHECK((*entries)[1].role == Role::chair);
        CHECK(*(*entries)[1].secret == secret_of('c'));
        struct ::stat about {};
        REQUIRE(::stat(roster.path_of("chair").c_str(), &about) == 0);
        CHECK((about.st_mode & 0777) == 0600);
    }
    THEN("a name that is there is refused, and the file stays") {
        const auto again = roster.add("chair", Role::member, secret_of('x'), false);
        REQUIRE_FALSE(again);
        CHECK_THAT(text(again.error()), ContainsSubstring("there is a box of this name already"));
        CHECK(*roster.find("chair")->secret == secret_of('c'));
    }
    WHEN("the first contact has pinned a key") {
        REQUIRE(roster.pin("Ba Tơ", key_of('k')));
        THEN("the secret is gone and the box enrolled") {
            const auto entry = roster.find("Ba Tơ");
            CHECK(entry->state == State::enrolled);
            CHECK(entry->pinned_key == key_of('k'));
            CHECK_FALSE(entry->secret);
            CHECK(content_of(roster.path_of("Ba Tơ")).find("secret") == std::string::npos);
        }
        AND_WHEN("its card is made anew") {
            REQUIRE(roster.add("Ba Tơ", Role::member, secret_of('n'), true));
            THEN("it keeps its number, and the old key is forgotten") {
                const auto entry = roster.find("Ba Tơ");
                CHECK(entry->number == BoxId{1});
                CHECK(entry->state == State::unused);
                CHECK_FALSE(entry->pinned_key);
                CHECK(entry->secret.has_value());
            }
            THEN(
                "whose key it was is kept, so that the box can be told, until that box has the new "
                "card") {
                CHECK(roster.find("Ba Tơ")->retired_key == key_of('k'));
                REQUIRE(roster.add("Ba Tơ", Role::member, secret_of('m'), true));
                CHECK(roster.find("Ba Tơ")->retired_key == key_of('k'));
                REQUIRE(roster.pin("Ba Tơ", key_of('z')));
                CHECK(roster.find("Ba Tơ")->retired_key == key_of('k'));
                REQUIRE(roster.pin("Ba Tơ", key_of('k')));
                CHECK_FALSE(roster.find("Ba Tơ")->retired_key);
            }
        }
        AND_WHEN("it is blocked, and let in again") {
            REQUIRE(roster.set_blocked("Ba Tơ", true));
            CHECK(roster.find("Ba Tơ")->state == State::blocked);
            REQUIRE(roster.set_blocked("Ba Tơ", false));
            THEN("it is enrolled as it was") {
                CHECK(roster.find("Ba Tơ")->state == State::enrolled);
            }
        }
    }
    THEN("a box that is not there cannot be pinned") {
        CHECK_FALSE(roster.pin("nobody", key_of('k')));
    }
    THEN("a name cannot lead out of the folder") {
        CHECK_FALSE(roster.add("../x", Role::member, secret_of('x'), false));
        CHECK_FALSE(roster.find("../x"));
    }
}

SCENARIO("a broken file of the roster is an error that names it, and never a box that is not there",
         "[config]") {
    const TemporaryFolder folder;
    const Roster roster(folder.path());
    const auto broken = [&](const std::string& name, const std::string& content) {
        folder.file("cards/" + name + ".toml", content);
        const auto entries = roster.load();
        return entries ? "" : text(entries.error());
    };
    const std::string key(43, 'A');
    CHECK_THAT(broken("a", ""), ContainsSubstring("cards/a.toml: is empty"));
    CHECK_THAT(broken("a", "name = "), ContainsSubstring("cards/a.toml:1: not TOML"));
    CHECK_THAT(broken("a", "name = 'a'\n"), ContainsSubstring("number: expected the box's number"));
    CHECK_THAT(broken("a", "name = 'a'\nnumber = 1\n"),
               ContainsSubstring("a.toml: secret: is not there"));
    CHECK_THAT(broken("a", "name = 'a'\nnumber = 1\nstate = 'enrolled'\n"),
               ContainsSubstring("a.toml: key: is not there"));
    CHECK_THAT(broken("a", "name = 'b'\nnumber = 1\nsecret = '" + key + "='\n"),
               ContainsSubstring("a.toml: is the file of \"b\""));
    CHECK(broken("a", "name = 'a'\nnumber = 1\nsecret = '" + key + "='\n").empty());
    CHECK_THAT(broken("b", "name = 'b'\nnumber = 1\nsecret = '" + key + "='\n"),
               ContainsSubstring("b.toml: number = 1: is the number of \"a\" too"));
    // What a writer that was killed has left.
    folder.file("cards/c.toml.aB3xYz", "");
    CHECK(text(roster.load().error()).find("aB3xYz") == std::string::npos);
}

TEST_CASE("cards that are made at the same time have different numbers", "[config]") {
    const TemporaryFolder folder;
    const auto make = [&folder](const std::string& prefix) {
        Roster roster(folder.path());
        for (int i = 0; i < 10; ++i) {
            if (!roster.add(prefix + std::to_string(i), Role::member, secret_of('s'), false))
                std::abort();
        }
    };
    std::thread other(make, "x");
    make("y");
    other.join();
    const auto entries = Roster(folder.path()).load();
    REQUIRE(entries);
    REQUIRE(entries->size() == 20);
    for (std::uint16_t i = 0; i < 20; ++i) {
        CHECK((*entries)[i].number == BoxId{static_cast<std::uint16_t>(i + 1)});
    }
}
