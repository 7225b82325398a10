#include "net/rtp/reception_stats.h"

#include <algorithm>

#include "net/rtp/rtcp_time.h"
#include "net/rtp/serial.h"

namespace giaoban::net {
namespace {

// Appendix A.1: a jump of 3000 is a minute at 50 packets a second; 100 late is two seconds.
constexpr int max_dropout = 3000;
constexpr int max_misorder = 100;

std::uint32_t clock_ticks(Instant at) noexcept {
    const auto ticks = std::chrono::duration_cast<
        std::chrono::duration<std::int64_t, std::ratio<1, opus_clock_hz>>>(at.time_since_epoch());
    return static_cast<std::uint32_t>(ticks.count());
}

}  // namespace

ReceptionStats::Counted ReceptionStats::on_packet(const RtpHeader& header,
                                                  Instant arrived) noexcept {
    const Counted counted = count_sequence(header.sequence);
    if (counted == Counted::strange) return counted;
    if (counted == Counted::restarted) transit_.reset();
    ++received_;
    ++received_total_;
    measure_jitter(header, arrived);
    last_arrival_ = arrived;
    return counted;
}

ReceptionStats::Counted ReceptionStats::count_sequence(std::uint16_t sequence) noexcept {
    if (!begun_) {
        start_at(sequence);
        return Counted::in_order;
    }
    const int ahead = packets_ahead(newest_, sequence);
    if (ahead > 0 && ahead < max_dropout) {
        if (sequence < newest_) cycles_ += 1U << 16U;
        newest_ = sequence;
        strange_next_ = no_sequence;
        return Counted::in_order;
    }
    if (ahead <= 0 && ahead >= -max_misorder) return Counted::behind;
    if (sequence == strange_next_) {
        start_at(sequence);
        return Counted::restarted;
    }
    strange_next_ = (sequence + 1U) & 0xFFFFU;
    return Counted::strange;
}

void ReceptionStats::start_at(std::uint16_t sequence) noexcept {
    begun_ = true;
    newest_ = sequence;
    base_ = sequence;
    cycles_ = 0;
    strange_next_ = no_sequence;
    received_ = 0;
    expected_before_ = 0;
    received_before_ = 0;
}

void ReceptionStats::measure_jitter(const RtpHeader& header, Instant arrived) noexcept {
    const std::uint32_t transit = clock_ticks(arrived) - header.timestamp;
    // After a pause the timestamp may have been set anew: the first packet is measured by none.
    if (transit_ && !header.marker) {
        const std::int32_t change = ticks_ahead(*transit_, transit);
        const std::uint32_t size = change < 0 ? 0U - static_cast<std::uint32_t>(change)
                                              : static_cast<std::uint32_t>(change);
        // An hour's jump is the other clock's, not the network's, and would take hours to fade.
        constexpr std::uint32_t believable = 60U * opus_clock_hz;
        if (size < believable) jitter_scaled_ += size - ((jitter_scaled_ + 8U) >> 4U);
    }
    transit_ = transit;
}

void ReceptionStats::on_sender_report(const SenderInfo& info, Instant arrived) noexcept {
    sender_report_ = ntp_middle(info.ntp);
    sender_report_arrived_ = arrived;
}

std::int64_t ReceptionStats::cumulative_lost() const noexcept {
    if (!begun_) return 0;
    const std::uint32_t expected = highest_sequence() - base_ + 1U;
    return std::int64_t{expected} - std::int64_t{received_};
}

Duration ReceptionStats::jitter() const noexcept {
    return std::chrono::nanoseconds{std::int64_t{jitter_scaled_ >> 4U} * 1'000'000'000 /
                                    opus_clock_hz};
}

ReportBlock ReceptionStats::report(Instant now) noexcept {
    // Appendix A.3.
    const std::uint32_t expected = begun_ ? highest_sequence() - base_ + 1U : 0U;
    const std::uint32_t expected_now = expected - expected_before_;
    const std::uint32_t received_now = received_ - received_before_;
    expected_before_ = expected;
    received_before_ = received_;
    const bool lost = expected_now > received_now;
    const std::uint32_t fraction =
        lost ? static_cast<std::uint32_t>(std::uint64_t{expected_now - received_now} * 256U /
                                          expected_now)
             : 0U;
    constexpr std::int64_t most = 0x7FFFFF;
    constexpr std::int64_t least = -0x800000;
    ReportBlock block;
    block.ssrc = ssrc_;
    // All lost is 256/256, which has no room: section 6.4.1 speaks of a fixed-point number below 1.
    block.fraction_lost = static_cast<std::uint8_t>(std::min(fraction, 255U));
    block.cumulative_lost = static_cast<std::int32_t>(std::clamp(cumulative_lost(), least, most));
    block.highest_sequence = begun_ ? highest_sequence() : 0U;
    block.jitter = jitter_scaled_ >> 4U;
    block.last_sender_report = sender_report_;
    if (sender_report_ != 0) {
        block.delay_since_sender_report = to_ntp_units(now - sender_report_arrived_);
    }
    return block;
}

}  // namespace giaoban::net
