#include "net/session/media_channel.h"

#include <algorithm>
#include <span>

#include "net/rtp/rtcp_interval.h"
#include "net/rtp/rtcp_packet.h"
#include "net/rtp/rtcp_time.h"

namespace giaoban::net {
namespace {

constexpr DatagramRefusal refusal_of(SrtpRefusal why) noexcept {
    switch (why) {
        case SrtpRefusal::malformed: return DatagramRefusal::malformed;
        case SrtpRefusal::replayed: return DatagramRefusal::replayed;
        case SrtpRefusal::forged:
        case SrtpRefusal::other: return DatagramRefusal::forged;
    }
    return DatagramRefusal::forged;
}

// RFC 3550 section 6.2: 5 s at least. Without media the heartbeat says that the other end is there,
// and 8 s keep an idle session below 0.5 kbit/s together with it.
constexpr Duration least_interval = Seconds{5};
constexpr Duration least_idle_interval = Seconds{8};
// IP 20, UDP 8, sender report 28, one block 24, CNAME of 16 characters 28, SRTCP 14.
constexpr std::size_t usual_report = 122;
// The narrowest rung and the widest take 10 and 50 kbit/s; RTCP's twentieth of either is met by 5 s.
constexpr double session_bps = 30'000;

constexpr double part_of_256 = 1.0 / 256;

// Sequence numbers start in the lower half, so that a first packet that is lost cannot make the
// receiver guess another roll-over than the sender's: RFC 3711 section 3.3.1.
std::uint16_t first_sequence(RandomSource& random) noexcept {
    return static_cast<std::uint16_t>(random.below(1U << 15U));
}

}  // namespace

MediaChannel::MediaChannel(const SessionKeys& keys, SessionEnd end, std::string_view name,
                           RandomSource& random, Instant now)
    : end_(end),
      ssrc_out_(end == SessionEnd::box ? keys.uplink_ssrc : keys.downlink_ssrc),
      next_sequence_(first_sequence(random)),
      overhead_(rtp_overhead(keys.profile)),
      name_(name),
      random_(random),
      sender_(keys.srtp_send, ssrc_out_, keys.profile),
      receiver_(keys.srtp_receive, end == SessionEnd::box ? keys.downlink_ssrc : keys.uplink_ssrc,
                keys.profile),
      received_(end == SessionEnd::box ? keys.downlink_ssrc : keys.uplink_ssrc),
      last_report_(now) {
    plan_report(now, true);
}

Bytes MediaChannel::seal_audio(std::uint32_t timestamp, Bytes opus, bool marker, Instant now,
                               DatagramBuffer& room) noexcept {
    if (opus.size() > max_opus_bytes || opus.empty()) return {};
    const MutableBytes bytes(room);
    const RtpHeader header{marker, opus_payload_type, next_sequence_, timestamp, ssrc_out_};
    const std::size_t head = write_rtp_header(bytes, header);
    std::copy(opus.begin(), opus.end(), bytes.subspan(head).begin());
    const auto size = sender_.protect(bytes, head + opus.size());
    if (!size) return {};
    ++next_sequence_;
    sent_.on_sent(timestamp, opus.size(), now);
    return bytes.first(*size);
}

Expected<RtpView, DatagramRefusal> MediaChannel::open_audio(MutableBytes datagram,
                                                            Instant now) noexcept {
    const auto packet = receiver_.open(datagram);
    if (!packet) return Unexpected(refusal_of(packet.error()));
    auto view = RtpView::parse(*packet);
    if (!view || view->payload_type() != opus_payload_type) {
        return Unexpected(DatagramRefusal::malformed);
    }
    (void)received_.on_packet(view->header(), now);
    return *view;
}

Bytes MediaChannel::seal_report(Instant now, DatagramBuffer& room) noexcept {
    const ReportBlock block = received_.report(now);
    if (received_.has_begun()) {
        in() = {block.fraction_lost * part_of_256, received_.jitter(), now};
    }
    RtcpContent content;
    content.from = ssrc_out_;
    content.sender = sent_.info(now);
    content.reports = std::span(&block, 1);
    content.cname = name_;
    const MutableBytes bytes(room);
    const auto size = sender_.protect_rtcp(bytes, write_rtcp(bytes, content));
    plan_report(now, false);
    return size ? bytes.first(*size) : MutableBytes{};
}

Expected<void, DatagramRefusal> MediaChannel::open_report(MutableBytes datagram,
                                                          Instant now) noexcept {
    const auto packet = receiver_.open_rtcp(datagram);
    if (!packet) return Unexpected(refusal_of(packet.error()));
    const auto message = parse_rtcp(*packet);
    if (!message) return Unexpected(DatagramRefusal::malformed);
    if (message->sender) received_.on_sender_report(*message->sender, now);
    if (const ReportBlock* block = message->report_about(ssrc_out_)) {
        out() = {
            block->fraction_lost * part_of_256,
            std::chrono::duration_cast<Duration>(
                std::chrono::duration<std::int64_t, std::ratio<1, opus_clock_hz>>{block->jitter}),
            now};
        if (const auto there_and_back = round_trip(*block, now)) link_.round_trip = there_and_back;
    }
    return {};
}

void MediaChannel::plan_report(Instant now, bool first) noexcept {
    const auto heard = received_.last_arrival();
    const bool live = sent_.sent_since(last_report_) || (heard && *heard > last_report_);
    RtcpIntervalInputs inputs;
    inputs.session_bps = session_bps;
    inputs.senders = 2;
    inputs.we_sent = true;
    inputs.average_size = usual_report;
    inputs.first = first;
    inputs.least = live ? least_interval : least_idle_interval;
    next_report_ = now + rtcp_interval(inputs, random_.unit());
    last_report_ = now;
}

}  // namespace giaoban::net
