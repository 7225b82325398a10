#include "firmware/mixer/history.h"

#include <memory>

#include "tests/catch.h"

using namespace giaoban;
using namespace giaoban::mixer;
using namespace std::chrono_literals;

namespace {

constexpr audio::RungIndex narrow{2};
constexpr audio::RungIndex wide{5};
constexpr BoxId talker{7};
constexpr BoxId listener{8};

constexpr std::uint32_t ticks(Samples length) { return static_cast<std::uint32_t>(length.count()); }

/// The packet of a rung that begins then; its payload says when.
MixedPacket packet(audio::RungIndex rung, std::uint32_t timestamp, std::size_t size = 75) {
    MixedPacket made;
    made.rung = rung;
    made.except[0] = talker;
    made.excepted = 1;
    made.packet.timestamp = timestamp;
    made.packet.size = static_cast<std::uint16_t>(size);
    store_u32(made.packet.data, timestamp);
    return made;
}

void speak(History& history, audio::RungIndex rung, std::uint32_t from, Samples length,
           Samples frame = 20ms, std::size_t size = 75) {
    auto made = std::make_unique<MixedPacket>();
    for (Samples at{0}; at < length; at += frame) {
        *made = packet(rung, from + ticks(at), size);
        history.add(*made);
    }
}

bool says(const std::optional<History::Packet>& found, std::uint32_t timestamp) {
    return found && found->timestamp == timestamp && load_u32(found->payload) == timestamp;
}

}  // namespace

SCENARIO("the mixing box keeps the last three minutes of each rung", "[firmware][history]") {
    History history;
    // Over the end of the 32 bits of the media clock.
    const std::uint32_t start = 0U - ticks(2min);
    speak(history, wide, start, 4min);
    const std::uint32_t newest = start + ticks(4min) - 960;
    THEN("what is older is gone, and no more is kept than three minutes") {
        CHECK(history.packets() == 9'001);
        const auto all = history.find(listener, wide, start, newest, 0);
        REQUIRE(all.serials.size() == 9'001);
        CHECK(says(history.packet(wide, all.serials.front()), newest - ticks(3min)));
        CHECK(says(history.packet(wide, all.serials.back()), newest));
        CHECK_FALSE(history.packet(wide, all.serials.front() - 1));
        CHECK_FALSE(history.packet(wide, all.serials.back() + 1));
    }
    THEN("a range is found with the packets at both of its ends") {
        const std::uint32_t from = newest - ticks(31s);
        const auto found = history.find(listener, wide, from, newest - ticks(1s), 0);
        REQUIRE(found.serials.size() == 1'501);
        CHECK(says(history.packet(found.rung, found.serials.front()), from));
        CHECK(says(history.packet(found.rung, found.serials.back()), newest - ticks(1s)));
        // In the midst of a frame: the one that has it.
        CHECK(history.find(listener, wide, from + 7, newest - ticks(1s), 0).serials.size() ==
              1'501);
    }
    THEN("who was heard is not given what all others heard") {
        CHECK(history.find(talker, wide, start, newest, 0).serials.empty());
    }
    THEN("a rung that does not reach far enough is stood in for by one that does") {
        speak(history, narrow, newest - ticks(10s) + 960, 10s, 60ms);
        CHECK(history.find(listener, narrow, newest - ticks(5s), newest, 0).rung == narrow);
        const auto found = history.find(listener, narrow, newest - ticks(30s), newest, 0);
        CHECK(found.rung == wide);
        CHECK(found.serials.size() == 1'501);
    }
    THEN("a rung that was not in use for a while is stood in for by one that was") {
        const std::uint32_t begin = newest + 960;
        speak(history, narrow, begin, 10s, 60ms);
        speak(history, wide, begin, 60s);
        speak(history, narrow, begin + ticks(40s), 20s, 60ms);
        const std::uint32_t end = begin + ticks(60s) - 960;
        CHECK(history.find(listener, narrow, begin, end, 0).rung == wide);
        CHECK(history.find(listener, narrow, begin, begin + ticks(9s), 0).rung == narrow);
        CHECK(history.find(listener, narrow, begin, begin + ticks(20s), 0).rung == wide);
        CHECK(history.find(listener, narrow, begin + ticks(45s), end, 0).rung == narrow);
    }
    THEN("a pause of all rungs is no hole in one") {
        const std::uint32_t again = newest + ticks(5s);
        speak(history, narrow, newest - ticks(20s), 20s, 60ms);
        speak(history, wide, again, 10s);
        speak(history, narrow, again, 10s, 60ms);
        CHECK(history.find(listener, narrow, newest - ticks(8s), again + ticks(8s), 0).rung ==
              narrow);
    }
    THEN("a range of the future, or turned round, has nothing") {
        CHECK(history.find(listener, wide, newest, newest - ticks(5s), 0).serials.empty());
    }
}

TEST_CASE("what is kept of a rung is bounded in bytes too", "[firmware][history]") {
    History history;
    speak(history, wide, 0, 3min, 20ms, 1'200);
    CHECK(history.packets() <= History::most_bytes / 1'200);
    CHECK(history.packets() >= History::most_bytes / 1'200 - 2);
    const auto found = history.find(listener, wide, 0, ticks(3min), 0);
    for (const auto serial : found.serials) {
        const auto one = history.packet(wide, serial);
        REQUIRE(one);
        CHECK(says(one, one->timestamp));
    }
}

TEST_CASE("only who spoke at a time is left out of that time", "[firmware][history]") {
    History history;
    for (std::uint32_t i = 0; i < 100; ++i) {
        MixedPacket made = packet(wide, i * 960);
        // Box 9 speaks in the second half.
        if (i >= 50) {
            made.except[1] = BoxId{9};
            made.excepted = 2;
        }
        history.add(made);
    }
    CHECK(history.find(listener, wide, 0, 100 * 960, 0).serials.size() == 100);
    CHECK(history.find(BoxId{9}, wide, 0, 100 * 960, 0).serials.size() == 50);
}

TEST_CASE("a talker's own mix is nobody else's, and is not kept", "[firmware][history]") {
    History history;
    MixedPacket made = packet(wide, 0);
    made.only = talker;
    history.add(made);
    CHECK(history.packets() == 0);
}
