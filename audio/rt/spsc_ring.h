#pragma once

#include <array>
#include <atomic>
#include <bit>
#include <cstddef>
#include <type_traits>

namespace giaoban::audio {

/// A bounded queue from one thread to one other; the only thing that the two may share.
///
/// Units:      `capacity` items, all of them usable. It is a power of two.
/// Threading:  one thread pushes, one thread pops. Which ones may change only with a hand-over that
///             itself synchronises (a join, for one).
/// Real time:  wait-free; one copy of the item, at most two cache lines of bookkeeping. No memory is
///             taken, ever: the items are members.
/// Errors:     a full ring refuses and an empty one answers false; the caller counts.
template <typename T, std::size_t capacity>
class SpscRing {
    static_assert(std::is_trivially_copyable_v<T>, "items are copied between threads as they are");
    static_assert(std::has_single_bit(capacity), "a position is folded with a mask");

  public:
    SpscRing() = default;
    SpscRing(const SpscRing&) = delete;
    SpscRing& operator=(const SpscRing&) = delete;

    /// Of the pushing thread. False: full, and `item` was not taken.
    [[nodiscard]] bool try_push(const T& item) noexcept {
        const std::size_t at = pushed_.load(std::memory_order_relaxed);
        if (at - popped_seen_ == capacity) {
            popped_seen_ = popped_.load(std::memory_order_acquire);
            if (at - popped_seen_ == capacity) return false;
        }
        items_[at & mask] = item;
        pushed_.store(at + 1, std::memory_order_release);
        return true;
    }

    /// Of the popping thread. False: empty, and `item` is as it was.
    [[nodiscard]] bool try_pop(T& item) noexcept {
        const std::size_t at = popped_.load(std::memory_order_relaxed);
        if (at == pushed_seen_) {
            pushed_seen_ = pushed_.load(std::memory_order_acquire);
            if (at == pushed_seen_) return false;
        }
        item = items_[at & mask];
        popped_.store(at + 1, std::memory_order_release);
        return true;
    }

    /// How many items wait. Exact for neither thread while the other works, but never above
    /// `capacity`: good for a status page.
    [[nodiscard]] std::size_t size() const noexcept {
        const std::size_t popped = popped_.load(std::memory_order_acquire);
        const std::size_t waiting = pushed_.load(std::memory_order_acquire) - popped;
        return waiting < capacity ? waiting : capacity;
    }

  private:
    static constexpr std::size_t mask = capacity - 1;
    // 64 bytes on x86-64 and on the Cortex-A53 to A76 of the boxes. The standard's constant for this
    // may change with compiler flags, which is why g++ warns of it in a header.
    static constexpr std::size_t cache_line = 64;

    alignas(cache_line) std::atomic<std::size_t> pushed_{0};
    std::size_t popped_seen_ = 0;  // the pushing thread's, on its own line
    alignas(cache_line) std::atomic<std::size_t> popped_{0};
    std::size_t pushed_seen_ = 0;  // the popping thread's
    alignas(cache_line) std::array<T, capacity> items_{};
};

}  // namespace giaoban::audio
