// Any sequence of packets and ticks, with the real decoder: nothing may crash, and every tick is filled.
#include <algorithm>
#include <array>
#include <cstdint>

#include "audio/codec/opus_decoder.h"
#include "audio/playout/playout.h"

using namespace giaoban;

// A step is one byte that says what, then, for a packet: step of seq (2), of timestamp (4), time in ms (1),
// size (1) and the payload.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static audio::OpusSpeechDecoder decoder(SampleRate::hz16000);
    decoder.reset();
    audio::Playout playout({}, SampleRate::hz16000, decoder);
    std::array<std::int16_t, 320> out{};
    Instant now{std::chrono::hours{1}};
    audio::EncodedPacket packet;
    Bytes left(reinterpret_cast<const std::byte*>(data), size);
    while (left.size() >= 9) {
        const auto what = std::to_integer<unsigned>(left[0]);
        if (what % 2 == 0) {
            now += std::chrono::milliseconds{20};
            static_cast<void>(playout.next(now, out));
            left = left.subspan(1);
            continue;
        }
        packet.marker = (what & 2U) != 0;
        // Small steps from the packet before, or anything.
        const bool near = (what & 4U) == 0;
        const auto seq = load_u16(left.subspan(1));
        const auto timestamp = load_u32(left.subspan(3));
        packet.seq = static_cast<std::uint16_t>(near ? packet.seq + seq % 4U : seq);
        packet.timestamp = near ? packet.timestamp + timestamp % 8U * 480U : timestamp;
        now += std::chrono::milliseconds{std::to_integer<int>(left[7])};
        const auto length = std::to_integer<std::size_t>(left[8]);
        left = left.subspan(9);
        const Bytes payload = left.first(std::min(length, left.size()));
        packet.size = static_cast<std::uint16_t>(payload.size());
        std::copy(payload.begin(), payload.end(), packet.data.begin());
        left = left.subspan(payload.size());
        static_cast<void>(playout.insert(packet, now));
        static_cast<void>(playout.next(now, out));
    }
    static_cast<void>(playout.stats());
    return 0;
}
