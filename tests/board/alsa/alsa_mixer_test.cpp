#include "board/alsa/alsa_mixer.h"

#include "tests/board/alsa/alsa_without_a_card.h"
#include "tests/catch.h"

using namespace giaoban::board;

TEST_CASE("a card that has no mixer, or is gone by now, is said, and does no harm",
          "[board][audio]") {
    const MixerLevels levels{{MixerLevel::Unit::percent, 80}, {MixerLevel::Unit::percent, 80}};
    CHECK(set_up_mixer("hw:31", levels) == "no mixer");
    CHECK(set_up_mixer("no such card", levels) == "no mixer");
}
