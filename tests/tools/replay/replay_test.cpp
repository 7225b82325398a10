#include "tools/replay/replay.h"

#include <algorithm>
#include <chrono>

#include "tests/catch.h"
#include "tests/tools/replay/made.h"
#include "tools/replay/bare_decode.h"
#include "tools/replay/catch_up_receiver.h"
#include "tools/replay/packet_text.h"

using namespace giaoban;
using namespace giaoban::replay;
using namespace giaoban::tests;
using namespace std::chrono_literals;

namespace {

// The frame itself, a tick, what a scheduler may be off by, and how far playout lets it stray before it corrects it.
constexpr Microseconds clean_delay = 45ms;

}  // namespace

TEST_CASE("over a clean link all is played, nothing is concealed, and the delay is short",
          "[replay]") {
    // At every phase of ticks and packets.
    const auto phase = GENERATE(range(0, 20, 4));
    const PacketFile file = made(60);
    PlayoutReceiver receiver({});
    std::size_t samples = 0;
    const auto figures = Replay({.phase = std::chrono::milliseconds{phase}})
                             .run(file, receiver, [&](auto tick) { samples += tick.size(); }, {});
    CHECK(figures.sent == 60s);
    CHECK(figures.playout.played == 60s);
    CHECK(figures.playout.dred + figures.playout.lbrr == Samples{0});
    CHECK(figures.playout.plc == figures.trailing);
    CHECK(figures.silent == Samples{0});
    CHECK(figures.never_played == Samples{0});
    CHECK(figures.interruptions == 0);
    CHECK(figures.delay.mean >= 20ms);
    CHECK(figures.delay.mean <= clean_delay);
    CHECK(length_of(samples, SampleRate::hz48000) >= 60s);
}

TEST_CASE("the delay leaves out what every packet takes, and counts what one takes more",
          "[replay]") {
    const auto near = heard(made(10));
    CHECK(heard(made(10, {.delay = 300ms})).delay.mean == near.delay.mean);
    linksim::LinkSettings late;
    auto trace = std::make_shared<linksim::DelayTrace>();
    trace->delays.assign(500, 100ms);
    trace->delays.front() = 0ms;
    late.delay_trace = trace;
    const auto mean = heard(made(10, late)).delay.mean;
    CHECK(mean > near.delay.mean + 80ms);
    CHECK(mean < near.delay.mean + 200ms);
}

TEST_CASE("a capture without an origin takes its quickest packet for one that took no time",
          "[replay]") {
    PacketFile file = made(10);
    const auto known = heard(file);
    file.origin.reset();
    for (Packet& packet : file.packets)
        packet.at += 7h;
    CHECK(heard(file).delay.mean == known.delay.mean);
}

TEST_CASE("an outage is one interruption, as long as it lasted", "[replay]") {
    const auto figures = heard(made(10, {.outages = {{.at = 4s, .length = 2s}}}));
    CHECK(figures.interruptions == 1);
    CHECK(figures.longest_interruption > 1s);
    CHECK(figures.longest_interruption < 2500ms);
    CHECK(figures.sent == 10s);
    CHECK(figures.arrived == 8s);
    CHECK(figures.lost_at.size() == 100);
    CHECK(figures.never_played == Samples{0});
}

TEST_CASE("pauses of the sender are no interruptions", "[replay]") {
    PacketFile file = made(10);
    // Between 4 and 6 s nobody speaks: the numbers go on without a gap, the timestamps do not.
    std::erase_if(file.packets,
                  [](const Packet& packet) { return packet.at > 4s && packet.at <= 6s; });
    for (Packet& packet : file.packets) {
        if (packet.at <= 6s) continue;
        packet.marker = packet.seq == 300;
        packet.seq = static_cast<std::uint16_t>(packet.seq - 100);
    }
    const auto figures = heard(file);
    CHECK(figures.sent == 8s);
    CHECK(figures.interruptions == 0);
    CHECK(figures.silent == Samples{0});
    CHECK(figures.lost_at.empty());
}

