#pragma once

#include <span>
#include <string>

namespace giaoban::board {

/// The names of the box's lamps; empty: there is no such lamp.
struct LampChoice {
    std::string floor;
    std::string link;
    std::string both;  ///< shows of both signs the one that matters more

    friend bool operator==(const LampChoice&, const LampChoice&) = default;
};

/// Which of the machine's lamps the box takes. A name stands for itself, "none" for none, and "auto" for
///
///     floor:  giaoban:floor, which board/image/overlays makes; or the activity lamp: ACT, led0, mmc0::, default-on
///     link:   giaoban:link; or the activity lamp when the floor has another; or the power lamp: PWR, led1
///     both:   beside two lamps of ours the activity lamp, since nobody can tell whether ours are wired
///
/// Pure. Source: names that kernels give to a Raspberry Pi's lamps: ACT and PWR by Debian's device trees, led0 and led1 by
/// older firmware, mmc0:: and default-on by those that name a lamp by its trigger.
[[nodiscard]] LampChoice choose_lamps(std::span<const std::string> there, const std::string& floor,
                                      const std::string& link);

}  // namespace giaoban::board
