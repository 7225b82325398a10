#include "audio/record/best_rung.h"

#include "audio/record/opus_packet.h"

namespace giaoban::audio {

void BestRung::add(std::uint8_t rung, Samples at, Samples came, Bytes packet, const Sink& sink) {
    const std::int64_t here = at / span;
    if (span_ && here > *span_) end(sink);
    const bool fits = held_bytes_ + packet.size() <= most_held;
    if (at < Samples{0} || packet.empty() || !fits || (span_ && here < *span_)) {
        ++dropped_;
        return;
    }
    span_ = here;
    rungs_[rung].push_back({.at = at, .came = came, .packet = {packet.begin(), packet.end()}});
    held_bytes_ += packet.size();
}

void BestRung::end(const Sink& sink) {
    const std::vector<Held>* best = nullptr;
    Samples most{0};
    for (const auto& [rung, packets] : rungs_) {
        Samples covered{0};
        for (const Held& held : packets)
            covered += opus_duration(held.packet);
        if (best != nullptr && covered < most) continue;
        best = &packets;
        most = covered;
    }
    if (best != nullptr) {
        for (const Held& held : *best)
            sink(held.at, held.came, held.packet);
    }
    rungs_.clear();
    held_bytes_ = 0;
}

}  // namespace giaoban::audio
