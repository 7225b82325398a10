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
