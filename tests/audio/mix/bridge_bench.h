#pragma once
// A meeting around a Bridge in virtual time: talkers whose sound is known at every sample, and
// listeners who keep what they are sent. The codec is none: a packet says which tone to make, and an
// encoder keeps the samples that it was given.

#include <cstring>
#include <map>
#include <memory>
#include <vector>

#include "audio/mix/bridge.h"
#include "tests/audio/mix/tones.h"

namespace giaoban::audio {

/// A packet's payload: a tone, and where in it the packet begins.
struct ToneFrame {
    double hz = 0.0;
    double peak = 0.0;
    std::uint32_t at = 0;  ///< in samples at 16 kHz
};

class ToneDecoder final : public SpeechDecoder {
  public:
    explicit ToneDecoder(SampleRate rate) : rate_(rate) {}

    SampleRate rate() const noexcept override { return rate_; }
    Expected<Samples, CodecFault> duration_of(Bytes) const noexcept override {
        return Samples{std::chrono::milliseconds{20}};
    }
    Expected<std::size_t, CodecFault> decode(Bytes payload,
                                             std::span<std::int16_t> out) noexcept override {
        if (payload.size() != sizeof(ToneFrame)) return Unexpected(CodecFault::malformed);
        ToneFrame frame;
        std::memcpy(&frame, payload.data(), sizeof frame);
        const std::size_t count = 320;
        for (std::size_t i = 0; i < count; ++i) {
            // A tone of 0 Hz is a level.
            const double value =
                frame.hz == 0.0 ? frame.peak : at({frame.hz, frame.peak}, frame.at + i, rate_);
            out[i] = static_cast<std::int16_t>(std::lround(value));
        }
        return count;
    }
    Samples lbrr_reach(Bytes) const noexcept override { return Samples{}; }
    Expected<std::size_t, CodecFault> recover_lbrr(Bytes,
                                                   std::span<std::int16_t>) noexcept override {
        return Unexpected(CodecFault::no_redundancy);
    }
    Samples load_dred(Bytes) noexcept override { return Samples{}; }
    Expected<std::size_t, CodecFault> recover_dred(Samples,
                                                   std::span<std::int16_t>) noexcept override {
        return Unexpected(CodecFault::no_redundancy);
    }
    Expected<std::size_t, CodecFault> conceal(std::span<std::int16_t> out) noexcept override {
        std::fill(out.begin(), out.end(), std::int16_t{0});
        return out.size();
    }
    void reset() noexcept override {}

  private:
    SampleRate rate_;
};

/// What all encoders of one bench have encoded, by the number that stands in the payload.
using Recordings = std::vector<std::vector<std::int16_t>>;

class RecordingEncoder final : public SpeechEncoder {
  public:
    /// `redundancy`: what each packet could tell of what was before it.
    RecordingEncoder(const EncoderSettings& settings, Recordings& recordings,
                     Recordings& redundancy)
        : settings_(settings), recordings_(recordings), redundancy_(redundancy) {}

    Expected<std::size_t, CodecFault> encode(std::span<const std::int16_t> frame,
                                             MutableBytes out) noexcept override {
        if (frame.size() != sample_count(settings_.frame, settings_.rate)) {
            return Unexpected(CodecFault::frame_length);
        }
        const std::uint64_t number = recordings_.size();
        recordings_.emplace_back(frame.begin(), frame.end());
        redundancy_.push_back(before_);
        before_.insert(before_.end(), frame.begin(), frame.end());
        const std::size_t reach = sample_count(settings_.dred_reach, settings_.rate);
        if (before_.size() > reach) {
            before_.erase(before_.begin(), before_.end() - static_cast<std::ptrdiff_t>(reach));
        }
        std::memcpy(out.data(), &number, sizeof number);
        return sizeof number;
    }
    void apply(const EncoderSettings& settings) noexcept override { settings_ = settings; }
    void reset() noexcept override { before_.clear(); }
    const EncoderSettings& settings() const noexcept override { return settings_; }

