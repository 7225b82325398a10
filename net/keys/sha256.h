#pragma once

#include <array>
#include <cstddef>

#include "config/vocab/bytes.h"

namespace giaoban::net {

using Sha256 = std::array<std::byte, 32>;

/// SHA-256 of bytes that come one part after another: names what is fetched, as sha256sum does.
///
/// Threading:  not synchronised. Real time: allocates nothing. Errors: none.
/// Source:     FIPS 180-4.
class Sha256Sum {
  public:
    Sha256Sum() noexcept;
    void add(Bytes part) noexcept;
    /// Of all parts; once.
    [[nodiscard]] Sha256 finish() noexcept;

  private:
    // libsodium's state, which this header does not know: 104 bytes (checked where it is used).
    alignas(8) std::array<std::byte, 104> state_{};
};

}  // namespace giaoban::net
