#include "audio/playout/sound_line.h"

#include <algorithm>
#include <vector>

#include "config/vocab/random.h"
#include "tests/catch.h"

using namespace giaoban;
using audio::SoundLine;

TEST_CASE("a sound line keeps what was heard and gives what was appended", "[audio][playout]") {
    SoundLine line(50, 200);
    std::vector<std::int16_t> heard;
    std::int16_t next = 0;
    SeededRandom random(8);
    for (int i = 0; i < 500; ++i) {
        const std::size_t add = random.below(100);
        if (line.unheard() + add <= 200) {
            auto room = line.room(add);
            for (std::size_t j = 0; j < add; ++j)
                room[j] = next++;
            line.append(add);
        }
        std::vector<std::int16_t> out(random.below(line.unheard() + 1));
        line.read(out);
        heard.insert(heard.end(), out.begin(), out.end());
        if (heard.size() < 50) continue;
        const auto kept = line.heard(50);
        REQUIRE(std::equal(kept.begin(), kept.end(), heard.end() - 50));
    }
    for (std::size_t i = 0; i < heard.size(); ++i) {
        REQUIRE(heard[i] == static_cast<std::int16_t>(i));
    }
}

TEST_CASE("a sound line can say again what was heard", "[audio][playout]") {
    SoundLine line(5, 20);
    auto room = line.room(10);
    for (std::size_t i = 0; i < 10; ++i)
        room[i] = static_cast<std::int16_t>(i);
    line.append(10);
    std::vector<std::int16_t> out(6);
    line.read(out);
    line.repeat(4);
    CHECK(line.unheard() == 8);
    line.read(out);
    CHECK(out == std::vector<std::int16_t>{2, 3, 4, 5, 6, 7});
    line.repeat(5);
    line.repeat(5);
    CHECK(line.unheard() == 12);
    line.fade_out(4);
    CHECK(line.unheard() == 4);
}
