#pragma once

#include <cstdint>

namespace giaoban::tests {

/// How often this thread has called malloc, calloc or realloc, by whatever library. Always 0 under a
/// sanitizer, which has an allocator of its own.
[[nodiscard]] std::uint64_t heap_calls() noexcept;

[[nodiscard]] bool heap_calls_are_counted() noexcept;

}  // namespace giaoban::tests
