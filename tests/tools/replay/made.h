#pragma once

#include <cmath>
#include <cstdint>
#include <numbers>
#include <vector>

#include "tools/replay/make.h"
#include "tools/replay/playout_receiver.h"
#include "tools/replay/replay.h"

namespace giaoban::tests {

/// Something like a voice at 16 kHz: a tone and its harmonics that swell four times a second.
inline std::vector<std::int16_t> voice(double seconds) {
    std::vector<std::int16_t> sound(static_cast<std::size_t>(seconds * 16'000));
    for (std::size_t i = 0; i < sound.size(); ++i) {
        const double t = 2 * std::numbers::pi * static_cast<double>(i) / 16'000;
        const double swell = 0.6 + 0.4 * std::sin(4 * t);
        const double tone = std::sin(140 * t) + 0.5 * std::sin(280 * t) + 0.3 * std::sin(840 * t);
        sound[i] = static_cast<std::int16_t>(6'000 * swell * tone);
    }
    return sound;
}

inline replay::PacketFile made(double seconds, const linksim::LinkSettings& link = {},
                               const audio::EncoderSettings& settings = {}) {
    return replay::make_packets(voice(seconds), settings, link, 1);
}

inline replay::ReplayFigures heard(const replay::PacketFile& file,
                                   const replay::PlayoutSettings& settings = {},
                                   const replay::Replay::Watch& watch = {}) {
    replay::PlayoutReceiver receiver(settings);
    return replay::Replay({.round_trip = settings.round_trip}).run(file, receiver, {}, watch);
}

}  // namespace giaoban::tests
