#pragma once

#include "net/wire/box_row.h"

namespace giaoban::mixer {

/// Adds to a row of the meeting's table what is wrong with that box, as far as its own figures show it; each problem
/// once, in the order of the enum.
///
/// Threading: no state. Errors: none.
void note_problems(net::BoxRow& row);

}  // namespace giaoban::mixer
