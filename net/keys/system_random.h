#pragma once

#include "config/vocab/random.h"

namespace giaoban::net {

/// Random bytes from the kernel: what every daemon makes its keys with.
///
/// Threading:  any thread.
/// Errors:     a kernel that gives none stops the program.
class SystemRandom final : public RandomSource {
  public:
    SystemRandom() noexcept;
    void fill(MutableBytes bytes) noexcept override;
};

}  // namespace giaoban::net
