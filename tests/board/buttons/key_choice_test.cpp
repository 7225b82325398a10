#include "board/buttons/key_choice.h"

#include <linux/input-event-codes.h>

#include <set>

#include "tests/catch.h"

using namespace giaoban::board;

namespace {

KeyRank rank(const std::string& text, const std::set<unsigned>& keys) {
    return KeyChoice::named(text).value().rank(
        [&keys](unsigned code) { return keys.count(code) != 0; });
}

}  // namespace

TEST_CASE("of several devices the best offer is known by its rank", "[board][buttons]") {
    const std::set<unsigned> keyboard{KEY_SPACE, KEY_A, KEY_MUTE, KEY_VOLUMEUP};
    const std::set<unsigned> gpio_button{KEY_PHONE};
    const std::set<unsigned> hook{KEY_PHONE, KEY_MICMUTE, KEY_VOLUMEUP};
    const std::set<unsigned> jabra{KEY_MICMUTE, KEY_VOLUMEUP, KEY_VOLUMEDOWN, KEY_PLAYPAUSE};
    const std::set<unsigned> power{KEY_POWER};
    CHECK(rank("auto", keyboard) == KeyRank::button);
    CHECK(rank("auto", gpio_button) == KeyRank::hook);
    CHECK(rank("auto", hook) == KeyRank::hook);
    CHECK(rank("auto", jabra) == KeyRank::mute);
    CHECK(rank("auto", power) == KeyRank::button);
    CHECK(rank("auto", {KEY_VOLUMEUP, KEY_VOLUMEDOWN}) == KeyRank::none);
    CHECK(rank("any", jabra) == KeyRank::button);
    CHECK(rank("KEY_F13,KEY_MICMUTE", jabra) == KeyRank::button);
    CHECK(rank("KEY_F13", jabra) == KeyRank::none);
}

TEST_CASE("of a device only those keys count that it is taken for", "[board][buttons]") {
    const auto automatic = KeyChoice::named("auto").value();
    CHECK(automatic.contains(KEY_B, KeyRank::button));
    CHECK_FALSE(automatic.contains(KEY_VOLUMEUP, KeyRank::button));
    CHECK_FALSE(automatic.contains(KEY_MICMUTE, KeyRank::button));
    CHECK(automatic.contains(KEY_PHONE, KeyRank::hook));
    CHECK_FALSE(automatic.contains(KEY_MICMUTE, KeyRank::hook));
    CHECK(automatic.contains(KEY_MICMUTE, KeyRank::mute));
    CHECK_FALSE(automatic.contains(KEY_PLAYPAUSE, KeyRank::mute));
    CHECK(KeyChoice::named("KEY_MICMUTE").value().contains(KEY_MICMUTE, KeyRank::button));
}
