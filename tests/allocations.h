#pragma once
// Counts what the program takes from the heap, for tests of "allocates nothing". Linking
// tests/allocations.cpp puts the counting operators new in place.

#include <cstdint>

namespace giaoban {

/// How often this thread has taken memory (operator new in all its forms).
[[nodiscard]] std::uint64_t allocations_of_this_thread() noexcept;

}  // namespace giaoban
