#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <numbers>
#include <vector>

#include "audio/codec/speech_decoder.h"

namespace giaoban::test {

/// A codec that costs next to nothing: a packet says when it was spoken and how long it is, and what was
/// spoken is a tone of 200 Hz that never ends. So any cut, repetition or silence in what is heard shows
/// as a step in the tone. A packet can claim to carry redundancy.
class ToneDecoder final : public audio::SpeechDecoder {
  public:
    static constexpr std::int16_t loud = 8000;

    ToneDecoder() {
        for (std::size_t i = 0; i < table_.size(); ++i) {
            const double phase = 2.0 * std::numbers::pi * static_cast<double>(i) / period;
            table_[i] = static_cast<std::int16_t>(std::lround(loud * std::sin(phase)));
        }
    }

    static audio::EncodedPacket packet(std::uint16_t seq, std::uint32_t timestamp,
                                       Samples length = std::chrono::milliseconds{20},
                                       Samples dred = Samples{0}, Samples lbrr = Samples{0}) {
        audio::EncodedPacket made;
        made.seq = seq;
        made.timestamp = timestamp;
        made.size = 8;
        store_u32(made.data, timestamp);
        made.data[4] = tens_of_ms(length);
        made.data[5] = tens_of_ms(dred);
        made.data[6] = tens_of_ms(lbrr);
        return made;
    }

    SampleRate rate() const noexcept override { return SampleRate::hz16000; }
    Expected<Samples, audio::CodecFault> duration_of(Bytes payload) const noexcept override {
        if (payload.size() != 8) return Unexpected(audio::CodecFault::malformed);
        return length_at(payload, 4);
    }
    Expected<std::size_t, audio::CodecFault> decode(Bytes payload,
                                                    std::span<std::int16_t> out) noexcept override {
        speak(load_u32(payload), out);
        return out.size();
    }
    Samples lbrr_reach(Bytes next) const noexcept override { return length_at(next, 6); }
    Expected<std::size_t, audio::CodecFault> recover_lbrr(
        Bytes next, std::span<std::int16_t> out) noexcept override {
        const Samples length = length_of(out.size(), rate());
        speak(load_u32(next) - static_cast<std::uint32_t>(length.count()), out);
        return out.size();
    }
    Samples load_dred(Bytes payload) noexcept override {
        loaded_ = load_u32(payload);
        return length_at(payload, 5);
    }
    Expected<std::size_t, audio::CodecFault> recover_dred(
        Samples back, std::span<std::int16_t> out) noexcept override {
        speak(loaded_ - static_cast<std::uint32_t>(back.count()), out);
        return out.size();
    }
    Expected<std::size_t, audio::CodecFault> conceal(
        std::span<std::int16_t> out) noexcept override {
        speak(next_, out);
        return out.size();
    }
    void reset() noexcept override { ++resets; }

    int resets = 0;

  private:
    static constexpr std::size_t period = 80;  // of 200 Hz at 16 kHz

    static std::byte tens_of_ms(Samples length) {
        return static_cast<std::byte>(length / std::chrono::milliseconds{10});
    }
    static Samples length_at(Bytes payload, std::size_t at) noexcept {
        return std::to_integer<int>(payload[at]) * Samples{std::chrono::milliseconds{10}};
    }
    void speak(std::uint32_t timestamp, std::span<std::int16_t> out) noexcept {
        std::size_t phase = timestamp / 3 % period;
        for (std::size_t done = 0; done < out.size();) {
            const std::size_t run = std::min(period, out.size() - done);
            std::copy_n(table_.begin() + static_cast<std::ptrdiff_t>(phase), run,
                        out.begin() + static_cast<std::ptrdiff_t>(done));
            done += run;
        }
        next_ = timestamp + static_cast<std::uint32_t>(out.size()) * 3;
    }

    std::array<std::int16_t, 2 * period> table_{};
    std::uint32_t loaded_ = 0;
    std::uint32_t next_ = 0;
};

}  // namespace giaoban::test
