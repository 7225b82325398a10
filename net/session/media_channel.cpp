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

// RFC 3550 section 6.2: 5 s at least. Who sends no sound says less often how it hears: 12 s keep a listener below 0.5
// kbit/s together with its heartbeat and what it tells of a congested link at once.
constexpr Duration least_interval = Seconds{5};
constexpr Duration least_idle_interval = Seconds{12};
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
      ssrc_history_(history_of(keys)),
      next_sequence_(first_sequence(random)),
      next_history_(first_sequence(random)),
      overhead_(rtp_overhead(keys.profile)),
      name_(name),
      random_(random),
      sender_(keys.srtp_send, ssrc_out_, keys.profile),
      receiver_(keys.srtp_receive, end == SessionEnd::box ? keys.downlink_ssrc : keys.uplink_ssrc,
                keys.profile),
      received_(end == SessionEnd::box ? keys.downlink_ssrc : keys.uplink_ssrc),
      last_report_(now) {
    if (end == SessionEnd::box) {
        history_receiver_.emplace(keys.srtp_receive, ssrc_history_, keys.profile);
    } else {
        history_sender_.emplace(keys.srtp_send, ssrc_history_, keys.profile);
    }
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
    kept_.keep(next_sequence_, bytes.first(*size));
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

Expected<AskedAgain, DatagramRefusal> MediaChannel::open_report(MutableBytes datagram,
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
    return AskedAgain{.source = message->nack_source, .numbers = message->nack};
}

Bytes MediaChannel::seal_nack(std::uint32_t source, std::span<const std::uint16_t> numbers,
                              DatagramBuffer& room) noexcept {
    std::array<NackEntry, decltype(AskedAgain::numbers)::capacity> entries{};
    const std::size_t count = pack_nack(numbers, entries);
    if (count == 0) return {};
    RtcpContent content;
    content.from = ssrc_out_;
    content.nack_source = source;
    content.nack = std::span(entries).first(count);
    content.feedback_alone = true;
    const MutableBytes bytes(room);
    const auto size = sender_.protect_rtcp(bytes, write_rtcp(bytes, content));
    return size ? bytes.first(*size) : MutableBytes{};
}

Bytes MediaChannel::again(std::uint32_t source, std::uint16_t number, Instant now,
                          Duration on_its_way) noexcept {
    if (source == ssrc_out_) return kept_.again(number, now, on_its_way);
    if (source == ssrc_history_ && history_sender_) {
        return kept_history_.again(number, now, on_its_way);
    }
    return {};
}

MediaChannel::HistoryDatagram MediaChannel::seal_history(std::uint32_t timestamp, Bytes opus,
                                                         DatagramBuffer& room) {
    if (opus.size() > max_opus_bytes || opus.empty() || !history_sender_) return {};
    const MutableBytes bytes(room);
    const RtpHeader header{false, opus_payload_type, next_history_, timestamp, ssrc_history_};
    const std::size_t head = write_rtp_header(bytes, header);
    std::copy(opus.begin(), opus.end(), bytes.subspan(head).begin());
    const auto size = history_sender_->protect(bytes, head + opus.size());
    if (!size) return {};
    const HistoryDatagram sealed{.datagram = bytes.first(*size), .number = next_history_};
    kept_history_.keep(next_history_, sealed.datagram);
    ++next_history_;
    return sealed;
}

Expected<RtpView, DatagramRefusal> MediaChannel::open_history(MutableBytes datagram) noexcept {
    if (!history_receiver_) return Unexpected(DatagramRefusal::no_such_session);
    const auto packet = history_receiver_->open(datagram);
    if (!packet) return Unexpected(refusal_of(packet.error()));
    auto view = RtpView::parse(*packet);
    if (!view || view->payload_type() != opus_payload_type) {
        return Unexpected(DatagramRefusal::malformed);
    }
    return *view;
}

void MediaChannel::plan_report(Instant now, bool first) noexcept {
    RtcpIntervalInputs inputs;
    inputs.session_bps = session_bps;
    inputs.senders = 2;
    inputs.we_sent = true;
    inputs.average_size = usual_report;
    inputs.first = first;
    inputs.least = sent_.sent_since(last_report_) ? least_interval : least_idle_interval;
    next_report_ = now + rtcp_interval(inputs, random_.unit());
    last_report_ = now;
}

}  // namespace giaoban::net
