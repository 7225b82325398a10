#include "firmware/media.h"

#include <algorithm>

namespace giaoban {

audio::EncoderSettings encoder_settings(const net::Rung& rung, const config::CodecSettings& codec,
                                        SampleRate rate) noexcept {
    const bool fec =
        codec.fec == config::Choice::automatic ? rung.fec : codec.fec == config::Choice::on;
    return {.rate = rate,
            .frame = rung.frame,
            .bitrate_bps = rung.bitrate_bps,
            .expected_loss_percent = rung.expected_loss_percent,
            .in_band_fec = fec,
            .dtx = codec.dtx,
            // The two redundancies are not mixed: see net/link/rung.h.
            .dred_reach = fec ? Samples{0} : rung.dred_reach,
            .complexity = codec.complexity};
}

net::RungIndex uplink_rung(std::uint8_t asked, std::uint8_t widest) noexcept {
    return net::RungIndex{
        std::min({asked, widest, static_cast<std::uint8_t>(net::rung_count - 1)})};
}

audio::PlayoutLimits playout_limits(const config::PlayoutSettings& playout) noexcept {
    audio::PlayoutLimits limits;
    limits.least_depth = playout.least_depth;
    limits.most_wait = playout.most_depth;
    return limits;
}

bool to_encoded(const net::RtpView& rtp, audio::EncodedPacket& packet) noexcept {
    const Bytes payload = rtp.payload();
    if (payload.empty() || payload.size() > packet.data.size()) return false;
    packet.seq = rtp.sequence();
    packet.timestamp = rtp.timestamp();
    packet.marker = rtp.marker();
    packet.size = static_cast<std::uint16_t>(payload.size());
    std::ranges::copy(payload, packet.data.begin());
    return true;
}

}  // namespace giaoban
