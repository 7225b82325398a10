#include "tools/replay/playout_receiver.h"

namespace giaoban::replay {

PlayoutReceiver::PlayoutReceiver(const PlayoutSettings& settings)
    : decoder_(settings.rate),
      playout_(settings.limits, settings.rate, decoder_),
      floor_(settings.floor_after) {
    playout_.follow(settings.mode);
    playout_.set_round_trip(std::chrono::duration_cast<Samples>(settings.round_trip));
}

void PlayoutReceiver::insert(const audio::EncodedPacket& packet, Instant arrived) {
    // What became of it stands in the playout's own counts.
    static_cast<void>(playout_.insert(packet, arrived));
}

audio::TickKind PlayoutReceiver::next(Instant now, std::span<std::int16_t> out) {
    if (floor_.is_granted(now)) playout_.follow(audio::PlayoutMode::conversation);
    return playout_.next(now, out);
}

std::size_t PlayoutReceiver::missing(Instant now, std::span<std::uint16_t> seqs) {
    return playout_.missing(now, seqs);
}

std::optional<std::uint32_t> PlayoutReceiver::played_until() const {
    return playout_.played_until();
}

audio::PlayoutStats PlayoutReceiver::stats() const { return playout_.stats(); }

}  // namespace giaoban::replay
