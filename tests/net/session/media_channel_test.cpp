#include "net/session/media_channel.h"

#include <set>

#include "tests/catch.h"
#include "tests/net/session/village.h"

using namespace giaoban;
using namespace giaoban::net;
using namespace giaoban::net::village;
using namespace std::chrono_literals;

namespace {

std::vector<std::byte> opus(std::size_t size) {
    return std::vector<std::byte>(size, std::byte{0xA5});
}

}  // namespace

SCENARIO("one payload goes to many listeners", "[net][session][sound]") {
    GIVEN("three boxes") {
        Village village(3, 3);
        village.run_for(2s);
        REQUIRE(village.all_joined());
        WHEN("the mixing box sends each the same two packets") {
            village.tap = true;
            for (const std::uint32_t timestamp : {4'800U, 5'760U}) {
                for (std::size_t i = 0; i < 3; ++i) {
                    CHECK(village.mixer->send_audio(Village::id(i), timestamp, opus(50),
                                                    timestamp == 4'800, village.now));
                }
            }
            village.run_for(50ms);
            THEN("each hears both, under an SSRC and a sequence of its own") {
                std::set<std::uint32_t> ssrcs;
                for (std::size_t i = 0; i < 3; ++i) {
                    const auto& heard = village.box(i).heard;
                    REQUIRE(heard.size() == 2);
                    CHECK(heard[0].payload == opus(50));
                    CHECK(heard[0].marker);
                    CHECK_FALSE(heard[1].marker);
                    CHECK(heard[1].timestamp == 5'760);
                    CHECK(static_cast<std::uint16_t>(heard[1].sequence - heard[0].sequence) == 1);
                    ssrcs.insert(heard[0].ssrc);
                }
                CHECK(ssrcs.size() == 3);
            }
            THEN("on the wire no two are alike, and the payload is not to be seen") {
                std::set<std::vector<std::byte>> seen;
                for (const Datagram& datagram : village.carried) {
                    if (kind(datagram.bytes) != Kind::rtp) continue;
                    CHECK(datagram.bytes.size() == 12 + 50 + 10);
                    seen.insert({datagram.bytes.begin() + 12, datagram.bytes.end()});
                }
                CHECK(seen.size() == 6);
            }
        }
    }
}

TEST_CASE("a packet of sound fills a datagram at most, and a larger one is not sent",
          "[net][session][sound]") {
    for (const SrtpProfile profile :
         {SrtpProfile::aes_cm_128_hmac_sha1_80, SrtpProfile::aead_aes_128_gcm}) {
        Village village(1, 1, profile);
        village.run_for(2s);
        village.tap = true;
        CHECK(village.session().send_audio(0, opus(max_opus_bytes), true, village.now));
        CHECK_FALSE(
            village.session().send_audio(960, opus(max_opus_bytes + 1), false, village.now));
        CHECK_FALSE(village.session().send_audio(960, {}, false, village.now));
        REQUIRE_FALSE(village.carried.empty());
        CHECK(village.carried.front().bytes.size() <= max_datagram_bytes);
        village.run_for(50ms);
        CHECK(village.spoken[Village::id(0)].size() == 1);
        CHECK(village.session().figures(village.now).audio_not_sent == 2);
    }
}

TEST_CASE("without a session no sound is sent", "[net][session][sound]") {
    Village village;
    CHECK_FALSE(village.session().send_audio(0, opus(40), true, village.now));
    CHECK_FALSE(village.mixer->send_audio(Village::id(0), 0, opus(40), true, village.now));
    CHECK_FALSE(village.mixer->send_audio(BoxId{999}, 0, opus(40), true, village.now));
    CHECK(village.mixer->figures(village.now).audio_not_sent == 2);
}

TEST_CASE("reports give both ends the loss each way and the round trip", "[net][session][rtcp]") {
    Village village(4);
    village.run_for(2s);
    REQUIRE(village.all_joined());
    SeededRandom chance(9);
    // 20 % lost up, 5 % lost down, of sound alone; 60 ms up and 90 ms down.
    village.weather = [&](const Datagram& datagram, Instant) -> std::vector<Duration> {
        const double loss = datagram.up ? 0.20 : 0.05;
        if (kind(datagram.bytes) == Kind::rtp && chance.unit() < loss) return {};
        return {datagram.up ? 60ms : 90ms};
    };
    std::uint32_t timestamp = 0;
    for (int i = 0; i < 50 * 60; ++i) {
        (void)village.session().send_audio(timestamp, opus(40), i == 0, village.now);
        (void)village.mixer->send_audio(Village::id(0), timestamp, opus(40), i == 0, village.now);
        timestamp += 960;
        village.run_for(20ms);
    }
    for (const LinkReport& link : {village.session().link(), village.mixer->link(Village::id(0))}) {
        // Of some 200 packets since the last report: three standard deviations are 9 and 5 points.
        CHECK(link.up.loss == Approx(0.20).margin(0.09));
        CHECK(link.down.loss == Approx(0.05).margin(0.05));
        REQUIRE(link.round_trip);
        CHECK(std::chrono::duration<double>(*link.round_trip).count() ==
              Approx(0.150).margin(0.001));
        CHECK(link.up.at);
        CHECK(link.down.at);
    }
}

TEST_CASE("the round trip of a listener who never spoke is known too", "[net][session][rtcp]") {
    Village village;
    village.run_for(60s);
    const auto link = village.mixer->link(Village::id(0));
    REQUIRE(link.round_trip);
    CHECK(std::chrono::duration<double>(*link.round_trip).count() == Approx(0.080).margin(0.001));
    CHECK(village.session().link().round_trip);
}

TEST_CASE("sound goes on over 70,000 packets: the sequence wraps, the roll-over counts",
          "[net][session][sound]") {
    Village village;
    village.run_for(2s);
    for (std::uint32_t i = 0; i < 70'000; ++i) {
        (void)village.session().send_audio(i * 960, opus(8), false, village.now);
        village.run_for(20ms);
        village.spoken[Village::id(0)].resize(
            std::min<std::size_t>(village.spoken[Village::id(0)].size(), 1));
    }
    CHECK(village.mixer->figures(Village::id(0), village.now).audio_received >= 69'998);
}
