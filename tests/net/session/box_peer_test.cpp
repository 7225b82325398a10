#include "net/session/box_peer.h"

#include "tests/catch.h"
#include "tests/net/session/village.h"

using namespace giaoban;
using namespace giaoban::net;
using namespace giaoban::net::village;
using namespace std::chrono_literals;

namespace {

std::vector<std::byte> opus(std::uint8_t fill, std::size_t size = 40) {
    return std::vector<std::byte>(size, std::byte{fill});
}

MeetingView speaking() {
    MeetingView view;
    view.floor = FloorState::speaking;
    return view;
}

// 20 ms packets to all boxes, as the mixing box sends its mix.
void play(Village& village, Duration length, std::uint32_t& timestamp) {
    const Instant end = village.now + length;
    while (village.now < end) {
        for (std::size_t i = 0; i < village.boxes.size(); ++i) {
            (void)village.mixer->send_audio(Village::id(i), timestamp, opus(7), timestamp == 0,
                                            village.now);
        }
        timestamp += 960;
        village.run_for(20ms);
    }
}

}  // namespace

SCENARIO("a speaker is lost after 3 s, a listener after 12 s", "[net][session]") {
    GIVEN("a box that is idle when its link dies") {
        Village village;
        village.run_for(10s);
        village.weather = [](const Datagram&, Instant) { return std::vector<Duration>{}; };
        const Instant last = *village.mixer->last_heard(Village::id(0));
        THEN("it is lost 12 s after it was last heard, to the instant") {
            village.run_until(last + 12s - 1ms);
            CHECK(village.count("lost 1") == 0);
            village.run_until(last + 12s);
            CHECK(village.count("lost 1") == 1);
            CHECK_FALSE(village.mixer->is_there(Village::id(0)));
        }
    }
    GIVEN("a box that has the floor, and speaks, when its link dies") {
        Village village;
        village.run_for(2s);
        village.mixer->set_view(Village::id(0), speaking(), village.now);
        village.run_for(500ms);
        CHECK(village.session().send_audio(0, opus(1), true, village.now));
        village.run_for(60ms);
        village.weather = [](const Datagram&, Instant) { return std::vector<Duration>{}; };
        const Instant last = *village.mixer->last_heard(Village::id(0));
        THEN("it is lost 3 s after it was last heard") {
            village.run_until(last + 3s);
            CHECK(village.count("lost 1") == 1);
        }
    }
    GIVEN("an idle box that was not heard for 3.9 s and is granted the floor") {
        Village village;
        village.run_for(30s);
        const Instant last = *village.mixer->last_heard(Village::id(0));
        village.run_until(last + 3900ms);
        village.mixer->set_view(Village::id(0), speaking(), village.now);
        THEN("it is not lost by that") {
            village.run_for(30s);
            CHECK(village.count("lost 1") == 0);
        }
    }
    GIVEN("a speaker who says nothing into an open microphone for a minute") {
        Village village;
        village.run_for(2s);
        village.mixer->set_view(Village::id(0), speaking(), village.now);
        village.run_for(60s);
        THEN("it is still there") { CHECK(village.count("lost 1") == 0); }
    }
}

TEST_CASE("nothing is sent to an address that was silent for 30 s", "[net][session]") {
    Village village;
    village.run_for(5s);
    village.weather = [](const Datagram& datagram, Instant) -> std::vector<Duration> {
        if (datagram.up) return {};
        return {40ms};
    };
    std::uint32_t timestamp = 0;
    play(village, 29s, timestamp);
    CHECK(village.box().heard.size() > 1400);
    play(village, 5s, timestamp);
    village.bytes_down = 0;
    play(village, 60s, timestamp);
    CHECK(village.bytes_down == 0);
    CHECK(village.mixer->figures(Village::id(0), village.now).audio_not_sent >= 3000);
}