  private:
    EncoderSettings settings_;
    Recordings& recordings_;
    Recordings& redundancy_;
    std::vector<std::int16_t> before_;
};

constexpr BoxId a{1};
constexpr BoxId b{2};
constexpr BoxId c{3};
constexpr BoxId listener{9};
constexpr RungIndex short_frames{0};  // 20 ms
constexpr RungIndex long_frames{1};   // 120 ms

class BridgeBench final : public BridgeSink {
  public:
    struct Heard {
        std::uint32_t timestamp;
        bool marker;
        std::vector<std::int16_t> sound;
        std::vector<std::int16_t> before;  ///< what its redundancy may tell
    };

    BridgeBench()
        : bridge(
              settings(), rungs(),
              [](SampleRate rate) { return std::make_unique<ToneDecoder>(rate); },
              [this](const EncoderSettings& s) {
                  return std::make_unique<RecordingEncoder>(s, recordings, redundancy);
              }) {}

    static Bridge::Settings settings() {
        return {.rate = SampleRate::hz16000, .talkers = 4, .playout = {}};
    }
    static std::vector<Bridge::RungSettings> rungs() {
        using namespace std::chrono_literals;
        return {{short_frames, {.rate = SampleRate::hz16000, .frame = 20ms}},
                {long_frames, {.rate = SampleRate::hz16000, .frame = 120ms}}};
    }

    /// From now on the box's packets come, one a tick, with this tone in them.
    void speak(BoxId box, Tone tone) { speaking[box].tone = tone; }
    void fall_silent(BoxId box) { speaking[box].tone.peak = 0.0; }

    void run(int ticks) {
        using namespace std::chrono_literals;
        for (int i = 0; i < ticks; ++i) {
            for (auto& [box, voice] : speaking)
                voice_tick(box, voice);
            bridge.tick(now, *this);
            now += 20ms;
            ++elapsed;
        }
    }

    /// All that a box was sent on that rung, as one sound over the whole time, zeros where it was sent nothing.
    std::vector<std::int16_t> sound_of(BoxId box, RungIndex rung) const {
        std::vector<std::int16_t> out(static_cast<std::size_t>(elapsed) * 320, 0);
        for (const Heard& heard : inbox(box, rung)) {
            const std::size_t at = heard.timestamp / 3;
            for (std::size_t i = 0; i < heard.sound.size(); ++i)
                out[at + i] = heard.sound[i];
        }
        return out;
    }

    /// What a box on that rung is sent: the packets for all but those who are in it, and its own.
    const std::vector<Heard>& inbox(BoxId box, RungIndex rung) const {
        return inboxes[static_cast<std::size_t>(rung)][box];
    }

    void encoded(const MixPacket& packet) noexcept override {
        ++packets;
        std::uint64_t number = 0;
        std::memcpy(&number, packet.payload.data(), sizeof number);
        const Heard heard{packet.timestamp, packet.marker, recordings[number], redundancy[number]};
        auto& boxes = inboxes[static_cast<std::size_t>(packet.rung)];
        for (const BoxId box : {a, b, c, listener}) {
            const bool excepted =
                std::find(packet.except.begin(), packet.except.end(), box) != packet.except.end();
            if (packet.only == box || (packet.only == no_box && !excepted)) {
                boxes[box].push_back(heard);
            }
        }
    }

    Recordings recordings;
    Recordings redundancy;
    Bridge bridge;
    Instant now = Instant{} + std::chrono::hours(1);
    int elapsed = 0;
    int packets = 0;

  private:
    struct Voice {
        Tone tone{};
        std::uint16_t seq = 0;
        std::uint32_t at = 0;
        bool spoke = false;
    };

    void voice_tick(BoxId box, Voice& voice) {
        if (voice.tone.peak != 0.0) {
            const ToneFrame frame{voice.tone.hz, voice.tone.peak, voice.at};
            EncodedPacket packet;
            packet.seq = voice.seq++;
            packet.timestamp = voice.at * 3;
            packet.marker = !voice.spoke;
            packet.size = sizeof frame;
            std::memcpy(packet.data.data(), &frame, sizeof frame);
            bridge.insert(box, packet, now);
        }
        voice.spoke = voice.tone.peak != 0.0;
        voice.at += 320;
    }

    std::map<BoxId, Voice> speaking;
    mutable std::array<std::map<BoxId, std::vector<Heard>>, 2> inboxes;
};

}  // namespace giaoban::audio
