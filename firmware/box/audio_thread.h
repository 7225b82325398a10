#pragma once

#include <atomic>
#include <cstdint>
#include <string>
#include <thread>

#include "audio/ports/sound_port.h"
#include "config/vocab/time.h"
#include "firmware/box/box_audio.h"
#include "firmware/box/wake.h"

namespace giaoban::box {

/// The audio thread: calls BoxAudio::tick() for ever, paced by the port, or by the clock where the
/// port has none.
///
/// Real time:  asks for real-time priority when a card keeps the time.
/// Errors:     a machine that stood still for longer than `most_behind` leaves those ticks out.
class AudioThread {
  public:
    /// What a recording loses rather than let the meeting hear it in a rush.
    static constexpr Milliseconds most_behind{1'000};

    /// `clock_ppm`: how much faster than the clock ticks come, as those of a card whose crystal is
    /// off (for tests).
    AudioThread(BoxAudio& audio, audio::SoundPort& port, Wake& wake, int clock_ppm);
    AudioThread(const AudioThread&) = delete;
    AudioThread& operator=(const AudioThread&) = delete;
    /// Ends after the tick that is under way.
    ~AudioThread();

    /// When the first tick was due: with a recording, when its first sample was heard.
    [[nodiscard]] Instant began() const noexcept { return began_; }

    /// Why the thread has no real-time priority; empty when it has, or needs none.
    [[nodiscard]] const std::string& priority_trouble() const noexcept { return priority_trouble_; }

    /// Ticks that it has done, for the watchdog. From any thread.
    [[nodiscard]] std::uint64_t turns() const noexcept {
        return turns_.load(std::memory_order_relaxed);
    }

  private:
    void run_by_device();
    void run_by_clock(int clock_ppm);
    void ask_for_priority();

    BoxAudio& audio_;
    audio::SoundPort& port_;
    Wake& wake_;
    Instant began_;
    std::atomic<bool> stop_{false};
    std::atomic<std::uint64_t> turns_{0};
    std::string priority_trouble_;
    std::thread thread_;
};

}  // namespace giaoban::box
