#include "firmware/settings/plan.h"

#include "config/key_text.h"
#include "tests/catch.h"

using namespace giaoban;
using namespace giaoban::config;
using namespace giaoban::settings;
using Catch::Matchers::ContainsSubstring;

namespace {

// RFC 7748 section 6.1: the public keys of Alice and Bob.
const std::string alice = "hSDwCYkwp1R0i33ctD73Wg2/Og0mOBr066SpjqqbTmo=";
const std::string bob = "3p7bfXt9wbTTW2HC7OQ1Nz+DQ8hbeGdNrfx+FG+IK08=";

std::string settings_text(const std::string& name, const std::string& key,
                          const std::string& secret, const std::string& rest = "",
                          const std::string& mixer = "mixer.example:24380") {
    return "[box]\nname = \"" + name + "\"\n[centre]\nmixers = [\"" + mixer + "\"]\nkey = \"" +
           key + "\"\n" + (secret.empty() ? "" : "secret = \"" + secret + "\"\n") + rest;
}

ConfigErrors unreadable() {
    return {{std::string(settings_file), 0, "", "", "cannot be read: Input/output error"}};
}

/// A machine whose files are kept in memory: what a plan says is done.
struct Machine {
    Found found;

    Plan start() {
        Plan plan = plan_start(found);
        if (plan.box_card) found.box_card = plan.box_card;
        if (plan.kept) found.kept = plan.kept;
        return plan;
    }
    void put(const std::string& text) { found.on_card = text; }
    /// As giaoban-box does when the mixing box has its key.
    void enrol() {
        auto card = Card::parse(*found.box_card, "card.toml");
        REQUIRE(card);
        card->secret.reset();
        found.box_card = card->text();
    }
    void wipe() {
        std::string text = *found.on_card;
        const auto settings = CardSettings::parse(text, "giaoban.toml");
        REQUIRE(settings);
        for (const std::size_t place : places_of(*settings->card.secret, text))
            text.replace(place, used_secret.size(), used_secret);
        found.on_card = text;
    }
    [[nodiscard]] Card box() const {
        auto card = Card::parse(found.box_card.value_or(""), "card.toml");
        REQUIRE(card);
        return std::move(*card);
    }
};

std::string text_of(const Secret<32>& secret) { return key_text(secret.bytes()); }

}  // namespace

SCENARIO("a new card gives a box all that it needs", "[settings]") {
    Machine machine;
    machine.put(settings_text("Xã 1", alice, bob, "[sound]\nvolume = 40\n"));
    const Plan first = machine.start();
    CHECK(first.basis == Plan::Basis::card);
    CHECK(first.errors.empty());
    CHECK(errors_page(first).empty());
    CHECK_FALSE(first.forget_key);
    CHECK_FALSE(first.wipe);
    CHECK(machine.box().name == "Xã 1");
    CHECK(text_of(*machine.box().secret) == bob);
    THEN("the secret is not in what is kept, even before it is used") {
        REQUIRE(machine.found.kept);
        CHECK(machine.found.kept->find(bob) == std::string::npos);
    }
    THEN("another start writes nothing") {
        const Plan again = machine.start();
        CHECK_FALSE(again.box_card);
        CHECK_FALSE(again.kept);
        CHECK_FALSE(again.wipe);
    }
    WHEN("the box has enrolled") {
        CHECK_FALSE(secret_is_used(*first.settings, machine.found));
        machine.enrol();
        THEN("the secret on the card is to be wiped, at once or at the next start") {
            CHECK(secret_is_used(*first.settings, machine.found));
            const Plan again = machine.start();
            CHECK(again.wipe);
            CHECK_FALSE(again.box_card);
        }
        AND_WHEN("it was wiped") {
            machine.wipe();
            const Plan again = machine.start();
            THEN("the box stays who it is") {
                CHECK(again.basis == Plan::Basis::card);
                CHECK_FALSE(again.wipe);
                CHECK_FALSE(again.box_card);
                CHECK_FALSE(machine.box().secret);
            }
            AND_WHEN("somebody puts the old file back") {
                machine.put(settings_text("Xã 1", alice, bob));
                THEN("its secret is known to be used, and is wiped again") {
                    const Plan plan = machine.start();
                    CHECK(plan.wipe);
                    CHECK_FALSE(machine.box().secret);
                }
            }
        }
    }
}

