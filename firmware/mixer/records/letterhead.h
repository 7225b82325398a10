#pragma once

#include "config/minutes_settings.h"
#include "firmware/mixer/records/paper.h"

namespace giaoban::mixer {

/// What stands at the top of each Vietnamese form: the organisation, the state's name and motto, and the number that the
/// clerk gives it, which ends in `sign` ("BB" for minutes).
void write_letterhead(Paper& paper, const config::MinutesSettings& settings,
                      const std::string& sign);

/// The two signatures at the end, side by side.
struct Signature {
    std::string role;  ///< in capitals
    std::string hint;  ///< in brackets below
};
void write_signatures(Paper& paper, const Signature& left_one, const Signature& right_one);

/// Who gets a copy.
void write_recipients(Paper& paper);

}  // namespace giaoban::mixer
