#include <array>
#include <chrono>

#include "tests/scenarios/judging.h"

using namespace giaoban;
using namespace giaoban::scenarios;
using namespace std::chrono_literals;

namespace {

Endpoint stranger() { return Endpoint::v4({198, 51, 100, 7}, 4242); }

}  // namespace

TEST_CASE("a speaker is heard over 1 to 40 per cent of loss", "[scenarios]") {
    struct Expected {
        double loss;
        double heard;
    };
    // Both links lose: of two packets in a row, each with the last second in the ones that follow. A conversation does
    // not wait for all bursts: what comes after its turn is made room for, and the corrections blur a token or two.
    const auto [loss, heard] =
        GENERATE(Expected{0.01, 0.985}, Expected{0.05, 0.975}, Expected{0.1, 0.965},
                 Expected{0.2, 0.95}, Expected{0.4, 0.85});
    for (std::uint64_t seed = seed_or(100), n = 0; n < 3; ++n, ++seed) {
        // Without catching up: at 40 % it is behind by more than the 2.5 s that an ear tells apart, and counts as unheard.
        MeetingSimulation meeting({.seed = seed, .boxes = 4, .link = "clean", .catch_up = false});
        begin(meeting);
        REQUIRE(meeting.request(Kind::grant, 1));
        meeting.run_for(1s);
        const linksim::LinkSettings lossy{
            .delay = 60ms, .jitter = 5ms, .loss = loss, .loss_burst = 2};
        for (std::size_t i = 0; i < 4; ++i)
            meeting.set_link(i, lossy, lossy);
        meeting.run_for(120s);
        REQUIRE(meeting.request(Kind::revoke, 1));
        meeting.run_for(3s);
        INFO("loss " << loss << '\n' << meeting.account());
        const Worst worst = worst_of(meeting, 0);
        CHECK(worst.heard > heard);
        check_what_always_holds(meeting);
    }
}

TEST_CASE("at 5 per cent of burst loss no gap in what is heard is over 60 ms", "[scenarios]") {
    // The same links in everything but stalls: those are not loss, and longer.
    for (std::uint64_t seed = seed_or(110), n = 0; n < 8; ++n, ++seed) {
        MeetingSimulation meeting({.seed = seed, .boxes = 4, .link = "3g-bad"});
        auto settings = linksim::find_profile("3g-bad")->up;
        settings.stalls_per_minute = 0;
        for (std::size_t i = 0; i < 4; ++i)
            meeting.set_link(i, settings, settings);
        begin(meeting);
        REQUIRE(meeting.request(Kind::grant, 1));
        meeting.run_for(60s);
        INFO(meeting.account());
        for (const std::size_t other : {std::size_t{0}, std::size_t{2}, std::size_t{3}}) {
            const HeardTurn* heard = meeting.hearing(other).of(0);
            REQUIRE(heard != nullptr);
            // Nothing that was spoken is left out for longer than 60 ms, unless so much is lost in a row that waiting
            // for it would take longer than the 400 ms of PlayoutLimits::most_wait.
            const auto lost = std::max(meeting.up(1).counters().longest_loss,
                                       meeting.down(other).counters().longest_loss);
            CHECK(heard->longest_gap * 20 <= (lost * 60 <= 400 ? 60U : 400U));
            // Speech that is drawn out while packets stay away is repeated by up to 60 ms, three tokens.
            CHECK(heard->backwards <= 3);
            // and what is missing when it is due (Opus would make up something here) has come soon after: four of
            // 60 ms in a row are lost in 0.05 / 2 x (1/2)^3 = 0.3 per cent of the cases, on either link.
            CHECK(heard->longest_silence < 500ms);
        }
        check_what_always_holds(meeting);
    }
}

TEST_CASE("two boxes press in the same instant: one speaks, the other waits", "[scenarios]") {
    for (std::uint64_t seed = seed_or(120), n = 0; n < 20; ++n, ++seed) {
        net::FloorSettings floor;
        floor.queue_grants = QueueGrants::automatic;
        MeetingSimulation meeting({.seed = seed,
                                   .boxes = 4,
                                   .chair = false,
                                   .link = n % 2 == 0 ? "clean" : "3g-bad",
                                   .floor = floor});
        INFO("GIAOBAN_SEED=" << seed);
        begin(meeting);
        meeting.press(1);
        meeting.press(2);
        meeting.run_for(5s);
        CHECK(meeting.mixer().open().size() == 1);
        CHECK(meeting.speaks(1) != meeting.speaks(2));
        CHECK(meeting.box(meeting.speaks(1) ? 2 : 1).place() == 1);
        // And both give up in the same instant.
        meeting.press(1);
        meeting.press_long(2);
        meeting.run_for(5s);
        check_what_always_holds(meeting);
        check_all_presses_counted(meeting);
    }
}

