#include "firmware/mixer/catch_up_sender.h"

#include <algorithm>

#include "net/rtp/serial.h"

namespace giaoban::mixer {

namespace {

constexpr Duration between_any = Duration{Seconds{1}} / CatchUpSender::most_a_second;
// A pause in which nothing was sent takes no time to send. A frame is 120 ms at most.
constexpr std::int32_t longest_frame = 120 * 48;
// Sequence numbers have 16 bits, and the box remembers no more of them.
constexpr std::size_t most_packets = 0x7FFF;
constexpr int most_at_once = 4;
// How far the bound on all together may be anticipated: timers are late by a few milliseconds.
constexpr Duration ahead = Milliseconds{20};

}  // namespace

void CatchUpSender::on_state(BoxId box, const std::optional<net::CatchUp>& wanted,
                             const Place& place, Instant now) {
    const auto known = jobs_.find(box);
    if (!wanted) {
        if (known == jobs_.end()) return;
        jobs_.erase(known);
        sink_.answer(box, std::nullopt, now);
        return plan();
    }
    if (known != jobs_.end() && known->second.wanted.asked == wanted->asked &&
        known->second.wanted.from == wanted->from && known->second.wanted.until == wanted->until) {
        known->second.wanted = *wanted;  // at another pace
        return;
    }
    Job& job = jobs_[box];
    job = Job{.wanted = *wanted, .room = place.room, .found = {}, .sent = 0, .due = now};
    begin(box, job, place, now);
    plan();
}

void CatchUpSender::forget(RoomId room) {
    histories_.erase(room);
    std::erase_if(jobs_, [room](const auto& each) { return each.second.room == room; });
}

std::size_t CatchUpSender::packets() const noexcept {
    std::size_t all = 0;
    for (const auto& [room, history] : histories_)
        all += history.packets();
    return all;
}

void CatchUpSender::begin(BoxId box, Job& job, const Place& place, Instant now) {
    const History& history = histories_[place.room];
    job.found = history.find(box, place.rung, job.wanted.from, job.wanted.until, place.generation);
    auto& serials = job.found.serials;
    if (serials.size() > most_packets) serials.resize(most_packets);
    const auto first = sink_.next_number(box);
    if (!first) serials.clear();
    net::HistoryAnswer answer{.asked = job.wanted.asked,
                              .from = job.wanted.until,
                              .until = job.wanted.until,
                              .first = first.value_or(0),
                              .count = static_cast<std::uint16_t>(serials.size())};
    if (!serials.empty()) {
        answer.from = history.packet(job.found.rung, serials.front())->timestamp;
        answer.until = history.packet(job.found.rung, serials.back())->timestamp;
    }
    sink_.answer(box, answer, now);
}

void CatchUpSender::on_time(Instant now) {
    if (now < next_) return;
    // In turn, from behind who was served last, so that everybody gets a part of what there is.
    for (std::size_t looks = jobs_.size(); looks > 0 && free_at_ <= now + ahead; --looks) {
        auto next = jobs_.upper_bound(served_);
        if (next == jobs_.end()) next = jobs_.begin();
        served_ = next->first;
        Job& job = next->second;
        // What is late is made up for, but not at once: a machine that stood still for a second would send a burst.
        for (int burst = 0; burst < most_at_once && job.sent < job.found.serials.size() &&
                            job.due <= now && free_at_ <= now + ahead;
             ++burst) {
            send_next(served_, job, now);
        }
    }
    plan();
}

void CatchUpSender::send_next(BoxId box, Job& job, Instant now) {
    const auto& serials = job.found.serials;
    const History& history = histories_[job.room];
    const auto packet = history.packet(job.found.rung, serials[job.sent]);
    ++job.sent;
    // Too old by now, or the box is away: it asks anew for what it still wants.
    if (!packet || !sink_.send_history(box, *packet, now)) {
        job.sent = serials.size();
        return;
    }
    free_at_ = std::max(free_at_, now) + between_any;
    std::int32_t ticks = longest_frame;
    if (job.sent < serials.size()) {
        const auto next = history.packet(job.found.rung, serials[job.sent]);
        if (next) ticks = net::ticks_ahead(packet->timestamp, next->timestamp);
    }
    const Samples media{std::clamp(ticks, 0, longest_frame)};
    const int pace = std::clamp(job.wanted.pace_percent, least_pace, most_pace);
    job.due = std::max<Instant>(job.due, now - Milliseconds{100}) +
              std::chrono::duration_cast<Duration>(media) * 100 / pace;
}

void CatchUpSender::plan() noexcept {
    next_ = never;
    for (const auto& [box, job] : jobs_) {
        if (job.sent < job.found.serials.size()) next_ = std::min(next_, job.due);
    }
    if (next_ != never) next_ = std::max<Instant>(next_, free_at_ - ahead);
}

}  // namespace giaoban::mixer
