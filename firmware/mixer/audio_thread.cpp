#include "firmware/mixer/audio_thread.h"

#include <pthread.h>

#include <cerrno>
#include <ctime>

namespace giaoban::mixer {

namespace {

// Above all ordinary work and below the kernel's own threads (50).
constexpr int real_time_priority = 20;

// std::this_thread::sleep_until may be written on the wall clock; this one is on the steady clock,
// which on Linux is CLOCK_MONOTONIC, and absolute: what a tick takes does not add up.
void sleep_until(Instant when) noexcept {
    const auto since_zero = when.time_since_epoch();
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(since_zero);
    const auto rest = std::chrono::duration_cast<std::chrono::nanoseconds>(since_zero - seconds);
    const timespec until{.tv_sec = static_cast<time_t>(seconds.count()),
                         .tv_nsec = static_cast<long>(rest.count())};
    while (::clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, nullptr) == EINTR) {
    }
}

std::vector<audio::Bridge> make_bridges(audio::Bridge::Settings settings, std::size_t private_rooms,
                                        std::size_t private_talkers,
                                        std::span<const audio::Bridge::RungSettings> rungs,
                                        const audio::Bridge::MakeDecoder& make_decoder,
                                        const audio::Bridge::MakeEncoder& make_encoder) {
    std::vector<audio::Bridge> bridges;
    bridges.reserve(private_rooms + 1);
    bridges.emplace_back(settings, rungs, make_decoder, make_encoder);
    settings.talkers = private_talkers;
    for (std::size_t i = 0; i < private_rooms; ++i)
        bridges.emplace_back(settings, rungs, make_decoder, make_encoder);
    return bridges;
}

void begin_at(std::vector<audio::Bridge>& bridges, std::int64_t tick) {
    for (audio::Bridge& bridge : bridges)
        bridge.skip(tick);
}

}  // namespace

AudioThread::AudioThread(std::int64_t first_tick, const audio::Bridge::Settings& settings,
                         std::size_t private_rooms, std::size_t private_talkers,
                         std::span<const audio::Bridge::RungSettings> rungs,
                         const audio::Bridge::MakeDecoder& make_decoder,
                         const audio::Bridge::MakeEncoder& make_encoder)
    : rings_(std::make_unique<AudioRings>()),
      bridges_(make_bridges(settings, private_rooms, private_talkers, rungs, make_decoder,
                            make_encoder)),
      thread_((begin_at(bridges_, first_tick), [this] { run(); })) {
    const sched_param priority{.sched_priority = real_time_priority};
    real_time_ = ::pthread_setschedparam(thread_.native_handle(), SCHED_FIFO, &priority) == 0;
    (void)::pthread_setname_np(thread_.native_handle(), "audio");
}

AudioThread::~AudioThread() {
    stop_ = true;
    for_audio_.raise();
    thread_.join();
}

void AudioThread::order(const AudioOrder& order) {
    waiting_.push_back(order);
    retry_orders();
}

void AudioThread::retry_orders() {
    bool pushed = false;
    while (!waiting_.empty() && rings_->orders.try_push(waiting_.front())) {
        waiting_.pop_front();
        pushed = true;
    }
    if (pushed) for_audio_.raise();
}

bool AudioThread::packet(const TalkerPacket& packet) noexcept {
    if (rings_->packets.try_push(packet)) return true;
    ++packets_dropped_;
    return false;
}

void AudioThread::run() noexcept {
    using Clock = std::chrono::steady_clock;
    AudioDesk desk(bridges_, *rings_, Clock::now());
    while (!stop_) {
        if (desk.serve(Clock::now())) for_network_.raise();
        turns_.fetch_add(1, std::memory_order_relaxed);
        const Instant next = desk.next_deadline();
        if (next == never) {
            for_audio_.wait();
        } else {
            sleep_until(next);
        }
    }
}

}  // namespace giaoban::mixer