SCENARIO("a session follows its box to a new address", "[net][session][roaming]") {
    GIVEN("a listener whose address changes in mid-speech") {
        Village village;
        village.run_for(3s);
        std::uint32_t timestamp = 0;
        play(village, 2s, timestamp);
        const auto sessions = village.session().figures(village.now).sessions;
        village.move_box(0);
        village.box().heard.clear();
        WHEN("the meeting goes on") {
            play(village, 4s, timestamp);
            THEN("it hears again after a second of silence, in the same session") {
                REQUIRE_FALSE(village.box().heard.empty());
                CHECK(village.box().heard.front().at <= village.now - 4s + 1200ms);
                CHECK(village.session().figures(village.now).sessions == sessions);
                CHECK(village.mixer->endpoint(Village::id(0)) == village.box().address);
                CHECK(village.count("lost 1") == 0);
            }
        }
    }
    GIVEN("somebody who repeats a box's datagram from an address of his own") {
        Village village;
        village.run_for(3s);
        village.tap = true;
        village.run_for(9s);
        const auto carried = village.carried;
        const Endpoint mine = Endpoint::v4({198, 51, 100, 66}, 666);
        THEN("the session stays where it was") {
            for (Datagram datagram : carried) {
                if (datagram.up) village.mixer->on_datagram(mine, datagram.bytes, village.now);
            }
            CHECK(village.mixer->endpoint(Village::id(0)) == village.box().address);
            CHECK(village.mixer->figures(village.now).refusals(DatagramRefusal::replayed) >= 2);
        }
    }
}

SCENARIO("sound that was under way when a session was replaced is not lost", "[net][session]") {
    GIVEN("a box that speaks while it takes up a new session over 200 ms each way") {
        Village village;
        village.run_for(2s);
        // The box hears nothing for so long that it calls anew; it is heard all the time. The answer to
        // its call is the first that reaches it.
        bool deaf = true;
        village.weather = [&deaf](const Datagram& datagram, Instant) -> std::vector<Duration> {
            if (datagram.up) return {200ms};
            if (kind(datagram.bytes) == Kind::response) deaf = false;
            if (deaf) return {};
            return {200ms};
        };
        const auto before = village.session().figures(village.now).sessions;
        std::uint32_t timestamp = 0;
        for (int i = 0; i < 15 * 50; ++i) {
            (void)village.session().send_audio(timestamp, opus(3), false, village.now);
            timestamp += 960;
            village.run_for(20ms);
        }
        village.run_for(1s);
        THEN("each of its packets was heard once") {
            CHECK(village.session().figures(village.now).sessions > before);
            CHECK(village.spoken[Village::id(0)].size() == 15 * 50);
        }
    }
}

TEST_CASE("changes of a view are told together, at most four times a second", "[net][session]") {
    Village village;
    village.run_for(5s);
    village.box().views.clear();
    MeetingView view;
    for (int i = 1; i <= 100; ++i) {
        view.queue_length = static_cast<std::uint16_t>(i);
        village.mixer->set_view(Village::id(0), view, village.now);
        village.run_for(10ms);
    }
    village.run_for(1s);
    CHECK(village.box().views.size() <= 6);
    CHECK(village.session().view().queue_length == 100);
}

TEST_CASE("a view that is as before is not told again", "[net][session]") {
    Village village;
    MeetingView view;
    view.connected = 3;
    village.mixer->set_view(Village::id(0), view, village.now);
    village.run_for(5s);
    CHECK(village.session().view().connected == 3);
    village.box().views.clear();
    village.mixer->set_view(Village::id(0), view, village.now);
    CHECK(village.mixer->next_deadline() > village.now);
    village.run_for(5s);
    CHECK(village.box().views.empty());
}

TEST_CASE("a view with too much in it is cut, not refused", "[net][session]") {
    Village village;
    MeetingView view;
    view.speakers.assign(10, "Xã");
    view.speakers[0] = "\x1B[2J";
    view.speaking = 10;
    village.mixer->set_view(Village::id(0), view, village.now);
    village.run_for(5s);
    CHECK(village.session().view().speakers.size() == max_speakers_named);
    CHECK(village.session().view().speaking == 10);
}
