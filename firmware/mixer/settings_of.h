#pragma once

#include <vector>

#include "audio/mix/bridge.h"
#include "config/mixer_config.h"
#include "firmware/mixer/meeting.h"
#include "firmware/mixer/rung_desk.h"
#include "net/keys/keys.h"
#include "net/session/mixer_sessions.h"
#include "net/transport/udp_port.h"

/// What mixer.toml means to each part.
namespace giaoban::mixer {

/// What the file's own schema cannot know: that libsrtp2 has the profile. StartupError says what to write instead.
void check(const config::MixerConfig& config);

[[nodiscard]] net::UdpPortSettings udp_settings_of(const config::MixerConfig& config);
[[nodiscard]] net::MixerSessionsSettings session_settings_of(const config::MixerConfig& config,
                                                             net::KeyPair identity);
[[nodiscard]] MeetingSettings meeting_settings_of(const config::MixerConfig& config,
                                                  RandomSource& random);
[[nodiscard]] audio::Bridge::Settings bridge_settings_of(const config::MixerConfig& config);
[[nodiscard]] RungDesk::Settings rung_settings_of(const config::MixerConfig& config) noexcept;
/// All rungs that somebody may come to listen on.
[[nodiscard]] std::vector<audio::Bridge::RungSettings> bridge_rungs_of(
    const config::MixerConfig& config);

}  // namespace giaoban::mixer
