#include "audio/wav/wav_speaker.h"

#include <algorithm>
#include <vector>

#include "config/vocab/ensure.h"

namespace giaoban::audio {

void WavSpeaker::write(std::span<const std::int16_t> said) noexcept {
    Tick tick;
    ensure(said.size() <= tick.samples.size(), "a tick is 20 ms at 48 kHz or less");
    tick.count = static_cast<std::uint16_t>(said.size());
    std::ranges::copy(said, tick.samples.begin());
    if (!file_->ring_.try_push(tick)) file_->lost_.fetch_add(1, std::memory_order_relaxed);
}

std::optional<WavError> WavSpeaker::File::drain() {
    std::vector<std::int16_t> sound;
    Tick tick;
    while (ring_.try_pop(tick)) {
        sound.insert(sound.end(), tick.samples.begin(), tick.samples.begin() + tick.count);
    }
    auto appended = writer_.append(sound);
    if (!appended) return appended.error();
    return std::nullopt;
}

}  // namespace giaoban::audio