TEST_CASE("strangers' bytes, cut off and repeated packets change nothing", "[scenarios]") {
    const auto seed = seed_or(130);
    MeetingSimulation meeting({.seed = seed, .boxes = 4, .link = "3g-bad"});
    INFO("GIAOBAN_SEED=" << seed);
    begin(meeting);
    REQUIRE(meeting.request(Kind::grant, 1));
    meeting.press(2);
    meeting.run_for(3s);
    SeededRandom random(seed);
    std::array<std::byte, 1400> noise{};
    for (std::size_t i = 0; i < 6'000; ++i) {
        const std::size_t size = random.below(noise.size());
        random.fill(MutableBytes(noise).first(size));
        // Half of it begins like something that is known here: RTP, RTCP, keys and control.
        constexpr std::array<std::uint8_t, 8> firsts{128, 129, 192, 193, 194, 195, 196, 144};
        if (size > 1 && i % 2 == 0) noise[0] = static_cast<std::byte>(firsts[random.below(8)]);
        meeting.inject_to_mixer(stranger(), Bytes(noise).first(size));
        meeting.inject_to_box(i % 4, Bytes(noise).first(size));
        const auto& heard = meeting.overheard();
        const auto& old = heard[random.below(heard.size())];
        // As it was, from where it came from or not; cut off; and with one bit turned over.
        meeting.inject_to_mixer(i % 3 == 0 ? stranger() : meeting.address(1), old);
        meeting.inject_to_mixer(meeting.address(1), Bytes(old).first(random.below(old.size() + 1)));
        auto damaged = old;
        if (!damaged.empty()) damaged[random.below(damaged.size())] ^= std::byte{0x10};
        meeting.inject_to_mixer(meeting.address(1), damaged);
        meeting.inject_to_box(i % 4, old);
        meeting.run_for(10ms);
    }
    INFO(meeting.account());
    CHECK(meeting.all_joined());
    CHECK(meeting.speaks(1));
    CHECK(meeting.box(2).place() == 1);
    for (std::size_t i = 0; i < 4; ++i) {
        CHECK(meeting.mixer().sessions().endpoint(MeetingSimulation::id(i)) == meeting.address(i));
    }
    CHECK(worst_of(meeting, 0).heard > 0.95);
    check_what_always_holds(meeting);
    check_all_presses_counted(meeting);
}

TEST_CASE("a box with somebody else's name, and one without a card, stay outside", "[scenarios]") {
    MeetingSimulation meeting({.seed = seed_or(140), .boxes = 3, .link = "clean", .start = false});
    meeting.start(0);
    meeting.start(1);
    meeting.run_for(3s);
    meeting.lend_card(1, 2);
    meeting.start(2);
    meeting.run_for(20s);
    CHECK(meeting.is_there(1));
    CHECK_FALSE(meeting.is_there(2));
    CHECK(meeting.box(2).session().phase() == net::SessionPhase::refused);
    CHECK_FALSE(meeting.mixer().refusals().empty());
    check_what_always_holds(meeting);
}

TEST_CASE("clocks that jump: a box that slept, a mixing box that slept, walls set right",
          "[scenarios]") {
    for (const auto by : {Duration{500ms}, Duration{10s}, Duration{std::chrono::hours{5}}}) {
        const auto seed = seed_or(150);
        MeetingSimulation meeting({.seed = seed, .boxes = 4, .link = "clean"});
        INFO("by " << std::chrono::duration_cast<Milliseconds>(by).count()
                   << " ms, GIAOBAN_SEED=" << seed);
        begin(meeting);
        REQUIRE(meeting.request(Kind::grant, 1));
        meeting.run_for(3s);
        // The wall clock, years to and fro: nothing depends on it.
        meeting.set_wall_time(WallTime{} + std::chrono::hours{24 * 365 * 90});
        meeting.run_for(1s);
        meeting.set_wall_time(WallTime{});
        meeting.run_for(1s);
        CHECK(meeting.speaks(1));
        // A listener's machine stood still and woke up.
        meeting.jump_clock(2, by);
        meeting.run_for(8s);
        CHECK(meeting.is_there(2));
        CHECK(meeting.hearing(2).hears_anybody(meeting.now()));
        // The mixing box's.
        meeting.jump_clock(std::nullopt, by);
        CHECK(meeting.run_until_true([&] { return meeting.all_joined(); }, 10s));
        meeting.run_for(8s);
        REQUIRE(meeting.request(Kind::grant, 3));
        meeting.run_for(5s);
        CHECK(meeting.speaks(3));
        CHECK(meeting.hearing(2).hears_anybody(meeting.now()));
        INFO(meeting.account());
        check_what_always_holds(meeting);
    }
}
