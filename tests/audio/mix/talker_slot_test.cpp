#include "audio/mix/talker_slot.h"

#include <memory>

#include "tests/audio/mix/bridge_bench.h"
#include "tests/catch.h"

namespace giaoban::audio {

namespace {

using namespace std::chrono_literals;
using State = TalkerSlot::State;

/// A slot whose talker sends a level of 1000, one packet a tick.
struct Slot {
    TalkerSlot slot{SampleRate::hz16000, PlayoutLimits{},
                    std::make_unique<ToneDecoder>(SampleRate::hz16000)};
    Instant now = Instant{} + 1h;
    std::int64_t tick = 0;
    std::uint16_t seq = 0;

    bool run(int ticks, bool sends) {
        bool heard = false;
        for (int i = 0; i < ticks; ++i, ++tick, now += 20ms) {
            if (sends) {
                const ToneFrame frame{0.0, 1'000.0, 0};
                EncodedPacket packet;
                packet.seq = ++seq;
                packet.timestamp = static_cast<std::uint32_t>(tick * 960);
                packet.size = sizeof frame;
                std::memcpy(packet.data.data(), &frame, sizeof frame);
                (void)slot.insert(packet, now);
            }
            heard = slot.play(now, tick);
        }
        return heard;
    }
};

}  // namespace

SCENARIO("a talker's place goes from free to free", "[audio][mix]") {
    Slot talker;
    CHECK_FALSE(talker.slot.in_use());
    CHECK_FALSE(talker.run(1, false));
    talker.slot.open(BoxId{7});
    CHECK(talker.slot.box() == BoxId{7});
    CHECK_FALSE(talker.run(5, false));
    CHECK(talker.run(30, true));

    THEN("it tells how loud it was, and anew each time") {
        (void)talker.slot.take_level_db();
        talker.run(10, true);
        // A level of 1000 of 32768: 20 log10(1000 / 32768) = -30.3 dB.
        CHECK(int{talker.slot.take_level_db()} == -30);
        CHECK(int{talker.slot.take_level_db()} == -96);
    }
    WHEN("it is cut") {
        talker.slot.close(Closing::now);
        THEN("one tick fades it, and the mix is clean of it a tick later") {
            CHECK(talker.run(1, true));
            CHECK(talker.slot.contribution().back() == 0);
            CHECK(talker.slot.state() == State::leaving);
            CHECK(talker.slot.clean_from() == talker.tick + 1);
            CHECK_FALSE(talker.run(5, true));
            talker.slot.free();
            CHECK(talker.slot.box() == no_box);
        }
    }
    WHEN("it drains, and goes on sending for ever") {
        talker.slot.close(Closing::drain);
        THEN("it is cut after a second and a half") {
            CHECK(talker.run(70, true));
            CHECK(talker.slot.state() == State::draining);
            talker.run(6, true);
            CHECK(talker.slot.state() == State::leaving);
        }
    }
    WHEN("it drains, and is opened again before it was empty") {
        talker.slot.close(Closing::drain);
        CHECK(talker.run(3, true));
        talker.slot.open(BoxId{7});
        THEN("its stream goes on without a break") {
            CHECK(talker.slot.state() == State::open);
            for (int i = 0; i < 10; ++i) {
                CHECK(talker.run(1, true));
                CHECK(talker.slot.contribution()[160] == 1'000);
            }
        }
    }
    WHEN("it drains, and is muted meanwhile") {
        talker.slot.close(Closing::drain);
        talker.slot.close(Closing::now);
        THEN("it is cut at once") {
            talker.run(1, true);
            CHECK(talker.slot.state() == State::leaving);
        }
    }
}

}  // namespace giaoban::audio
