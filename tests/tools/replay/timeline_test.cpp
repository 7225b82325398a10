#include "tools/replay/timeline.h"

#include <chrono>

#include "audio/codec/opus_decoder.h"
#include "tests/catch.h"

using namespace giaoban;
using namespace giaoban::replay;
using namespace std::chrono_literals;

namespace {

/// 20 ms of wideband speech, as far as its first byte tells (RFC 6716 section 3.1: configuration 9, one frame).
Packet packet(std::uint16_t seq, std::uint32_t timestamp, Microseconds at) {
    Packet it;
    it.at = at;
    it.seq = seq;
    it.timestamp = timestamp;
    it.payload = {std::byte{0x48}, std::byte{0}};
    return it;
}

Timeline of(PacketFile file) {
    return Timeline(file, audio::OpusSpeechDecoder(SampleRate::hz16000));
}

}  // namespace

TEST_CASE("the quickest packet says when what was spoken", "[replay]") {
    const Timeline timeline =
        of({.packets = {packet(1, 1000, 1050ms), packet(2, 1960, 1040ms)}, .origin = {}});
    // The second was sent 40 ms after the first sample.
    CHECK(timeline.spoken_at(1000, 0) == 1000ms);
    CHECK(timeline.spoken_at(1000 + 480, 0) == 1010ms);
    CHECK(timeline.sent_at(*timeline.place(0)) == 1020ms);
    CHECK(timeline.sent() == 40ms);
    CHECK_FALSE(timeline.spoken_at(1000 + 9600, 0));
}

TEST_CASE("numbers that are missing were lost, also where numbers and timestamps come round",
          "[replay]") {
    const Timeline timeline = of(
        {.packets = {packet(65'535, 4'294'966'336U, 20ms), packet(2, 1920, 80ms)}, .origin = {}});
    CHECK(timeline.packets_sent() == 4);
    CHECK(timeline.packets_arrived() == 2);
    CHECK(timeline.sent() == 80ms);
    CHECK(timeline.arrived() == 40ms);
    CHECK(timeline.lost_at() == std::vector<Microseconds>{40ms, 60ms});
}

TEST_CASE("more numbers may be missing than there is time for", "[replay]") {
    const Timeline timeline =
        of({.packets = {packet(1, 0, 20ms), packet(2000, 1000, 60ms)}, .origin = {}});
    CHECK(timeline.packets_sent() == 2000);
    CHECK(timeline.lost_at().size() == 1998);
    CHECK(timeline.sent() < 45ms);
}

TEST_CASE("a pause is no loss, and what comes after it is what is spoken next", "[replay]") {
    const Timeline timeline =
        of({.packets = {packet(1, 0, 20ms), packet(2, 48'000, 1020ms)}, .origin = {}});
    CHECK(timeline.sent() == 40ms);
    CHECK(timeline.lost_at().empty());
    CHECK(timeline.next_spoken_at(480, 0) == 10ms);
    CHECK(timeline.next_spoken_at(960, 0) == 1000ms);
    CHECK_FALSE(timeline.next_spoken_at(48'960, 0));
}

TEST_CASE("packets that come twice or in another order are sent once", "[replay]") {
    const Timeline timeline = of({.packets = {packet(1, 0, 20ms), packet(3, 1920, 60ms),
                                              packet(2, 960, 70ms), packet(3, 1920, 80ms)},
                                  .origin = {}});
    CHECK(timeline.packets_sent() == 3);
    CHECK(timeline.packets_arrived() == 3);
    CHECK(timeline.sent() == 60ms);
}

TEST_CASE("a stream that starts anew has a time of its own", "[replay]") {
    const Timeline timeline =
        of({.packets = {packet(1, 0, 20ms), packet(30'000, 2'000'000'000, 540ms)}, .origin = {}});
    CHECK(timeline.place(1)->run == 1);
    CHECK(timeline.spoken_at(2'000'000'000, 1) == 520ms);
    CHECK(timeline.spoken_at(0, 1) == 0ms);
}
