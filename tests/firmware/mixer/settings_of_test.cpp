#include "firmware/mixer/settings_of.h"

#include "config/vocab/random.h"
#include "tests/catch.h"

using namespace giaoban;
using namespace giaoban::mixer;
using namespace std::chrono_literals;

TEST_CASE("what mixer.toml says of sessions reaches them", "[firmware][mixer]") {
    config::MixerConfig config;
    config.limits = {7, 9};
    config.link.srtp = config::SrtpChoice::aead_aes_256_gcm;
    SeededRandom random(1);
    const auto sessions = session_settings_of(config, net::KeyPair::generate(random));
    CHECK(sessions.most_boxes == 7);
    CHECK(sessions.handshakes_per_second == 9);
    CHECK(sessions.profile == net::SrtpProfile::aead_aes_256_gcm);
}

TEST_CASE("what mixer.toml says of the floor reaches it", "[firmware][mixer]") {
    config::MixerConfig config;
    config.floor = {FloorPolicy::open, QueueGrants::automatic, 5, 60s, 30s, 1s, 2s};
    config.limits.max_boxes = 7;
    SeededRandom random(1);
    const auto meeting = meeting_settings_of(config, random);
    CHECK(meeting.floor.policy == FloorPolicy::open);
    CHECK(meeting.floor.queue_grants == QueueGrants::automatic);
    CHECK(meeting.floor.open_microphones == 5);
    CHECK(meeting.floor.time_limit == 60s);
    CHECK(meeting.floor.warn_before == 30s);
    CHECK(meeting.floor.floor_grace == 1s);
    CHECK(meeting.floor.place_grace == 2s);
    CHECK(meeting.max_boxes == 7);
}

TEST_CASE("what mixer.toml says of sound reaches the bridge", "[firmware][mixer]") {
    config::MixerConfig config;
    config.audio.rate = SampleRate::hz48000;
    config.playout = {60ms, 500ms};
    config.link.down = {0, 0};
    config.link.up = {2, 3};
    config.link.redundancy = config::Choice::on;
    config.codec = {9, true, config::Choice::on};
    const auto bridge = bridge_settings_of(config);
    CHECK(bridge.rate == SampleRate::hz48000);
    CHECK(bridge.playout.least_depth == Samples{60ms});
    CHECK(bridge.playout.most_wait == Samples{500ms});
    const auto chosen = rung_settings_of(config);
    CHECK(chosen.up ==
          net::RungBounds{net::RungStep{2}, net::RungStep{3}, net::RungForm::redundant});
    CHECK(chosen.down ==
          net::RungBounds{net::RungStep{0}, net::RungStep{0}, net::RungForm::redundant});
    const auto rungs = bridge_rungs_of(config);
    REQUIRE(rungs.size() == 1);
    const auto& rung = rungs.front();
    CHECK(rung.rung == audio::RungIndex{0});
    CHECK(rung.encoder.rate == SampleRate::hz48000);
    CHECK(rung.encoder.frame == Samples{120ms});
    CHECK(rung.encoder.complexity == 9);
    CHECK(rung.encoder.dtx);
    CHECK(rung.encoder.in_band_fec);
}
