#pragma once

#include <array>
#include <cstddef>
#include <initializer_list>

#include "config/vocab/bytes.h"

namespace giaoban::net {

using Blake2b256 = std::array<std::byte, 32>;

/// BLAKE2b-256 of the parts one after another: it names bytes, so that a later change of them is seen.
///
/// Real time:  allocates nothing.
/// Source:     RFC 7693.
[[nodiscard]] Blake2b256 blake2b_256(std::initializer_list<Bytes> parts) noexcept;

}  // namespace giaoban::net
