#include "firmware/mixer/roster_registry.h"

#include <algorithm>
#include <fstream>

#include "config/vocab/startup_error.h"
#include "net/keys/system_random.h"
#include "tests/catch.h"
#include "tests/temporary_folder.h"

namespace giaoban::mixer {

namespace {

struct State {
    tests::TemporaryFolder folder;
    config::Roster roster{folder.path().string()};
    net::SystemRandom random;
    std::vector<std::string> log;

    RosterRegistry registry() {
        return RosterRegistry(folder.path().string(),
                              [this](const std::string& line) { log.push_back(line); });
    }
    Secret<32> secret() {
        Secret<32> made;
        random.fill(made.bytes());
        return made;
    }
    BoxId make(const std::string& name, bool replace = false) {
        const auto entry = roster.add(name, Role::member, secret(), replace);
        REQUIRE(entry.has_value());
        return entry->number;
    }
};

net::CardName card(const char* name) { return *net::CardName::from(name); }

}  // namespace

SCENARIO("the roster is asked, and a key is pinned for good", "[mixer]") {
    State state;
    const BoxId an = state.make("An");
    auto registry = state.registry();
    const auto key = net::KeyPair::generate(state.random).public_key;

    const auto found = registry.find(card("An"));
    REQUIRE(found.has_value());
    CHECK(found->box == an);
    CHECK(found->record.enrolment != nullptr);
    CHECK_FALSE(found->record.pinned.has_value());
    CHECK_FALSE(registry.find(card("Binh")).has_value());
    CHECK_FALSE(registry.owner_of(key).has_value());

    CHECK(registry.pin(card("An"), key));
    const auto pinned = registry.find(card("An"));
    REQUIRE(pinned.has_value());
    CHECK(pinned->record.pinned == key);
    CHECK(pinned->record.enrolment == nullptr);
    CHECK(registry.owner_of(key) == an);

    // A mixing box that is started anew knows it too.
    auto later = state.registry();
    CHECK(later.owner_of(key) == an);
}

SCENARIO("cards that are made while the mixing box runs are known at the next question",
         "[mixer]") {
    State state;
    state.make("An");
    auto registry = state.registry();
    CHECK(registry.take_changes().size() == 1);
    CHECK(registry.take_changes().empty());

    const BoxId binh = state.make("Binh");
    const auto found = registry.find(card("Binh"));
    REQUIRE(found.has_value());
    CHECK(found->box == binh);
    auto changes = registry.take_changes();
    REQUIRE(changes.size() == 1);
    CHECK(changes[0].name == "Binh");
    CHECK(changes[0].may_come);

    const auto key = net::KeyPair::generate(state.random).public_key;
    REQUIRE(registry.pin(card("Binh"), key));
    CHECK(registry.take_changes().empty());
    state.make("Binh", true);  // the card is made anew
    changes = registry.take_changes();
    REQUIRE(changes.size() == 1);
    CHECK(changes[0].new_card);
    CHECK(changes[0].box == binh);
    CHECK_FALSE(registry.owner_of(key).has_value());
    CHECK(registry.find(card("Binh"))->record.retired == key);

    REQUIRE(state.roster.set_blocked("Binh", true).has_value());
    CHECK_FALSE(registry.find(card("Binh")).has_value());
    changes = registry.take_changes();
    REQUIRE(changes.size() == 1);
    CHECK_FALSE(changes[0].may_come);
}

SCENARIO("what the disk does later is a line in the log, and the meeting goes on", "[mixer]") {
    State state;
    state.make("An");
    auto registry = state.registry();
    const auto key = net::KeyPair::generate(state.random).public_key;
    GIVEN("a folder that can be written no more, as a full disk cannot") {
        // A file in the folder's place stops root as well, whom permissions would not.
        const auto cards = state.folder.path() / "cards";
        std::filesystem::rename(cards, state.folder.path() / "elsewhere");
        std::ofstream(cards.string()) << "not a folder";
        THEN("a pin is refused, with a line that names the box") {
            CHECK_FALSE(registry.pin(card("An"), key));
            REQUIRE_FALSE(state.log.empty());
            CHECK_THAT(state.log.back(), Catch::Matchers::ContainsSubstring("An"));
        }
    }
    GIVEN("a card's file that was damaged") {
        std::ofstream(state.roster.path_of("An")) << "no = [ toml";
        std::filesystem::last_write_time(state.folder.path() / "cards",
                                         std::filesystem::file_time_type::clock::now());
        THEN("what was known holds, it is said once, and a new start is refused") {
            CHECK(registry.find(card("An")).has_value());
            CHECK(registry.find(card("An")).has_value());
            CHECK(state.log.size() == 1);
            CHECK_THROWS_AS(state.registry(), StartupError);
        }
    }
}

}  // namespace giaoban::mixer
