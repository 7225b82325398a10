#include "net/transfer/piece_sender.h"

#include <algorithm>

namespace giaoban::net {
namespace {

// How far a bound may be anticipated: timers are late by a few milliseconds.
constexpr Duration ahead = Milliseconds{20};
// What is late is made up for by one piece, not by a burst.
constexpr Duration made_up = Milliseconds{100};
constexpr Duration baseline_kept = std::chrono::minutes{10};

std::uint16_t stamp_of(Instant now) noexcept {
    return static_cast<std::uint16_t>(now.time_since_epoch() / Milliseconds{1});
}

Duration time_of(std::size_t bytes, std::uint32_t bps) noexcept {
    return Duration{Seconds{1}} * static_cast<std::int64_t>(bytes * 8) / bps;
}

bool is_held(const PieceAsk& ask, std::uint32_t number) noexcept {
    const std::uint32_t ahead_of_first = number - ask.first;
    return ahead_of_first != 0 && (ask.held >> (ahead_of_first - 1) & 1U) != 0;
}

}  // namespace

PieceSender::PieceSender(const Settings& settings, PieceSenderSink& sink) noexcept
    : settings_(settings), sink_(sink) {
    ensure(settings.box_bps >= least_bps && settings.all_bps >= least_bps, "there is a rate");
}

void PieceSender::on_ask(BoxId box, const PieceAsk& ask, Instant now) {
    Job& job = jobs_[box];
    const auto size = sink_.size_of(ask.object);
    const bool another = job.size == 0 || job.ask.object != ask.object;
    if (!size || *size == 0 || *size > most_object_bytes || ask.first >= pieces_of(*size)) {
        job.size = 0;
        return plan();
    }
    if (job.rate_bps == 0) {
        job.rate_bps = std::max(least_bps, settings_.box_bps / 2);
        job.least_since = now;
        job.slowed = now;
    }
    if (another) {
        job.sent = {};
    } else {
        measure(job, ask, now);
        std::size_t known = 0;
        std::size_t lost = 0;
        for (const Sent& sent : job.sent) {
            if (!sent.at || now - *sent.at < on_its_way(job) || sent.number < job.ask.first)
                continue;
            ++known;
            if (sent.number >= ask.first && sent.number - ask.first < window_pieces &&
                !is_held(ask, sent.number)) {
                ++lost;
            }
        }
        judge(job, known >= 8 && lost * 3 > known, now);
    }
    job.ask = ask;
    job.size = *size;
    job.asked = now;
    job.due = std::max<Instant>(job.due, now - made_up);
    plan();
}

void PieceSender::measure(Job& job, const PieceAsk& ask, Instant now) noexcept {
    if (ask.kept == PieceAsk::unknown_kept) return;
    const auto passed = static_cast<std::uint16_t>(stamp_of(now) - ask.echo);
    if (passed < ask.kept) return;
    const Duration sample = Milliseconds{passed - ask.kept};
    job.round_trip = job.round_trip ? (*job.round_trip * 3 + sample) / 4 : sample;
    if (now - job.least_since > baseline_kept) {
        job.least_round_trip_before = job.least_round_trip;
        job.least_round_trip = Duration::max();
        job.least_since = now;
    }
    job.least_round_trip = std::min(job.least_round_trip, sample);
    const Duration base = std::min(job.least_round_trip, job.least_round_trip_before);
    if (sample - base > most_queue) judge(job, true, now);
}

void PieceSender::judge(Job& job, bool slower, Instant now) const noexcept {
    const Duration pause = std::max<Duration>(Seconds{2}, job.round_trip.value_or(Duration{0}) * 2);
    if (!slower) {
        if (now - job.slowed < pause) return;
        job.rate_bps = std::min(settings_.box_bps, job.rate_bps + settings_.box_bps / 8);
    } else if (now - job.slowed >= pause) {
        job.rate_bps = std::max(least_bps, job.rate_bps / 2);
        job.slowed = now;
    }
}

Duration PieceSender::on_its_way(const Job& job) const noexcept {
    if (!job.round_trip) return Milliseconds{1500};
    return *job.round_trip * 5 / 4 + Milliseconds{200};
}

void PieceSender::set_share(BoxId box, TransferShare share, Instant now) {
    Job& job = jobs_[box];
    if (job.share == share) return;
    // What was saved up while nothing was allowed is not sent in a burst.
    job.due = std::max<Instant>(job.due, now);
    job.share = share;
    plan();
}

std::optional<std::uint32_t> PieceSender::wanted(const Job& job) const noexcept {
    const std::uint32_t end =
        std::min<std::uint32_t>(pieces_of(job.size), job.ask.first + window_pieces);
    for (std::uint32_t number = job.ask.first; number < end; ++number) {
        if (is_held(job.ask, number)) continue;
        const Sent& sent = job.sent[number % window_pieces];
        // Once an ask; and not while one that was sent for an ask before may still arrive.
        const bool under_way = sent.at && sent.number == number &&
                               (*sent.at >= job.asked || job.asked - *sent.at < on_its_way(job));
        if (!under_way) return number;
    }
    return std::nullopt;
}

bool PieceSender::send_next(BoxId box, Job& job, Instant now) {
    const auto number = wanted(job);
    if (!number) return false;
    std::array<std::byte, piece_bytes> room{};
    const MutableBytes content = MutableBytes(room).first(piece_length(job.size, *number));
    const auto offset = static_cast<std::uint32_t>(std::uint64_t{*number} * piece_bytes);
    const Piece piece{
        .object = job.ask.object, .number = *number, .stamp = stamp_of(now), .content = content};
    if (!sink_.read(job.ask.object, offset, content) || !sink_.send_piece(box, piece, now)) {
        job.size = 0;  // gone, or the box is: it asks anew
        return false;
    }
    job.sent[*number % window_pieces] = {*number, now};
    const std::size_t bytes = content.size() + overhead;
    const std::uint32_t rate =
        job.share == TransferShare::little ? std::max(job.rate_bps / 4, 1U) : job.rate_bps;
    job.due = std::max<Instant>(job.due, now - made_up) + time_of(bytes, rate);
    free_at_ = std::max(free_at_, now) + time_of(bytes, settings_.all_bps);
    return true;
}

void PieceSender::on_time(Instant now) {
    if (now < next_) return;
    // In turn, from behind who was served last, so that everybody gets a part of what there is.
    for (std::size_t looks = jobs_.size(); looks > 0 && free_at_ <= now + ahead; --looks) {
        auto next = jobs_.upper_bound(served_);
        if (next == jobs_.end()) next = jobs_.begin();
        served_ = next->first;
        Job& job = next->second;
        if (job.size == 0 || job.share == TransferShare::none || job.due > now) continue;
        if (now - job.asked > ask_holds) {
            job.size = 0;
            continue;
        }
        static_cast<void>(send_next(served_, job, now));
    }
    plan();
}

void PieceSender::plan() noexcept {
    next_ = never;
    for (const auto& [box, job] : jobs_) {
        if (job.size == 0 || job.share == TransferShare::none || !wanted(job)) continue;
        next_ = std::min(next_, job.due);
    }
    if (next_ != never) next_ = std::max<Instant>(next_, free_at_ - ahead);
}

std::uint32_t PieceSender::rate_of(BoxId box) const noexcept {
    const auto found = jobs_.find(box);
    return found == jobs_.end() || found->second.size == 0 ? 0 : found->second.rate_bps;
}

}  // namespace giaoban::net
