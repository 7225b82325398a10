#pragma once

#include <cstdint>

namespace giaoban::test {

/// How often this thread took memory since the object was made: by new, malloc, calloc, realloc or
/// aligned_alloc, in our code and in any library. Link allocation_counter.cpp into the test.
///
/// Units:      calls.
/// Threading:  counts the thread that made it.
/// Errors:     none. `AllocationCounter::works()` is for a test of the counter itself.
class AllocationCounter {
  public:
    AllocationCounter() noexcept;
    [[nodiscard]] std::uint64_t count() const noexcept;
    [[nodiscard]] static bool works();

  private:
    std::uint64_t before_;
};

}  // namespace giaoban::test
