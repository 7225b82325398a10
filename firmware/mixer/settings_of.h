#pragma once

#include "audio/mix/bridge.h"
#include "config/mixer_config.h"
#include "firmware/mixer/meeting.h"
#include "net/keys/keys.h"
#include "net/session/mixer_sessions.h"
#include "net/transport/udp_port.h"

/// What mixer.toml means to each part.
namespace giaoban::mixer {

/// What the file's own schema cannot know: that the rung is one of the ladder and that libsrtp2 has
/// the profile. StartupError says what to write instead.
void check(const config::MixerConfig& config);

[[nodiscard]] net::UdpPortSettings udp_settings_of(const config::MixerConfig& config);
[[nodiscard]] net::MixerSessionsSettings session_settings_of(const config::MixerConfig& config,
                                                             net::KeyPair identity);
[[nodiscard]] MeetingSettings meeting_settings_of(const config::MixerConfig& config);
[[nodiscard]] audio::Bridge::Settings bridge_settings_of(const config::MixerConfig& config);
/// The one rung that all listen on.
[[nodiscard]] audio::Bridge::RungSettings rung_settings_of(const config::MixerConfig& config);

}  // namespace giaoban::mixer
