#include "firmware/mixer/audio_desk.h"

#include <map>
#include <memory>
#include <vector>

#include "tests/allocation_counter.h"
#include "tests/audio/mix/bridge_bench.h"
#include "tests/catch.h"

namespace giaoban::mixer {

using namespace std::chrono_literals;

namespace {

constexpr BoxId an{1};
constexpr BoxId binh{2};
constexpr audio::RungIndex rung{0};

/// The audio thread's side and the network thread's, on one thread in virtual time.
struct Desk {
    audio::Recordings recordings;
    audio::Recordings redundancy;
    std::unique_ptr<AudioRings> rings = std::make_unique<AudioRings>();
    std::vector<audio::Bridge::RungSettings> rungs{
        {rung, {.rate = SampleRate::hz16000, .frame = 20ms}}};
    std::vector<audio::Bridge> bridges = make_bridges();
    Instant now = Instant{} + 1h;
    AudioDesk desk{bridges, *rings, now};
    std::uint32_t at = 0;
    std::uint16_t seq = 0;
    RoomId talk_in = plenary;

    std::vector<audio::Bridge> make_bridges() {
        std::vector<audio::Bridge> all;
        all.reserve(2);
        for (int i = 0; i < 2; ++i) {
            all.emplace_back(
                audio::Bridge::Settings{.rate = SampleRate::hz16000, .talkers = 1, .playout = {}},
                rungs, [](SampleRate rate) { return std::make_unique<audio::ToneDecoder>(rate); },
                [this](const audio::EncoderSettings& s) {
                    return std::make_unique<audio::RecordingEncoder>(s, recordings, redundancy);
                });
        }
        return all;
    }
    void order(AudioOrder order) { REQUIRE(rings->orders.try_push(order)); }
    void open(BoxId box) { order({.kind = AudioOrder::Kind::open, .box = box, .rung = rung}); }
    void close(BoxId box) {
        order({.kind = AudioOrder::Kind::close, .box = box, .closing = audio::Closing::now});
    }
    void listen() { order({.kind = AudioOrder::Kind::uses, .rung = rung, .used = true}); }
    void speak(BoxId box) {
        const audio::ToneFrame frame{0.0, 1'000.0, at};
        TalkerPacket packet;
        packet.room = talk_in;
        packet.box = box;
        packet.arrived = now;
        packet.packet.seq = seq++;
        packet.packet.timestamp = at * 3;
        packet.packet.size = sizeof frame;
        std::memcpy(packet.packet.data.data(), &frame, sizeof frame);
        at += 320;
        REQUIRE(rings->packets.try_push(packet));
    }
    /// As the thread does it: serves, and sleeps to the next deadline.
    void run(int ticks, BoxId talker) {
        for (int i = 0; i < ticks; ++i) {
            speak(talker);
            (void)desk.serve(now);
            if (desk.next_deadline() != never) now = desk.next_deadline();
        }
    }
    std::vector<MixedPacket> fetch() {
        std::vector<MixedPacket> all;
        MixedPacket mixed;
        while (rings->mixes.try_pop(mixed))
            all.push_back(mixed);
        return all;
    }
};

}  // namespace

SCENARIO("the audio desk sleeps while no microphone is open", "[mixer]") {
    Desk desk;
    CHECK(desk.desk.next_deadline() == never);
    CHECK_FALSE(desk.desk.serve(desk.now));
    desk.listen();
    CHECK_FALSE(desk.desk.serve(desk.now));
    CHECK(desk.desk.next_deadline() == never);

    GIVEN("an hour of silence and then an open microphone") {
        desk.now += 1h + 3ms;
        desk.open(an);
        CHECK_FALSE(desk.desk.serve(desk.now));
        THEN("its first tick is at its place in the grid, and the media clock has gone on") {
            CHECK(desk.desk.next_deadline() == desk.now + 17ms);
            desk.now += 17ms;
            desk.run(20, an);
            const auto mixes = desk.fetch();
            REQUIRE(mixes.size() > 10);
            CHECK(mixes[0].packet.marker);
            CHECK(mixes[0].packet.timestamp / 960 >= 50 * 3'600);
            CHECK(mixes[0].excepted == 1);
            CHECK(mixes[0].except[0] == an);
            for (std::size_t i = 1; i < mixes.size(); ++i) {
                CHECK(mixes[i].packet.timestamp - mixes[i - 1].packet.timestamp == 960);
            }
        }
        AND_WHEN("it is closed") {
            desk.now += 17ms;
            desk.run(20, an);
            desk.close(an);
            for (int i = 0; i < 40 && desk.desk.next_deadline() != never; ++i) {
                (void)desk.desk.serve(desk.now);
                if (desk.desk.next_deadline() != never) desk.now = desk.desk.next_deadline();
            }
            THEN("it sleeps again after the tail, and says how it went") {
                CHECK(desk.desk.next_deadline() == never);
                AudioReport report;
                AudioReport last;
                while (desk.rings->reports.try_pop(report))
                    last = report;
                CHECK(last.talker == no_box);
                CHECK(last.bridge.encoded > 20);
            }
        }
    }
}

SCENARIO("a microphone for which there is no place waits for one", "[mixer]") {
    Desk desk;  // with room for one talker
    desk.listen();
    desk.open(an);
    desk.run(20, an);
    desk.open(binh);
    desk.run(5, an);
    CHECK(desk.fetch().back().except[0] == an);
    desk.close(an);
    // A second until no redundancy tells of the first any more (audio::Bridge).
    desk.run(75, binh);
    const auto mixes = desk.fetch();
    REQUIRE_FALSE(mixes.empty());
    CHECK(mixes.back().except[0] == binh);
}

SCENARIO("a thread that was held up catches up, and says so", "[mixer]") {
    Desk desk;
    desk.listen();
    desk.open(an);
    desk.run(30, an);
    (void)desk.fetch();
    desk.now += 10s;
    const auto before = desk.bridges[0].stats().ticks;
    CHECK(desk.desk.serve(desk.now));
    CHECK(desk.bridges[0].stats().ticks - before == 6);
    CHECK(desk.bridges[0].stats().skipped_ticks > 400);
    CHECK(desk.desk.next_deadline() <= desk.now + 20ms);
    CHECK(desk.desk.next_deadline() > desk.now);
}

TEST_CASE("a full ring of mixes costs packets, not the thread", "[mixer]") {
    Desk desk;
    desk.listen();
    desk.open(an);
    desk.run(1'200, an);  // nobody fetches
    CHECK(desk.fetch().size() == 1'024);
}

SCENARIO("two rooms keep one media clock, and no packet of one has anything of the other",
         "[mixer]") {
    constexpr RoomId apart{7};
    Desk desk;
    desk.listen();
    desk.open(an);
    desk.order({.kind = AudioOrder::Kind::open_room, .room = apart});
    desk.order({.kind = AudioOrder::Kind::uses, .room = apart, .rung = rung, .used = true});
    desk.order({.kind = AudioOrder::Kind::open, .room = apart, .box = binh, .rung = rung});
    desk.run(20, an);
    for (const MixedPacket& mixed : desk.fetch())
        CHECK(mixed.room == plenary);
    WHEN("somebody speaks in the private room") {
        desk.talk_in = apart;
        desk.run(20, binh);
        std::map<RoomId, std::int64_t> newest;
        for (const MixedPacket& mixed : desk.fetch())
            newest[mixed.room] = mixed.tick;
        THEN("its packets say so, and stand on the same clock") {
            REQUIRE(newest.size() == 2);
            CHECK(newest[apart] >= newest[plenary]);
        }
        AND_WHEN("the room is closed while it speaks") {
            desk.order({.kind = AudioOrder::Kind::close_room, .room = apart});
            desk.run(1, binh);
            (void)desk.fetch();
            desk.run(20, binh);
            THEN("nothing of it is sent any more, and it is asked for nothing") {
                for (const MixedPacket& mixed : desk.fetch())
                    CHECK(mixed.room == plenary);
            }
            THEN("the next room begins with nothing of it") {
                constexpr RoomId next{8};
                desk.order({.kind = AudioOrder::Kind::open_room, .room = next});
                desk.order(
                    {.kind = AudioOrder::Kind::uses, .room = next, .rung = rung, .used = true});
                desk.talk_in = next;
                desk.run(20, binh);  // whose microphone is not open there
                for (const MixedPacket& mixed : desk.fetch())
                    CHECK(mixed.room == plenary);
            }
        }
    }
    THEN("a packet for a room that is not there does no harm") {
        desk.talk_in = RoomId{99};
        desk.run(5, binh);
        desk.order({.kind = AudioOrder::Kind::open, .room = RoomId{99}, .box = an, .rung = rung});
        desk.run(5, binh);
    }
}

SCENARIO("packets bear the number of the renewal from which they tell", "[mixer]") {
    Desk desk;
    desk.listen();
    desk.order({.kind = AudioOrder::Kind::renew, .generation = 3});
    desk.open(an);
    desk.run(20, an);
    for (const MixedPacket& mixed : desk.fetch())
        CHECK(mixed.generation == 3);
    desk.order({.kind = AudioOrder::Kind::renew, .generation = 4});
    desk.run(20, an);
    const auto mixes = desk.fetch();
    REQUIRE(mixes.size() > 10);
    CHECK(mixes.front().generation == 3);
    CHECK(mixes.back().generation == 4);
}

}  // namespace giaoban::mixer
