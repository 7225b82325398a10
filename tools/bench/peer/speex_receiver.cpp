#include "tools/bench/peer/speex_receiver.h"

#include <speex/speex_jitter.h>

#include <algorithm>
#include <array>

namespace giaoban::bench {
namespace {

using namespace std::chrono_literals;

constexpr auto step = static_cast<int>(audio::tick_length.count());
// What Opus makes up has faded by then.
constexpr Samples silent_after = 120ms;

}  // namespace

void SpeexReceiver::Destroy::operator()(JitterBuffer_* buffer) const noexcept {
    jitter_buffer_destroy(buffer);
}

SpeexReceiver::SpeexReceiver(SampleRate rate)
    : decoder_(rate, audio::DecoderEffort::classic), buffer_(jitter_buffer_init(step)) {}
SpeexReceiver::~SpeexReceiver() = default;

void SpeexReceiver::insert(const audio::EncodedPacket& packet, Instant) {
    const auto duration = decoder_.duration_of(packet.payload());
    if (!duration || *duration != audio::tick_length) {
        ++stats_.malformed;
        return;
    }
    // Copied by the buffer, which takes it as its own to write.
    std::array<char, audio::EncodedPacket::max_size> data{};
    std::ranges::transform(packet.payload(), data.begin(),
                           [](std::byte byte) { return static_cast<char>(byte); });
    JitterBufferPacket put{};
    put.data = data.data();
    put.len = packet.size;
    put.timestamp = packet.timestamp;
    put.span = static_cast<spx_uint32_t>(step);
    put.sequence = packet.seq;
    jitter_buffer_put(buffer_.get(), &put);
    ++stats_.received;
    if (!position_) position_ = packet.timestamp;
}

audio::TickKind SpeexReceiver::next(Instant, std::span<std::int16_t> out) {
    std::ranges::fill(out, std::int16_t{0});
    if (!position_) return audio::TickKind::silence;
    std::array<char, audio::EncodedPacket::max_size> data{};
    JitterBufferPacket got{};
    got.data = data.data();
    got.len = data.size();
    spx_int32_t offset = 0;
    const int answer = jitter_buffer_get(buffer_.get(), &got, step, &offset);
    auto kind = audio::TickKind::plc;
    if (answer == JITTER_BUFFER_OK) {
        const auto done = decoder_.decode(std::as_bytes(std::span(data)).first(got.len), out);
        if (done.has_value()) {
            kind = audio::TickKind::played;
            stats_.played += audio::tick_length;
            stood_in_ = Samples{0};
        }
        position_ = got.timestamp + got.span;
    } else {
        // Missing: its time is given up. Insertion: more is to be buffered, and nothing is given up.
        if (answer == JITTER_BUFFER_MISSING) *position_ += static_cast<std::uint32_t>(step);
        kind = stand_in(out);
    }
    jitter_buffer_tick(buffer_.get());
    return kind;
}

audio::TickKind SpeexReceiver::stand_in(std::span<std::int16_t> out) {
    stood_in_ += audio::tick_length;
    if (stood_in_ > silent_after || !decoder_.conceal(out)) {
        std::ranges::fill(out, std::int16_t{0});
        return audio::TickKind::silence;
    }
    stats_.plc += audio::tick_length;
    return audio::TickKind::plc;
}

}  // namespace giaoban::bench
