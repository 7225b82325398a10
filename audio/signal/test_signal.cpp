#include "audio/signal/test_signal.h"

#include <cmath>
#include <numbers>

#include "config/vocab/ensure.h"

namespace giaoban::audio {

TestSignal::TestSignal(const Settings& settings, SampleRate rate) noexcept
    : settings_(settings),
      rate_(rate),
      on_(sample_count(settings.on, rate)),
      period_(sample_count(settings.on + settings.off, rate)) {
    ensure(settings.tone_hz > 0 && settings.tone_hz < hertz(rate) / 2, "a tone can be sampled");
    ensure(period_ > 0, "a test signal is on at times");
}

void TestSignal::read(std::span<std::int16_t> heard) noexcept {
    const double step = 2 * std::numbers::pi * settings_.tone_hz / hertz(rate_);
    for (std::int16_t& sample : heard) {
        const bool on = at_ < on_;
        sample = on ? static_cast<std::int16_t>(std::lround(settings_.peak * std::sin(phase_)))
                    : std::int16_t{0};
        phase_ = std::remainder(phase_ + step, 2 * std::numbers::pi);
        at_ = (at_ + 1) % period_;
    }
}

}  // namespace giaoban::audio
