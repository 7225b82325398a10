#include "tools/replay/catch_up_receiver.h"

namespace giaoban::replay {
namespace {

// SSRCs of the two ways on which packets come; any two that differ.
constexpr std::uint32_t live = 1;
constexpr std::uint32_t history = 2;

}  // namespace

CatchUpReceiver::CatchUpReceiver(const PlayoutSettings& settings)
    : decoder_(settings.rate),
      playout_(settings.limits, settings.rate, decoder_, true),
      floor_(settings.floor_after) {
    playout_.follow(settings.mode);
    playout_.set_round_trip(std::chrono::duration_cast<Samples>(settings.round_trip));
}

void CatchUpReceiver::insert(const audio::EncodedPacket& packet, Instant arrived) {
    playout_.insert(packet, live, arrived);
}

void CatchUpReceiver::insert_history(const audio::EncodedPacket& packet, Instant arrived) {
    playout_.insert_history(packet, history, arrived);
}

audio::TickKind CatchUpReceiver::next(Instant now, std::span<std::int16_t> out) {
    if (floor_.is_granted(now)) playout_.follow(audio::PlayoutMode::conversation);
    return playout_.next(now, out);
}

std::size_t CatchUpReceiver::missing(Instant now, std::span<std::uint16_t> seqs) {
    return playout_.missing(now, seqs);
}

std::optional<Wanted> CatchUpReceiver::wanted(Instant now) {
    const auto range = playout_.wanted(now);
    if (!range) return std::nullopt;
    return Wanted{.from = range->from, .until = range->until};
}

std::optional<std::uint32_t> CatchUpReceiver::played_until() const {
    return playout_.played_until();
}

audio::PlayoutStats CatchUpReceiver::stats() const { return playout_.stats(); }

}  // namespace giaoban::replay
