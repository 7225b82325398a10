#include "firmware/mixer/settings_of.h"

#include <string>

#include "config/vocab/local_message.h"
#include "config/vocab/startup_error.h"
#include "firmware/media.h"
#include "net/link/rung.h"
#include "net/srtp/srtp_session.h"

namespace giaoban::mixer {

namespace {

net::SrtpProfile profile_of(config::SrtpChoice choice) noexcept {
    switch (choice) {
        case config::SrtpChoice::aead_aes_128_gcm: return net::SrtpProfile::aead_aes_128_gcm;
        case config::SrtpChoice::aead_aes_256_gcm: return net::SrtpProfile::aead_aes_256_gcm;
        case config::SrtpChoice::aes_cm_128_hmac_sha1_80: break;
    }
    return net::SrtpProfile::aes_cm_128_hmac_sha1_80;
}

}  // namespace

void check(const config::MixerConfig& config) {
    if (!net::srtp_has(profile_of(config.link.srtp))) {
        throw StartupError(
            "link.srtp: this libsrtp2 was built without AES-GCM; expected aes_cm_128_hmac_sha1_80");
    }
}

net::UdpPortSettings udp_settings_of(const config::MixerConfig& config) {
    net::UdpPortSettings settings;
    // Every address of both families is the port's own default, and works without IPv6 as well.
    if (config.listen.host != "::") settings.address = config.listen.host;
    settings.port = config.listen.port;
    return settings;
}

net::MixerSessionsSettings session_settings_of(const config::MixerConfig& config,
                                               net::KeyPair identity) {
    return {.identity = std::move(identity),
            .profile = profile_of(config.link.srtp),
            .most_boxes = config.limits.max_boxes,
            .handshakes_per_second = config.limits.handshakes_per_second};
}

MeetingSettings meeting_settings_of(const config::MixerConfig& config, RandomSource& random) {
    MeetingSettings settings;
    net::FloorSettings& floor = settings.floor;
    floor.policy = config.floor.policy;
    floor.queue_grants = config.floor.queue_grants;
    floor.open_microphones = config.floor.open_microphones;
    floor.time_limit = config.floor.time_limit;
    floor.warn_before = config.floor.warn;
    floor.floor_grace = config.floor.floor_grace;
    floor.place_grace = config.floor.place_grace;
    // Who is let in is the sessions' to say, which know who holds a place and who gave it up; whoever has a session is
    // in the meeting, beside those who are kept for a while after they were lost.
    floor.max_boxes = max_status_boxes;
    floor.max_waiting = max_status_boxes;
    settings.max_boxes = config.limits.max_boxes;
    settings.first_number = random.u32();
    return settings;
}

audio::Bridge::Settings bridge_settings_of(const config::MixerConfig& config) {
    return {.rate = config.audio.rate,
            .talkers = audio::Bridge::most_talkers,
            .playout = playout_limits(config.playout)};
}

RungDesk::Settings rung_settings_of(const config::MixerConfig& config) noexcept {
    return {.up = rung_bounds(config.link.up, config.link.redundancy),
            .down = rung_bounds(config.link.down, config.link.redundancy)};
}

std::vector<audio::Bridge::RungSettings> bridge_rungs_of(const config::MixerConfig& config) {
    std::vector<audio::Bridge::RungSettings> all;
    for (const net::RungIndex index : rungs_within(rung_settings_of(config).down)) {
        all.push_back(
            {.rung = audio::RungIndex{static_cast<std::uint8_t>(index)},
             .encoder = encoder_settings(net::rung(index), config.codec, config.audio.rate)});
    }
    return all;
}

}  // namespace giaoban::mixer
