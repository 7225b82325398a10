#include "firmware/box/box_audio.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "config/vocab/ensure.h"
#include "net/rtp/serial.h"

namespace giaoban::box {

namespace {

constexpr std::uint64_t ticks_per_report = 50;  // one second
constexpr std::uint64_t ticks_per_catch_up = 5;
// 6.2 h of the media clock's 24.9.
constexpr std::uint32_t most_ticks_since = 1U << 30U;
// What was sent before the box was moved comes within ten minutes or never.
constexpr std::uint64_t ticks_under_way = 30'000;
// What an order of magnitude of 16 bits is worth: 20 log10(32768) = 90 dB, and silence is called 96.
constexpr double full_scale = 32'768;
constexpr std::uint8_t silence_db = 96;

}  // namespace

BoxAudio::BoxAudio(const Settings& settings, Parts parts, AudioRings& rings)
    : settings_(settings),
      decoder_(std::move(parts.decoder)),
      voice_(std::move(parts.voice)),
      rings_(rings),
      playout_(settings.playout, settings.rate, *decoder_, settings.catch_up),
      prompts_(*parts.prompts),
      line_(std::move(parts.encoder), settings.first_timestamp),
      tone_(settings.rate),
      captured_(sample_count(audio::tick_length, settings.rate)),
      to_play_(captured_.size()) {
    ensure(settings.volume_percent >= 0 && settings.volume_percent <= 100, "a volume is a part");
}

bool BoxAudio::tick(audio::SoundPort& port, Instant now) noexcept {
    take_orders();
    fill_to_play(now);
    if (tone_.is_on()) tone_.play(to_play_, settings_.volume_percent);
    port.exchange(captured_, to_play_);
    const bool tested = test_ != 0 && test(port);
    if (voice_) voice_->process(captured_, to_play_);
    measure();
    const bool spoke = line_.take(captured_, rings_);
    ++ticks_;
    const bool asks = ask(now);
    const bool entered = tell_room();
    return report(port) || spoke || asks || tested || entered;
}

void BoxAudio::enter_room(const AudioOrder& order) noexcept {
    room_ = SpeaksFrom{.visit = order.number, .timestamp = line_.cut()};
    room_told_ = false;
    hears_from_ = order.from;
    moved_at_ = ticks_;
    playout_.forget();
}

bool BoxAudio::tell_room() noexcept {
    if (!room_) return false;
    // A timestamp says for half the circle of the clock what is before it; long after, it is moved on.
    const std::uint32_t since = line_.clock() - room_->timestamp;
    if (since > most_ticks_since) {
        room_->timestamp += most_ticks_since / 2;
        room_told_ = false;
    }
    if (room_told_ || !rings_.entered.try_push(*room_)) return false;
    room_told_ = true;
    return true;
}

void BoxAudio::begin_test(std::uint32_t number) noexcept {
    tone_.stop();
    test_ = number;
    prompts_.say(audio::Prompt::self_test);
}

bool BoxAudio::test(const audio::SoundPort& port) noexcept {
    if (port.health().state == audio::PortState::absent) {
        end_test(net::SelfTestTrouble::no_card);
    } else if (line_.open()) {
        end_test(net::SelfTestTrouble::speaks);
    } else if (tone_.is_on()) {
        if (const auto trouble = tone_.hear(captured_)) end_test(*trouble);
    } else if (!prompts_.speaking()) {
        tone_.begin();
    }
    return test_ == 0;
}

void BoxAudio::end_test(net::SelfTestTrouble trouble) noexcept {
    const bool ok = trouble == net::SelfTestTrouble::none;
    tone_.stop();
    // A network thread that has left four results unread has no use for a fifth.
    (void)rings_.tested.try_push({.number = std::exchange(test_, 0),
                                  .state = ok ? net::SelfTestState::ok : net::SelfTestState::failed,
                                  .trouble = trouble});
}

void BoxAudio::skip(std::int64_t ticks) noexcept { line_.skip(ticks * audio::tick_length); }

void BoxAudio::take_orders() noexcept {
    AudioOrder order;
    while (rings_.orders.try_pop(order)) {
        switch (order.kind) {
            case AudioOrder::Kind::open_microphone: line_.set_open(true); break;
            case AudioOrder::Kind::close_microphone: line_.set_open(false); break;
            case AudioOrder::Kind::say: prompts_.say(order.prompt); break;
            case AudioOrder::Kind::encode_as: line_.encode_as(order.settings); break;
            case AudioOrder::Kind::follow: playout_.follow(order.mode); break;
            case AudioOrder::Kind::self_test: begin_test(order.number); break;
            case AudioOrder::Kind::enter_room: enter_room(order); break;
            case AudioOrder::Kind::nothing_before: playout_.nothing_before(order.timestamp); break;
            case AudioOrder::Kind::round_trip: playout_.set_round_trip(order.round_trip); break;
        }
    }
}

void BoxAudio::fill_to_play(Instant now) noexcept {
    ArrivedPacket arrived;
    // What becomes of each packet is counted in the playout's own figures.
    if (hears_from_ && ticks_ - moved_at_ > ticks_under_way) hears_from_.reset();
    while (rings_.arrived.try_pop(arrived)) {
        const std::uint32_t timestamp = arrived.packet.timestamp;
        if (hears_from_ && net::ticks_ahead(*hears_from_, timestamp) < 0) continue;
        if (arrived.row == audio::PacketRow::live) {
            playout_.insert(arrived.packet, arrived.stream, arrived.arrived);
        } else {
            playout_.insert_history(arrived.packet, arrived.stream, arrived.arrived);
        }
    }
    (void)playout_.next(now, to_play_);
    prompts_.mix_into(to_play_);
    if (settings_.volume_percent == 100) return;
    for (std::int16_t& sample : to_play_) {
        sample = static_cast<std::int16_t>(sample * settings_.volume_percent / 100);
    }
}

bool BoxAudio::ask(Instant now) noexcept {
    MissingPackets missing;
    missing.count = static_cast<std::uint8_t>(playout_.missing(now, missing.numbers));
    const bool asks = missing.count > 0 && rings_.missing.try_push(missing);
    return tell_catch_up(now) || asks;
}

bool BoxAudio::tell_catch_up(Instant now) noexcept {
    // Looking for what is wanted goes through all that waits: not in each tick.
    const bool changed = playout_.is_catching_up() != catch_up_.catching_up;
    if (!changed && (!catch_up_.catching_up || ticks_ % ticks_per_catch_up != 0)) return false;
    const CatchUpNews news{.catching_up = playout_.is_catching_up(),
                           .behind = playout_.behind(),
                           .wanted = playout_.wanted(now)};
    if (news == catch_up_ || !rings_.catch_up.try_push(news)) return false;
    catch_up_ = news;
    return true;
}

void BoxAudio::measure() noexcept {
    // Whole numbers: a chain of additions of floating point takes four times as long, in each tick of each box.
    std::int64_t energy = 0;
    for (const std::int16_t sample : captured_)
        energy += std::int32_t{sample} * sample;
    energy_ += static_cast<double>(energy) / static_cast<double>(captured_.size());
}

bool BoxAudio::report(const audio::SoundPort& port) noexcept {
    if (ticks_ % ticks_per_report != 0) return false;
    const double level = std::sqrt(energy_ / ticks_per_report) / full_scale;
    const double below_db = level > 0 ? -20 * std::log10(level) : silence_db;
    energy_ = 0;
    // A network thread that is a few seconds behind has old reports to read, and misses this one.
    return rings_.reports.try_push({.playout = playout_.stats(),
                                    .port = port.health(),
                                    .ticks = ticks_,
                                    .packets_dropped = line_.dropped(),
                                    .level_below_full_db = static_cast<std::uint8_t>(
                                        std::clamp(below_db, 0.0, double{silence_db})),
                                    .prompt_playing = prompts_.speaking()});
}

}  // namespace giaoban::box
