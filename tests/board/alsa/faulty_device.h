#pragma once

#include <algorithm>
#include <deque>
#include <string>

#include "board/alsa/pcm_device.h"

namespace giaoban::board::tests {

/// What befalls a FaultyDevice; the test owns it and outlives the device.
struct Faults {
    std::deque<PcmResult> captures;  ///< The results of the next captures; `done` after them.
    std::deque<PcmResult> plays;
    std::deque<PcmResult> restarts;
    int restarted = 0;
    int ticks = 0;
    int made = 0;
    int destroyed = 0;
};

/// A sound card that fails to order.
class FaultyDevice final : public PcmDevice {
  public:
    explicit FaultyDevice(Faults& faults) : faults_(faults) { ++faults_.made; }
    ~FaultyDevice() override { ++faults_.destroyed; }

    PcmResult capture(std::span<std::int16_t> heard) noexcept override {
        std::ranges::fill(heard, std::int16_t{77});
        return next(faults_.captures);
    }
    PcmResult play(std::span<const std::int16_t>) noexcept override {
        const PcmResult result = next(faults_.plays);
        if (result == PcmResult::done) ++faults_.ticks;
        return result;
    }
    PcmResult restart() noexcept override {
        ++faults_.restarted;
        return next(faults_.restarts);
    }
    const std::string& description() const noexcept override { return description_; }

  private:
    static PcmResult next(std::deque<PcmResult>& results) noexcept {
        if (results.empty()) return PcmResult::done;
        const PcmResult result = results.front();
        results.pop_front();
        return result;
    }

    Faults& faults_;
    std::string description_ = "faulty card";
};

}  // namespace giaoban::board::tests
