#include "firmware/media.h"

#include <vector>

#include "tests/catch.h"

using namespace giaoban;
using namespace std::chrono_literals;

TEST_CASE("a rung becomes the encoder's settings, with what the configuration says", "[firmware]") {
    const net::Rung rung{.frame = 60ms,
                         .bitrate_bps = 20'000,
                         .expected_loss_percent = 15,
                         .fec = false,
                         .dred_reach = 500ms};
    const auto settings =
        encoder_settings(rung, {.complexity = 7, .dtx = true}, SampleRate::hz16000);
    CHECK(settings.frame == Samples{60ms});
    CHECK(settings.bitrate_bps == 20'000);
    CHECK(settings.expected_loss_percent == 15);
    CHECK(settings.dred_reach == Samples{500ms});
    CHECK(settings.complexity == 7);
    CHECK(settings.dtx);
    CHECK_FALSE(settings.in_band_fec);
}

TEST_CASE("in-band redundancy by configuration takes the place of the deep one", "[firmware]") {
    const net::Rung rung{.frame = 20ms, .bitrate_bps = 24'000, .dred_reach = 500ms};
    const auto on = encoder_settings(rung, {.fec = config::Choice::on}, SampleRate::hz16000);
    CHECK(on.in_band_fec);
    CHECK(on.dred_reach == Samples{0});
    net::Rung with_fec = rung;
    with_fec.fec = true;
    const auto off = encoder_settings(with_fec, {.fec = config::Choice::off}, SampleRate::hz16000);
    CHECK_FALSE(off.in_band_fec);
}

TEST_CASE("an RTP packet becomes an encoded packet, unless no speech is as long", "[firmware]") {
    std::vector<std::byte> datagram(net::rtp_header_size + 100, std::byte{5});
    net::write_rtp_header(datagram, {.marker = true, .sequence = 9, .timestamp = 77, .ssrc = 1});
    audio::EncodedPacket packet;
    REQUIRE(to_encoded(*net::RtpView::parse(datagram), packet));
    CHECK(packet.seq == 9);
    CHECK(packet.timestamp == 77);
    CHECK(packet.marker);
    CHECK(packet.size == 100);
    CHECK(packet.payload().back() == std::byte{5});

    datagram.resize(net::rtp_header_size + 1'276);
    CHECK_FALSE(to_encoded(*net::RtpView::parse(datagram), packet));
    datagram.resize(net::rtp_header_size);
    CHECK_FALSE(to_encoded(*net::RtpView::parse(datagram), packet));
}

TEST_CASE("an RTP packet is seen by the estimate of a link with its headers", "[firmware]") {
    std::vector<std::byte> datagram(net::rtp_header_size + 100, std::byte{5});
    net::write_rtp_header(datagram, {.marker = true, .sequence = 9, .timestamp = 77, .ssrc = 1});
    const auto seen = packet_seen(*net::RtpView::parse(datagram), Instant{5s});
    CHECK(seen.ssrc == 1);
    CHECK(seen.sequence == 9);
    CHECK(seen.timestamp == 77);
    CHECK(seen.marker);
    CHECK(seen.wire_bytes == 100 + net::wire_overhead);
    CHECK(seen.arrived == Instant{5s});
}

TEST_CASE("a box sends as the mixing box asks, and never wider than its own configuration says",
          "[firmware]") {
    const auto index = [](std::uint8_t step, net::RungForm form) {
        return static_cast<std::uint8_t>(net::rung_of(net::RungStep{step}, form));
    };
    using enum net::RungForm;
    CHECK(uplink_rung(index(3, redundant), {0, 5}) == net::RungIndex{index(3, redundant)});
    CHECK(uplink_rung(index(5, redundant), {0, 2}) == net::RungIndex{index(2, redundant)});
    CHECK(uplink_rung(index(0, plain), {2, 4}) == net::RungIndex{index(2, plain)});
    CHECK(uplink_rung(200, {0, 5}) == net::RungIndex{net::rung_count - 1});
}

TEST_CASE("the bounds of every playout are those of the configuration", "[firmware]") {
    const auto limits = playout_limits({.least_depth = 60ms, .most_depth = 300ms});
    CHECK(limits.least_depth == Samples{60ms});
    CHECK(limits.most_wait == Samples{300ms});
}

TEST_CASE("the rungs within bounds are those of their steps, in the form that is wanted",
          "[firmware]") {
    CHECK(rungs_within(rung_bounds({0, 5}, config::Choice::automatic)).size() == net::rung_count);
    const auto plain = rungs_within(rung_bounds({0, 5}, config::Choice::off));
    const auto redundant = rungs_within(rung_bounds({0, 5}, config::Choice::on));
    CHECK(plain.size() == net::step_count);
    CHECK(redundant.size() == net::step_count);
    CHECK(plain.front() == redundant.front());
    CHECK(plain.back() != redundant.back());
    const auto fixed = rungs_within(rung_bounds({3, 3}, config::Choice::on));
    REQUIRE(fixed.size() == 1);
    CHECK(net::name_of(fixed.front()) == "3+");
}
