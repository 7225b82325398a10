#include "audio/playout/catch_up_backlog.h"

#include "tests/audio/playout/tone_codec.h"
#include "tests/catch.h"

using namespace giaoban;
using namespace giaoban::audio;
using namespace std::chrono_literals;
using test::ToneDecoder;

TEST_CASE("a backlog tells pauses from holes by the numbers of either row", "[audio][catch_up]") {
    CatchUpBacklog backlog({.packets = 64, .bytes = 8'192});
    const auto store = [&](std::uint16_t seq, std::uint32_t at, PacketRow row) {
        return backlog.store(ToneDecoder::packet(seq, at), 20ms, row,
                             row == PacketRow::live ? 1 : 2, Instant{1s});
    };
    CHECK(store(10, 0, PacketRow::live) == CatchUpBacklog::Stored::kept);
    CHECK(store(11, 96'000, PacketRow::live) == CatchUpBacklog::Stored::kept);
    const auto* after_pause = backlog.at_or_after(Samples{960});
    REQUIRE(after_pause != nullptr);
    CHECK(backlog.is_proven(*after_pause));
    CHECK(store(20, 192'000, PacketRow::live) == CatchUpBacklog::Stored::kept);
    const auto* after_hole = backlog.at_or_after(Samples{100'000});
    REQUIRE(after_hole != nullptr);
    CHECK_FALSE(backlog.is_proven(*after_hole));
    // The history has it that one packet was between them.
    CHECK(store(500, 96'000, PacketRow::history) == CatchUpBacklog::Stored::known);
    CHECK(store(501, 120'000, PacketRow::history) == CatchUpBacklog::Stored::kept);
    CHECK(store(502, 192'000, PacketRow::history) == CatchUpBacklog::Stored::known);
    CHECK(backlog.is_proven(*backlog.at_or_after(Samples{100'000})));
    CHECK(backlog.is_proven(*backlog.at_or_after(Samples{130'000})));
    // What it does not have is proven to be nothing when that is said.
    CHECK(store(700, 480'000, PacketRow::live) == CatchUpBacklog::Stored::kept);
    CHECK_FALSE(backlog.is_proven(*backlog.at_or_after(Samples{400'000})));
    backlog.nothing_before(Samples{480'000});
    CHECK(backlog.is_proven(*backlog.at_or_after(Samples{400'000})));
}

TEST_CASE("a full backlog refuses what it has no room for, and gives room back",
          "[audio][catch_up]") {
    CatchUpBacklog backlog({.packets = 16, .bytes = 64 * 8});
    const auto store = [&](std::uint32_t i) {
        return backlog.store(ToneDecoder::packet(static_cast<std::uint16_t>(i), i * 960), 20ms,
                             PacketRow::live, 1, Instant{1s});
    };
    for (int round = 0; round < 5; ++round) {
        const auto base = static_cast<std::uint32_t>(round) * 8;
        for (std::uint32_t i = 0; i < 8; ++i)
            CHECK(store(base + i) == CatchUpBacklog::Stored::kept);
        CHECK(store(base + 8) == CatchUpBacklog::Stored::full);
        backlog.drop_until(Samples{(base + 8) * 960});
        CHECK(backlog.empty());
    }
}
