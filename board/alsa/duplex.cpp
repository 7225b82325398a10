#include "board/alsa/duplex.h"

#include <algorithm>

namespace giaoban::board {

using audio::PortState;

Duplex::Outcome Duplex::take(PcmDevice& device) noexcept {
    restarts_in_a_row_ = 0;
    if (device.restart() != PcmResult::done) return gone();
    ++health_.opened;
    health_.state = PortState::running;
    return Outcome::ticked;
}

Duplex::Outcome Duplex::exchange(PcmDevice& device, std::span<std::int16_t> heard,
                                 std::span<const std::int16_t> said) noexcept {
    // The microphone first: it is what waits for the card, and so paces both.
    PcmResult result = device.capture(heard);
    if (result == PcmResult::done) result = device.play(said);
    if (result == PcmResult::done) {
        restarts_in_a_row_ = 0;
        return Outcome::ticked;
    }
    std::ranges::fill(heard, std::int16_t{0});
    return recover(device, result);
}

Duplex::Outcome Duplex::recover(PcmDevice& device, PcmResult result) noexcept {
    if (result == PcmResult::overrun) ++health_.captured_too_late;
    if (result == PcmResult::underrun) ++health_.played_too_late;
    if (result == PcmResult::gone || restarts_in_a_row_ == most_restarts) return gone();
    ++restarts_in_a_row_;
    if (device.restart() != PcmResult::done) return gone();
    return Outcome::stumbled;
}

Duplex::Outcome Duplex::gone() noexcept {
    health_.state = PortState::absent;
    return Outcome::gone;
}

}  // namespace giaoban::board