TEST_CASE("what is asked for again comes after the round trip, unless the link was dead then",
          "[replay]") {
    PacketFile file = made(20);
    for (Packet& packet : file.packets)
        packet.lost = packet.seq % 25 == 24;
    const PlayoutSettings asking{.mode = audio::PlayoutMode::listening, .round_trip = 100ms};
    const auto without = heard(file, {.mode = audio::PlayoutMode::listening});
    CHECK(without.packets_came_again == 0);
    CHECK(without.playout.played < 20s - 700ms);
    const auto again = heard(file, asking);
    CHECK(again.packets_asked_again >= 35);
    CHECK(again.packets_came_again >= 35);
    CHECK(again.playout.played > 20s - 200ms);
}

TEST_CASE("what was missed in an outage is fetched, heard, and caught up with", "[replay]") {
    const PacketFile file = made(60, {.outages = {{.at = 10s, .length = 5s}}});
    CatchUpReceiver receiver({.mode = audio::PlayoutMode::listening, .round_trip = 100ms});
    Microseconds nearest = Microseconds::max();
    const auto figures =
        Replay({.round_trip = 100ms}).run(file, receiver, {}, [&](const TickRow& row) {
            if (row.delay && row.at > 15500ms) nearest = std::min(nearest, *row.delay);
        });
    CHECK(figures.playout.played == 60s);
    CHECK(figures.never_played == Samples{0});
    CHECK(figures.packets_came_again >= 250);
    CHECK(figures.delay.most > 5s);
    CHECK(nearest < 500ms);
}

TEST_CASE("a listener who is granted the floor is as near as in a conversation soon after",
          "[replay]") {
    const PacketFile file = made(40, {.jitter = 40ms});
    const auto mean_of_the_last_5_s = [&](const PlayoutSettings& settings) {
        Microseconds sum{};
        std::int64_t ticks = 0;
        static_cast<void>(heard(file, settings, [&](const TickRow& row) {
            if (row.at < 35s || !row.delay) return;
            sum += *row.delay;
            ++ticks;
        }));
        return sum / std::max<std::int64_t>(ticks, 1);
    };
    const auto conversation = mean_of_the_last_5_s({});
    const auto listening = mean_of_the_last_5_s({.mode = audio::PlayoutMode::listening});
    const auto granted =
        mean_of_the_last_5_s({.mode = audio::PlayoutMode::listening, .floor_after = 30s});
    CHECK(listening > conversation + 20ms);
    CHECK(granted < conversation + 20ms);
}

TEST_CASE("the same file is heard the same twice", "[replay]") {
    const PacketFile file = made(10, {.jitter = 20ms, .loss = 0.1, .loss_burst = 2});
    CHECK(write_packet_text(file) ==
          write_packet_text(made(10, {.jitter = 20ms, .loss = 0.1, .loss_burst = 2})));
    std::vector<Samples> first;
    std::vector<Samples> second;
    static_cast<void>(heard(file, {}, [&](const TickRow& row) { first.push_back(row.depth); }));
    static_cast<void>(heard(file, {}, [&](const TickRow& row) { second.push_back(row.depth); }));
    CHECK(first == second);
    CHECK(first.size() >= 500);
}

TEST_CASE("a stream that starts anew is heard on", "[replay]") {
    PacketFile file = made(10);
    for (Packet& packet : file.packets) {
        if (packet.at <= 5s) continue;
        packet.seq = static_cast<std::uint16_t>(packet.seq + 20'000);
        packet.timestamp += 3'000'000'000U;
    }
    const auto figures = heard(file);
    CHECK(figures.sent == 10s);
    CHECK(figures.playout.restarts == 1);
    CHECK(figures.playout.played > 9800ms);
    CHECK(figures.delay.most < 500ms);
}

TEST_CASE("a file of bytes that are no Opus ends too", "[replay]") {
    PacketFile file;
    for (std::uint16_t seq = 0; seq < 100; ++seq) {
        Packet packet;
        packet.at = std::chrono::milliseconds{20} * seq;
        packet.seq = seq;
        packet.timestamp = 960U * seq;
        packet.payload = {std::byte{0xff}};
        file.packets.push_back(packet);
    }
    const auto figures = heard(file);
    CHECK(figures.playout.malformed == 100);
    CHECK(figures.sent == Samples{0});
}

TEST_CASE("a bare decode fills the gaps with what there is", "[replay]") {
    PacketFile file = made(10);
    CHECK(bare_decode(file, SampleRate::hz16000) == 10s);
    for (Packet& packet : file.packets)
        packet.lost = packet.seq == 40 || packet.seq == 41;
    CHECK(bare_decode(file, SampleRate::hz16000) == 10s);
}
