#include "tools/replay/again.h"

#include <algorithm>

namespace giaoban::replay {

Again::Again(const PacketFile& file, const Timeline& timeline, Microseconds round_trip)
    : file_(file), timeline_(timeline), fate_(file, timeline), round_trip_(round_trip) {
    for (std::size_t i = 0; i < file.packets.size(); ++i) {
        if (timeline.place(i) && file.packets[i].lost) lost_.push_back(i);
    }
}

void Again::ask(std::uint16_t seq, Microseconds now) {
    // Numbers come round after 65536 packets: the one that was sent last is meant.
    const auto sent_by = [&](std::size_t i) { return timeline_.sent_at(*timeline_.place(i)); };
    const auto found = std::find_if(lost_.rbegin(), lost_.rend(), [&](std::size_t i) {
        return file_.packets[i].seq == seq && sent_by(i) <= now;
    });
    if (found == lost_.rend()) return;
    const Microseconds sent = now + round_trip_ / 2;
    const auto transit = fate_.at(sent);
    if (transit) answers_.push({.at = sent + *transit + round_trip_ / 2, .packet = *found});
}

std::optional<Again::Answer> Again::take(Microseconds now) {
    if (answers_.empty() || answers_.top().at > now) return std::nullopt;
    const Answer answer = answers_.top();
    answers_.pop();
    return answer;
}

}  // namespace giaoban::replay
