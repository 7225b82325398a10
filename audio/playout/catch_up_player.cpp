#include "audio/playout/catch_up_player.h"

#include <algorithm>

#include "config/vocab/ensure.h"

namespace giaoban::audio {

using namespace std::chrono_literals;

namespace {

constexpr Samples longest_packet = 120ms;
// 9.2 ms of each 20: 1.46 times the pace, so that with all that is saved spent in one pause 2 s are not faster than 1.5.
constexpr Samples earned = tick_length * 46 / 100;
// For the next pause. After a short outage less, as what is kept is time in which nothing is gained.
constexpr Samples most_reserve = 50ms;
constexpr std::int64_t reserve_part = 32;
// What is saved beyond the reserve is the longest cut and what it may have to wait for.
constexpr Samples longest_cut = 15ms;
// A pause is 30 dB below the speech of the last seconds, or below -50 dB of full scale (TimeStretch calls that quiet).
constexpr float pause_part = 0.001F;
constexpr float pause_floor = 100.0F * 100.0F;
// The mean over a second or so of 20 ms looks.
constexpr float forgetting = 0.02F;
// What is looked at to tell a pause from speech.
constexpr Samples looked_at = 20ms;
// Cuts in one tick of a pause: with 15 ms each 5 times the pace. In speech a second only behind a short one.
constexpr int most_cuts = 5;
constexpr Samples short_cut = longest_cut / 2;

float mean_square(std::span<const std::int16_t> sound) noexcept {
    float sum = 0;
    for (const std::int16_t sample : sound)
        sum += static_cast<float>(sample) * static_cast<float>(sample);
    return sum / static_cast<float>(std::max<std::size_t>(sound.size(), 1));
}

}  // namespace

CatchUpPlayer::CatchUpPlayer(SampleRate rate, SpeechDecoder& decoder, CatchUpBacklog& backlog)
    : rate_(rate),
      decoder_(decoder),
      backlog_(backlog),
      concealment_(decoder),
      time_stretch_(rate),
      line_(time_stretch_.history_needs(), sample_count(tick_length, rate) +
                                               time_stretch_.compress_needs() +
                                               2 * sample_count(longest_packet, rate)),
      tick_samples_(sample_count(tick_length, rate)),
      decoded_(sample_count(longest_packet, rate)) {}

void CatchUpPlayer::begin(Samples at) noexcept {
    line_.clear();
    concealment_.forget();
    decoder_.reset();
    decoded_until_ = at;
    saved_ = Samples{0};
    waiting_ = ending_ = false;
    figures_ = Figures{};
    // The packet before gives the decoder its voice.
    const CatchUpBacklog::Packet* before = backlog_.at_or_after(at - Samples{1});
    if (before == nullptr || before->end() > at) return;
    backlog_.copy(*before, packet_);
    (void)decoder_.decode(packet_.payload(), decoded_);
}

Samples CatchUpPlayer::played_until() const noexcept {
    return decoded_until_ - length_of(line_.unheard(), rate_);
}

TickKind CatchUpPlayer::next(std::span<std::int16_t> out, Samples behind) noexcept {
    ensure(out.size() == tick_samples_, "a tick is 20 ms of sound");
    const Samples before = figures_.compressed;
    waiting_ = false;
    if (!ending_) shorten(behind);
    fill(tick_samples_);
    const bool heard = line_.unheard() > 0;
    if (line_.unheard() < tick_samples_) stand_in(tick_samples_ - line_.unheard());
    line_.read(out);
    backlog_.drop_until(played_until() - longest_packet);
    if (figures_.compressed > before) return TickKind::compressed;
    return heard ? TickKind::played : TickKind::silence;
}

void CatchUpPlayer::fill(std::size_t samples) noexcept {
    while (!ending_ && line_.unheard() < samples && decode_next()) {
    }
}

bool CatchUpPlayer::decode_next() noexcept {
    const CatchUpBacklog::Packet* packet = backlog_.at_or_after(decoded_until_);
    if (packet == nullptr || (packet->start > decoded_until_ && !backlog_.is_proven(*packet))) {
        waiting_ = true;
        return false;
    }
    const std::size_t size = sample_count(packet->duration, rate_);
    backlog_.copy(*packet, packet_);
    const auto sound = std::span(decoded_).first(size);
    const auto done = decoder_.decode(packet_.payload(), sound);
    if (!done || *done != size) std::fill(sound.begin(), sound.end(), std::int16_t{0});
    // A pause between two talks is left out: the silence that is sent after each is pause enough.
    const Samples heard_before = std::max(decoded_until_ - packet->start, Samples{0});
    const auto rest = sound.subspan(std::min(size, sample_count(heard_before, rate_)));
    const auto room = line_.room(rest.size()).first(rest.size());
    std::copy(rest.begin(), rest.end(), room.begin());
    concealment_.join(room);
    line_.append(rest.size());
    decoded_until_ = packet->end();
    figures_.played += packet->duration - heard_before;
    return true;
}

void CatchUpPlayer::stand_in(std::size_t samples) noexcept {
    // What is made up is not counted as played: decoded_until_ stays, and the line is handed out to its end.
    while (waiting_ && samples > 0 && !concealment_.is_gone()) {
        const auto piece = concealment_.stand_in(line_.room(sample_count(10ms, rate_)));
        const std::size_t used = std::min(piece.samples, samples);
        line_.append(used);
        figures_.plc += length_of(used, rate_);
        samples -= used;
    }
    if (samples == 0) return;
    line_.append_silence(samples);
    figures_.silence += length_of(samples, rate_);
}

void CatchUpPlayer::shorten(Samples behind) noexcept {
    const Samples reserve = std::min(most_reserve, behind / reserve_part);
    saved_ = std::min(saved_ + earned, reserve + 2 * longest_cut);
    const std::size_t needs =
        std::max(time_stretch_.compress_needs(), tick_samples_ + time_stretch_.longest());
    Samples in_speech{0};
    for (int cuts = 0; cuts < most_cuts && saved_ >= longest_cut; ++cuts) {
        fill(needs);
        if (line_.unheard() < needs) return;
        const bool quiet = is_quiet(line_.to_be_heard().first(sample_count(looked_at, rate_)));
        if (!quiet && (in_speech > short_cut || saved_ < reserve + longest_cut)) return;
        const auto care = quiet ? TimeStretch::Care::some : TimeStretch::Care::great;
        std::size_t removed = time_stretch_.compress(line_, care);
        if (removed == 0 && saved_ >= reserve + longest_cut) {
            removed = time_stretch_.compress(line_, TimeStretch::Care::some);
        }
        if (removed == 0) return;
        if (!quiet) in_speech += length_of(removed, rate_);
        saved_ -= length_of(removed, rate_);
        figures_.compressed += length_of(removed, rate_);
    }
}

bool CatchUpPlayer::is_quiet(std::span<const std::int16_t> sound) noexcept {
    const float now = mean_square(sound);
    const bool quiet = now < std::max(pause_floor, loudness_ * pause_part);
    if (!quiet) loudness_ += (now - loudness_) * forgetting;
    return quiet;
}

}  // namespace giaoban::audio
