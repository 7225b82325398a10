#include "firmware/box/microphone_line.h"

#include <algorithm>

#include "config/vocab/ensure.h"

namespace giaoban::box {

using namespace std::chrono_literals;

namespace {

// The longest frame of any rung. Source: RFC 6716 section 2.1.4 (120 ms in one packet).
constexpr Samples longest_frame{120ms};

}  // namespace

MicrophoneLine::MicrophoneLine(std::unique_ptr<audio::SpeechEncoder> encoder,
                               std::uint32_t first_timestamp)
    : encoder_(std::move(encoder)), clock_(first_timestamp) {
    ensure(encoder_ != nullptr, "a box has an encoder");
    frame_.resize(sample_count(longest_frame, encoder_->settings().rate));
}

bool MicrophoneLine::take(std::span<const std::int16_t> tick, AudioRings& rings) noexcept {
    const SampleRate rate = encoder_->settings().rate;
    const bool open = wanted_open_;
    bool pushed = false;
    if (open && !talking_) {
        talking_ = marker_ = true;
        gathered_ = 0;
        encoder_->reset();
    }
    if (open) {
        if (gathered_ == 0) begin_frame();
        ensure(gathered_ + tick.size() <= frame_size_, "frames are whole ticks");
        std::ranges::copy(tick, frame_.begin() + static_cast<std::ptrdiff_t>(gathered_));
        gathered_ += tick.size();
        if (gathered_ == frame_size_) pushed = finish_frame(rings);
    } else if (talking_) {
        talking_ = false;
        if (gathered_ > 0) {
            std::fill(frame_.begin() + static_cast<std::ptrdiff_t>(gathered_),
                      frame_.begin() + static_cast<std::ptrdiff_t>(frame_size_), std::int16_t{0});
            pushed = finish_frame(rings);
        }
    }
    clock_ += static_cast<std::uint32_t>(length_of(tick.size(), rate).count());
    return pushed;
}

std::uint32_t MicrophoneLine::cut() noexcept {
    wanted_open_ = talking_ = false;
    gathered_ = 0;
    encoder_->reset();
    return clock_;
}

void MicrophoneLine::skip(Samples time) noexcept {
    clock_ += static_cast<std::uint32_t>(time.count());
    // What was gathered does not go on where it ended.
    gathered_ = 0;
    marker_ = true;
}

void MicrophoneLine::begin_frame() noexcept {
    if (next_settings_) {
        ensure(next_settings_->rate == encoder_->settings().rate, "a box keeps its rate");
        encoder_->apply(*next_settings_);
        next_settings_.reset();
    }
    frame_size_ = sample_count(encoder_->settings().frame, encoder_->settings().rate);
    frame_began_ = clock_;
}

bool MicrophoneLine::finish_frame(AudioRings& rings) noexcept {
    gathered_ = 0;
    audio::EncodedPacket packet;
    const auto size = encoder_->encode(std::span(frame_).first(frame_size_), packet.data);
    if (!size) {
        ++dropped_;
        return false;
    }
    if (*size == 0) {  // nobody speaks (dtx)
        marker_ = true;
        return false;
    }
    packet.timestamp = frame_began_;
    packet.size = static_cast<std::uint16_t>(*size);
    packet.marker = marker_;
    if (!rings.spoken.try_push(packet)) {
        ++dropped_;
        return false;
    }
    marker_ = false;
    return true;
}

}  // namespace giaoban::box
