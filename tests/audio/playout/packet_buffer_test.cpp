#include "audio/playout/packet_buffer.h"

#include "tests/audio/playout/tone_codec.h"
#include "tests/catch.h"

using namespace giaoban;
using namespace giaoban::test;
using namespace std::chrono_literals;
using audio::PacketBuffer;
using Stored = PacketBuffer::Stored;

namespace {

Stored store(PacketBuffer& buffer, std::int64_t seq) {
    return buffer.store(ToneDecoder::packet(static_cast<std::uint16_t>(seq), 0), seq,
                        seq * Samples{20ms}, 20ms);
}

}  // namespace

TEST_CASE("a packet buffer gives packets in their order", "[audio][playout]") {
    PacketBuffer buffer(16);
    CHECK(buffer.first() == nullptr);
    for (const int seq : {12, 10, 15, 11})
        REQUIRE(store(buffer, seq) == Stored::kept);
    for (const int seq : {10, 11, 12, 15}) {
        REQUIRE(buffer.first() != nullptr);
        CHECK(buffer.first()->seq == seq);
        CHECK(buffer.first()->payload().size() == 8);
        buffer.take_first();
    }
    CHECK(buffer.waiting() == 0);
}

TEST_CASE("a packet buffer refuses what it knows and what has no slot", "[audio][playout]") {
    PacketBuffer buffer(16);
    REQUIRE(store(buffer, 100) == Stored::kept);
    CHECK(store(buffer, 100) == Stored::duplicate);
    CHECK(store(buffer, 116) == Stored::too_far_ahead);
    REQUIRE(store(buffer, 115) == Stored::kept);
    CHECK(store(buffer, 99) == Stored::late);
    buffer.take_first();
    CHECK(store(buffer, 100) == Stored::duplicate);
    CHECK(store(buffer, 116) == Stored::kept);
    buffer.clear();
    CHECK(buffer.first() == nullptr);
    CHECK(store(buffer, 100) == Stored::kept);
}
