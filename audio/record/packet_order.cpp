#include "audio/record/packet_order.h"

#include "audio/record/opus_packet.h"

namespace giaoban::audio {

void PacketOrder::add(Samples at, Bytes packet, Samples now, const Sink& sink) {
    if (at < end_ || opus_duration(packet) == Samples{0} || held_.contains(at)) {
        ++dropped_;
        return;
    }
    held_.emplace(at, Held{.came = now, .packet = {packet.begin(), packet.end()}});
    on_time(now, sink);
}

void PacketOrder::on_time(Samples now, const Sink& sink) {
    while (!held_.empty()) {
        const auto& [at, first] = *held_.begin();
        const bool fits_on = at == end_;
        const bool waited = now - first.came >= patience;
        if (!fits_on && !waited && held_.size() <= most_held) return;
        let_go(sink);
    }
}

void PacketOrder::let_go(const Sink& sink) {
    const auto first = held_.begin();
    end_ = first->first + opus_duration(first->second.packet);
    sink(first->first, first->second.packet);
    held_.erase(first);
}

}  // namespace giaoban::audio
