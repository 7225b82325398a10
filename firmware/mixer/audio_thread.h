#pragma once

#include <atomic>
#include <deque>
#include <memory>
#include <thread>
#include <vector>

#include "audio/mix/bridge.h"
#include "firmware/mixer/audio_desk.h"
#include "firmware/mixer/audio_rings.h"
#include "firmware/mixer/wake.h"

namespace giaoban::mixer {

/// The mixing box's audio thread, as the network thread has it: an AudioDesk woken by an absolute
/// timer each 20 ms while a microphone is open, and asleep otherwise.
///
/// Threading:  all of it belongs to the network thread; the thread inside shares the rings alone.
/// Real time:  the thread runs under SCHED_FIFO if this program may (is_real_time()).
/// Errors:     StartupError when no thread can be had.
class AudioThread {
  public:
    /// A bridge for the plenary, and one for each private room that there may be, with fewer talkers.
    /// `first_tick`: where the media clock begins (first_tick_at).
    AudioThread(std::int64_t first_tick, const audio::Bridge::Settings& settings,
                std::size_t private_rooms, std::size_t private_talkers,
                std::span<const audio::Bridge::RungSettings> rungs,
                const audio::Bridge::MakeDecoder& make_decoder,
                const audio::Bridge::MakeEncoder& make_encoder);
    AudioThread(const AudioThread&) = delete;
    AudioThread& operator=(const AudioThread&) = delete;
    /// Ends the thread; it takes a tick at most.
    ~AudioThread();

    void order(const AudioOrder& order);
    /// False, and counted: the ring is full.
    bool packet(const TalkerPacket& packet) noexcept;

    /// Raised when there is something to fetch. Clear it first, then fetch until there is no more.
    [[nodiscard]] Wake& fetchable() noexcept { return for_network_; }
    [[nodiscard]] bool fetch(MixedPacket& mixed) noexcept { return rings_->mixes.try_pop(mixed); }
    [[nodiscard]] bool fetch(AudioReport& report) noexcept {
        return rings_->reports.try_pop(report);
    }
    [[nodiscard]] bool fetch(MissingPackets& missing) noexcept {
        return rings_->missing.try_pop(missing);
    }
    [[nodiscard]] bool fetch(TalkerLevel& level) noexcept { return rings_->levels.try_pop(level); }
    /// Orders that found the ring full; try again soon.
    void retry_orders();

    /// How often it has looked what is due, for the watchdog; wake() makes it look, also while it sleeps.
    [[nodiscard]] std::uint64_t turns() const noexcept {
        return turns_.load(std::memory_order_relaxed);
    }
    void wake() noexcept { for_audio_.raise(); }

    [[nodiscard]] bool is_real_time() const noexcept { return real_time_; }
    [[nodiscard]] std::uint64_t packets_dropped() const noexcept { return packets_dropped_; }

  private:
    void run() noexcept;

    std::unique_ptr<AudioRings> rings_;
    std::vector<audio::Bridge> bridges_;
    Wake for_audio_;
    Wake for_network_;
    std::deque<AudioOrder> waiting_;
    std::uint64_t packets_dropped_ = 0;
    std::atomic<bool> stop_{false};
    std::atomic<std::uint64_t> turns_{0};
    bool real_time_ = false;
    std::thread thread_;
};

}  // namespace giaoban::mixer
