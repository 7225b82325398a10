#pragma once

#include <cstdint>
#include <vector>

#include "audio/codec/opus_decoder.h"
#include "audio/codec/opus_encoder.h"
#include "tests/audio/codec/speech.h"

namespace giaoban::test {

using Packet = std::vector<std::byte>;

/// Sound in packets of a rung.
inline std::vector<Packet> coded(std::span<const std::int16_t> sound, Samples frame,
                                 std::int32_t bitrate, Samples dred = Samples{0}) {
    audio::EncoderSettings settings;
    settings.frame = frame;
    settings.bitrate_bps = bitrate;
    settings.expected_loss_percent = dred > Samples{0} ? 20 : 0;
    settings.dred_reach = dred;
    audio::OpusSpeechEncoder encoder(settings);
    const std::size_t samples = sample_count(frame, settings.rate);
    std::vector<Packet> packets;
    for (std::size_t at = 0; at + samples <= sound.size(); at += samples) {
        Packet packet(1275);
        packet.resize(encoder.encode(sound.subspan(at, samples), packet).value());
        packets.push_back(std::move(packet));
    }
    return packets;
}

/// What a decoder makes of packets, at 16 kHz; the coder's own delay taken away.
inline std::vector<std::int16_t> decoded(const std::vector<Bytes>& packets,
                                         audio::DecoderEffort effort = audio::DecoderEffort::deep) {
    audio::OpusSpeechDecoder decoder(SampleRate::hz16000, effort);
    std::vector<std::int16_t> sound;
    std::vector<std::int16_t> frame(1920);
    for (const Bytes packet : packets) {
        const auto samples = decoder.decode(packet, frame);
        if (samples) {
            const auto end = frame.begin() + static_cast<std::ptrdiff_t>(*samples);
            sound.insert(sound.end(), frame.begin(), end);
        }
    }
    sound.erase(sound.begin(), sound.begin() + std::min<std::ptrdiff_t>(
                                                   104, static_cast<std::ptrdiff_t>(sound.size())));
    return sound;
}

/// The root of the mean square of a part of a sound at 16 kHz.
inline double level(std::span<const std::int16_t> sound, Samples from, Samples until) {
    const auto begin = sample_count(from, SampleRate::hz16000);
    const auto end = std::min(sample_count(until, SampleRate::hz16000), sound.size());
    double power = 0;
    for (std::size_t i = begin; i < end; ++i)
        power += double{1} * sound[i] * sound[i];
    return end > begin ? std::sqrt(power / static_cast<double>(end - begin)) : 0;
}

}  // namespace giaoban::test
