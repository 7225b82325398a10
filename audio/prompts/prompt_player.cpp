#include "audio/prompts/prompt_player.h"

#include <algorithm>
#include <limits>

namespace giaoban::audio {

namespace {

// Gains are in 1/32768.
constexpr std::int32_t unity = 1 << 15;
// -15 dB: speech under speech is told apart from 10 dB on, and the meeting is still heard to go on.
constexpr std::int32_t lowered = 5'827;
// From one to the other in 1,700 steps: 100 ms at 16 kHz, slow enough not to click.
constexpr std::int32_t step = (unity - lowered) / 1'700;

std::int16_t limited(std::int32_t value) noexcept {
    return static_cast<std::int16_t>(std::clamp<std::int32_t>(
        value, std::numeric_limits<std::int16_t>::min(), std::numeric_limits<std::int16_t>::max()));
}

}  // namespace

void PromptPlayer::say(Prompt prompt) noexcept {
    // What has begun is said to its end; of what waits, the new one may make some untrue.
    for (std::size_t i = waiting_; i-- > 1;) {
        const bool old_place = tells_place(queue_[i]) && tells_place(prompt);
        if (old_place || queue_[i] == prompt) drop(i);
    }
    if (waiting_ == capacity) drop(1);
    queue_[waiting_++] = prompt;
}

void PromptPlayer::drop(std::size_t index) noexcept {
    std::copy(queue_.begin() + static_cast<std::ptrdiff_t>(index) + 1,
              queue_.begin() + static_cast<std::ptrdiff_t>(waiting_),
              queue_.begin() + static_cast<std::ptrdiff_t>(index));
    --waiting_;
}

void PromptPlayer::mix_into(std::span<std::int16_t> meeting) noexcept {
    if (waiting_ == 0 && meeting_gain_ == unity) return;
    for (std::int16_t& sample : meeting) {
        std::int32_t prompt = 0;
        if (waiting_ > 0) {
            const auto sound = library_.sound(queue_[0]);
            if (said_ < sound.size()) prompt = sound[said_++];
            if (said_ >= sound.size()) {
                drop(0);
                said_ = 0;
            }
        }
        const std::int32_t target = waiting_ > 0 ? lowered : unity;
        meeting_gain_ += std::clamp(target - meeting_gain_, -step, step);
        sample = limited(sample * meeting_gain_ / unity + prompt);
    }
}

}  // namespace giaoban::audio
