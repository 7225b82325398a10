#pragma once

#include <functional>
#include <string>

#include "config/vocab/time.h"
#include "tools/giaobanctl/doctor_words.h"
#include "tools/giaobanctl/outcome.h"

namespace giaoban::ctl {

struct DoctorOrder {
    std::string socket;
    std::string box;  ///< its name, asked through the mixing box; empty: the box of this machine
    bool json = false;
    Tongue tongue = Tongue::english;
};

/// Asks a box how it is, and waits until it has tested its speakerphone. Leaves with `done` when all is well, with `refused`
/// when something is bad, or the box did not answer.
///
/// `pause` waits a little, and answers the time.
[[nodiscard]] Outcome ask_doctor(const DoctorOrder& order, const std::function<Instant()>& pause);

}  // namespace giaoban::ctl
