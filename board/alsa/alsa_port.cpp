#include "board/alsa/alsa_port.h"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <mutex>
#include <stop_token>
#include <thread>

#include "board/alsa/cadence.h"
#include "board/alsa/duplex.h"

namespace giaoban::board {

/// The two sides of the port. `offered_` and `dropped_` are the only things they share: a device
/// belongs to the thread that took it out of one of them.
class AlsaPort::Opener {
  public:
    Opener(Open open, Log log, Timing timing)
        : open_(std::move(open)), log_(std::move(log)), timing_(timing), cadence_(timing.tick) {
        thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
    }

    Opener(const Opener&) = delete;
    Opener& operator=(const Opener&) = delete;

    ~Opener() {
        thread_.request_stop();
        thread_.join();
        delete offered_.load();
        delete dropped_.load();
        delete device_;
    }

    void exchange(std::span<std::int16_t> captured,
                  std::span<const std::int16_t> to_play) noexcept {
        if (device_ == nullptr) take_offered();
        bool by_clock = device_ == nullptr;
        if (device_ != nullptr) {
            const auto outcome = duplex_.exchange(*device_, captured, to_play);
            if (outcome == Duplex::Outcome::gone) drop();
            by_clock = outcome != Duplex::Outcome::ticked || cadence_.untimed();
        } else {
            std::ranges::fill(captured, std::int16_t{0});
        }
        const Instant next = cadence_.next_tick(std::chrono::steady_clock::now(), by_clock);
        if (by_clock) std::this_thread::sleep_until(next);
    }

    [[nodiscard]] audio::PortHealth health() const noexcept { return duplex_.health(); }

  private:
    // Audio thread.
    void take_offered() noexcept {
        device_ = offered_.exchange(nullptr, std::memory_order_acquire);
        if (device_ == nullptr) return;
        cadence_.new_device();
        if (duplex_.take(*device_) == Duplex::Outcome::gone) drop();
    }

    void drop() noexcept {
        // Empty by now: the opener offers nothing before it has taken the last one away.
        dropped_.store(std::exchange(device_, nullptr), std::memory_order_release);
    }

    // Opener's thread.
    void run(const std::stop_token& stop) {
        bool given = false;
        while (!stop.stop_requested()) {
            if (PcmDevice* dead = dropped_.exchange(nullptr, std::memory_order_acquire)) {
                delete dead;
                given = false;
                tell("sound card lost; looking for it again");
            }
            if (!given) given = offer();
            std::unique_lock lock(mutex_);
            wake_.wait_for(lock, stop, timing_.retry, [] { return false; });
        }
    }

    bool offer() {
        auto opened = open_();
        if (!opened) {
            tell(opened.error());
            return false;
        }
        tell("sound card: " + (*opened)->description());
        offered_.store(std::move(opened).value().release(), std::memory_order_release);
        return true;
    }

    void tell(const std::string& line) {
        if (line != last_line_) log_(line);
        last_line_ = line;
    }

    Open open_;
    Log log_;
    Timing timing_;
    std::atomic<PcmDevice*> offered_{nullptr};
    std::atomic<PcmDevice*> dropped_{nullptr};

    PcmDevice* device_ = nullptr;  // the audio thread's
    Duplex duplex_;
    Cadence cadence_;

    std::string last_line_;
    std::mutex mutex_;  // for the opener's sleep alone
    std::condition_variable_any wake_;
    std::jthread thread_;
};

AlsaPort::AlsaPort(Open open, Log log, Timing timing)
    : opener_(std::make_unique<Opener>(std::move(open), std::move(log), timing)) {}

AlsaPort::~AlsaPort() = default;

void AlsaPort::exchange(std::span<std::int16_t> captured,
                        std::span<const std::int16_t> to_play) noexcept {
    opener_->exchange(captured, to_play);
}

audio::PortHealth AlsaPort::health() const noexcept { return opener_->health(); }

}  // namespace giaoban::board
