#include "board/alsa/alsa_cards.h"

#include "tests/board/alsa/alsa_without_a_card.h"
#include "tests/catch.h"

using namespace giaoban;
using board::tests::open_device;
using Catch::Matchers::ContainsSubstring;

TEST_CASE("a PCM of ALSA may be named as it is, when no card is called so", "[board][alsa]") {
    CHECK(open_device("silent"));
}

TEST_CASE("a card that is not there is refused in words", "[board][alsa]") {
    const auto missing = open_device("pcm:nothing");
    REQUIRE_FALSE(missing);
    CHECK_THAT(missing.error(), ContainsSubstring("pcm:nothing (microphone): "));
    const auto unplugged = open_device("hw:7");
    REQUIRE_FALSE(unplugged);
    const auto named = open_device("Jabra");
    REQUIRE_FALSE(named);
    CHECK_THAT(named.error(), ContainsSubstring("no sound card for `Jabra`"));
}
