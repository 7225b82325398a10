#include "tools/replay/link_fate.h"

#include <algorithm>

namespace giaoban::replay {

LinkFate::LinkFate(const PacketFile& file, const Timeline& timeline) {
    for (std::size_t i = 0; i < file.packets.size(); ++i) {
        const auto& place = timeline.place(i);
        if (!place) continue;
        const Packet& packet = file.packets[i];
        Sent sent{.at = timeline.sent_at(*place), .transit = {}};
        if (!packet.lost) sent.transit = packet.at - sent.at;
        sent_.push_back(sent);
    }
    std::ranges::stable_sort(sent_, {}, &Sent::at);
}

std::optional<Microseconds> LinkFate::at(Microseconds sent) const {
    const auto next = std::ranges::lower_bound(sent_, sent, {}, &Sent::at);
    // Behind the last packet nothing is known of the link; it is taken to be clean.
    return next == sent_.end() ? Microseconds{} : next->transit;
}

}  // namespace giaoban::replay
