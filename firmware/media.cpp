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

net::RungIndex uplink_rung(std::uint8_t asked, const config::RungRange& allowed) noexcept {
    const auto last = static_cast<std::uint8_t>(net::rung_count - 1);
    const net::Rung& wanted = net::rung(net::RungIndex{std::min(asked, last)});
    const auto step = std::clamp(static_cast<std::uint8_t>(wanted.step), allowed.least,
                                 std::max(allowed.least, allowed.widest));
    return net::rung_of(net::RungStep{step}, wanted.form);
}

net::RungBounds rung_bounds(const config::RungRange& range, config::Choice redundancy) noexcept {
    net::RungBounds bounds{
        .least = net::RungStep{range.least}, .most = net::RungStep{range.widest}, .form = {}};
    if (redundancy == config::Choice::on) bounds.form = net::RungForm::redundant;
    if (redundancy == config::Choice::off) bounds.form = net::RungForm::plain;
    return bounds;
}

std::vector<net::RungIndex> rungs_within(const net::RungBounds& bounds) {
    std::vector<net::RungIndex> within;
    for (std::uint8_t i = 0; i < net::rung_count; ++i) {
        const net::RungIndex index{i};
        const net::Rung& one = net::rung(index);
        const bool form = !bounds.form || net::rung_of(one.step, *bounds.form) == index;
        if (form && one.step >= bounds.least && one.step <= bounds.most) within.push_back(index);
    }
    return within;
}

audio::PlayoutLimits playout_limits(const config::PlayoutSettings& playout) noexcept {
    audio::PlayoutLimits limits;
    limits.least_depth = playout.least_depth;
    limits.most_wait = playout.most_depth;
    return limits;
}

Samples round_trip_to_wait_for(const net::LinkReport& link, Duration queue) noexcept {
    if (!link.round_trip) return Samples{0};
    constexpr Milliseconds step{10};
    return Samples{((*link.round_trip + queue) / step + 1) * step};
}

net::PacketSeen packet_seen(const net::RtpView& rtp, Instant arrived) noexcept {
    return {.ssrc = rtp.ssrc(),
            .sequence = rtp.sequence(),
            .timestamp = rtp.timestamp(),
            .marker = rtp.marker(),
            .wire_bytes = rtp.payload().size() + net::wire_overhead,
            .arrived = arrived};
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
