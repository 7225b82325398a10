#include "tools/replay/history.h"

#include <algorithm>
#include <set>
#include <utility>

namespace giaoban::replay {
namespace {

using namespace std::chrono_literals;

// What was wanted and did not come is asked for again after this: two of the box's states, one of which may be lost.
constexpr Microseconds patience = 500ms;

/// Whether `timestamp` is at or after `from`, where numbers come round.
bool at_or_after(std::uint32_t timestamp, std::uint32_t from) {
    return static_cast<std::int32_t>(timestamp - from) >= 0;
}

}  // namespace

History::History(const PacketFile& file, const Timeline& timeline, Microseconds round_trip)
    : fate_(file, timeline), round_trip_(round_trip) {
    std::set<std::pair<std::size_t, std::int64_t>> known;
    for (std::size_t i = 0; i < file.packets.size(); ++i) {
        const auto& place = timeline.place(i);
        if (!place || !known.insert({place->run, place->seq}).second) continue;
        kept_.push_back({.packet = i,
                         .timestamp = file.packets[i].timestamp,
                         .duration = place->duration,
                         .sent = timeline.sent_at(*place)});
    }
    std::ranges::stable_sort(kept_, {}, &Kept::sent);
}

void History::want(const Wanted& wanted, Microseconds now) {
    // What it wants begins later with each packet that comes.
    const bool same = wanted_ && wanted_->until == wanted.until;
    if (same && now < answered_ + patience) return;
    wanted_ = wanted;
    send(wanted, now);
}

void History::send(const Wanted& wanted, Microseconds now) {
    // What has not been sent of the range before is not sent any more.
    const Microseconds begin = now + round_trip_ / 2;
    std::priority_queue<Answer, std::vector<Answer>, std::greater<>> on_the_way;
    for (; !answers_.empty() && answers_.top().at <= begin; answers_.pop())
        on_the_way.push(answers_.top());
    answers_ = std::move(on_the_way);
    Microseconds due = begin;
    for (std::size_t i = 0; i < kept_.size(); ++i) {
        const Kept& kept = kept_[i];
        const bool covers_from = !at_or_after(
            wanted.from, kept.timestamp + static_cast<std::uint32_t>(kept.duration.count()));
        if (!covers_from || !at_or_after(wanted.until, kept.timestamp) || kept.sent > due) continue;
        if (const auto transit = fate_.at(due)) {
            answers_.push({.at = due + *transit + round_trip_ / 2,
                           .packet = kept.packet,
                           .number = static_cast<std::uint16_t>(i)});
        }
        due += std::chrono::duration_cast<Microseconds>(kept.duration / pace);
    }
    answered_ = due + round_trip_ / 2;
}

std::optional<History::Answer> History::take(Microseconds now) {
    if (answers_.empty() || answers_.top().at > now) return std::nullopt;
    const Answer answer = answers_.top();
    answers_.pop();
    return answer;
}

}  // namespace giaoban::replay