SCENARIO("a settings file can be changed at any time", "[settings]") {
    Machine machine;
    machine.put(settings_text("Xã 1", alice, bob));
    machine.start();
    machine.enrol();
    WHEN("the centre has another address") {
        machine.put(settings_text("Xã 1", alice, bob, "", "10.0.0.9:7"));
        const Plan plan = machine.start();
        THEN("the box has it, and its used secret does not come back") {
            REQUIRE(plan.box_card);
            CHECK(machine.box().mixers == std::vector<HostPort>{{"10.0.0.9", 7}});
            CHECK_FALSE(machine.box().secret);
            CHECK_FALSE(plan.forget_key);
        }
    }
    WHEN("the card was made anew for the same box") {
        machine.put(settings_text("Xã 1", alice, alice));
        const Plan plan = machine.start();
        THEN("the new secret is taken, and the key stays: the mixing box knows the box by it") {
            CHECK(text_of(*machine.box().secret) == alice);
            CHECK_FALSE(plan.forget_key);
            CHECK_FALSE(plan.wipe);
        }
    }
    WHEN("it is the card of another box") {
        machine.put(settings_text("Xã 2", alice, alice));
        const Plan plan = machine.start();
        THEN("this is that box from now on, with a key of its own") {
            CHECK(machine.box().name == "Xã 2");
            CHECK(text_of(*machine.box().secret) == alice);
            CHECK(plan.forget_key);
            CHECK_FALSE(machine.start().forget_key);
        }
    }
    WHEN("only the name was changed, by hand") {
        machine.wipe();
        machine.put(settings_text("Xã 2", alice, std::string(used_secret)));
        const Plan plan = machine.start();
        THEN("it stays the box that it was, and says why") {
            CHECK(plan.basis == Plan::Basis::kept);
            CHECK(machine.box().name == "Xã 1");
            REQUIRE(plan.errors.size() == 1);
            CHECK_THAT(text(plan.errors), ContainsSubstring("is another box than before"));
        }
    }
    WHEN("it is of another centre, which has the box's key from before") {
        machine.put(settings_text("Xã 1", bob, ""));
        const Plan plan = machine.start();
        THEN("it is taken over") {
            CHECK(key_text(machine.box().mixer_key) == bob);
            CHECK_FALSE(plan.forget_key);
        }
    }
}

SCENARIO("a mistake on the card keeps no box out of its meeting", "[settings]") {
    Machine machine;
    machine.put(settings_text("Xã 1", alice, bob, "[sound]\nvolume = 40\n"));
    machine.start();
    machine.enrol();
    const auto broken = GENERATE(as<std::string>(), "", "nonsense", "[box]\nname = \"Xã 1\"\n");
    machine.put(broken);
    const Plan plan = machine.start();
    CHECK(plan.basis == Plan::Basis::kept);
    CHECK_FALSE(plan.box_card);
    CHECK_FALSE(plan.kept);
    CHECK(plan.settings->volume_percent == 40);
    CHECK_THAT(errors_page(plan), ContainsSubstring("cài đặt tốt lần trước"));
    CHECK_THAT(errors_page(plan), ContainsSubstring("\r\n* "));
    CHECK(errors_page(plan).starts_with("\xEF\xBB\xBF"));
    WHEN("the card file of the daemon is gone as well") {
        machine.found.box_card.reset();
        THEN("it is made of what is kept") {
            machine.start();
            CHECK(machine.box().name == "Xã 1");
        }
    }
    WHEN("it is mended") {
        machine.put(settings_text("Xã 1", alice, bob));
        THEN("all is well") {
            const Plan mended = machine.start();
            CHECK(mended.errors.empty());
            CHECK(errors_page(mended).empty());
        }
    }
}

SCENARIO("a card that cannot be read is no new card", "[settings]") {
    Machine machine;
    machine.put(settings_text("Xã 1", alice, bob));
    machine.start();
    machine.found.on_card = Unexpected(unreadable());
    const Plan plan = machine.start();
    CHECK(plan.basis == Plan::Basis::kept);
    CHECK_FALSE(plan.box_card);
    CHECK_THAT(errors_page(plan), ContainsSubstring("không đọc được"));
    CHECK_THAT(errors_page(plan), ContainsSubstring("cannot be read: Input/output error"));
}

SCENARIO("a box without any settings says so and waits for some", "[settings]") {
    Machine machine;
    machine.found.on_card = Unexpected(unreadable());
    const Plan plan = machine.start();
    CHECK(plan.basis == Plan::Basis::none);
    CHECK_FALSE(plan.box_card);
    CHECK_FALSE(plan.settings);
    CHECK_THAT(errors_page(plan), ContainsSubstring("chưa có cài đặt"));
}

SCENARIO("a data partition that was lost does not stop a box", "[settings]") {
    Machine machine;
    machine.put(settings_text("Xã 1", alice, bob));
    machine.start();
    machine.enrol();
    machine.wipe();
    machine.found.kept =
        GENERATE(as<std::optional<std::string>>(), std::nullopt, "noise\n", "# secret none\nnoise");
    WHEN("the card file has come back from its copy, or has not") {
        if (GENERATE(true, false)) machine.found.box_card.reset();
        const Plan plan = machine.start();
        THEN("the card's settings hold") {
            CHECK(plan.basis == Plan::Basis::card);
            CHECK(machine.box().name == "Xã 1");
            CHECK_FALSE(machine.box().secret);
            CHECK_FALSE(plan.forget_key);
        }
    }
}
