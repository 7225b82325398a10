#include "firmware/media.h"

#include <algorithm>

namespace giaoban {

audio::EncodedPacket encoded_packet_of(const net::RtpView& packet) noexcept {
    audio::EncodedPacket encoded;
    encoded.seq = packet.sequence();
    encoded.timestamp = packet.timestamp();
    encoded.marker = packet.marker();
    const Bytes payload = packet.payload();
    if (payload.size() <= encoded.data.size()) {
        encoded.size = static_cast<std::uint16_t>(payload.size());
        std::copy(payload.begin(), payload.end(), encoded.data.begin());
    }
    return encoded;
}

audio::EncoderSettings encoder_settings_of(const net::Rung& rung,
                                           const config::CodecSettings& codec,
                                           SampleRate rate) noexcept {
    const bool fec =
        codec.fec == config::Choice::automatic ? rung.fec : codec.fec == config::Choice::on;
    return {.rate = rate,
            .frame = rung.frame,
            .bitrate_bps = rung.bitrate_bps,
            .expected_loss_percent = rung.expected_loss_percent,
            .in_band_fec = fec,
            .dtx = codec.dtx,
            // The two are not mixed (net/link/rung.h): who asks for the one goes without the other.
            .dred_reach = fec ? Samples::zero() : rung.dred_reach,
            .complexity = codec.complexity};
}

}  // namespace giaoban
