#include "firmware/box/audio_thread.h"

#include <pthread.h>
#include <sched.h>

#include <system_error>

namespace giaoban::box {

namespace {

// Above everything that is not real-time, below the kernel's own threads (50).
constexpr int priority = 20;

}  // namespace

AudioThread::AudioThread(BoxAudio& audio, audio::SoundPort& port, Wake& wake, int clock_ppm)
    : audio_(audio), port_(port), wake_(wake), began_(std::chrono::steady_clock::now()) {
    const bool by_device = port.pace() == audio::SoundPort::Pace::device;
    thread_ = std::thread([this, by_device, clock_ppm] {
        if (by_device) {
            run_by_device();
        } else {
            run_by_clock(clock_ppm);
        }
    });
    ::pthread_setname_np(thread_.native_handle(), "audio");
    if (by_device) ask_for_priority();
}

AudioThread::~AudioThread() {
    stop_ = true;
    thread_.join();
}

void AudioThread::run_by_device() {
    while (!stop_) {
        if (audio_.tick(port_, std::chrono::steady_clock::now())) wake_.ring();
        turns_.fetch_add(1, std::memory_order_relaxed);
    }
}

void AudioThread::run_by_clock(int clock_ppm) {
    // A tick of 20 ms is shorter by 20 ns for each millionth that the card's clock is faster. All
    // ticks are counted from the start, so that nothing adds up.
    const auto length = std::chrono::nanoseconds{20'000'000 - 20 * std::int64_t{clock_ppm}};
    for (std::int64_t tick = 0; !stop_; ++tick) {
        const Instant due = began_ + tick * length;
        std::this_thread::sleep_until(due);
        const auto behind = std::chrono::steady_clock::now() - due;
        if (behind > most_behind) {
            const std::int64_t missed = behind / length;
            audio_.skip(missed);
            tick += missed;
        }
        if (audio_.tick(port_, began_ + tick * length)) wake_.ring();
        turns_.fetch_add(1, std::memory_order_relaxed);
    }
}

void AudioThread::ask_for_priority() {
    const sched_param wanted{.sched_priority = priority};
    const int error = ::pthread_setschedparam(thread_.native_handle(), SCHED_FIFO, &wanted);
    if (error != 0) priority_trouble_ = std::generic_category().message(error);
}

}  // namespace giaoban::box
