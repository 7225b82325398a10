#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "config/vocab/time.h"

namespace giaoban::net {

/// Which of many boxes has something to do first. A binary heap in which each box's place is known, so
/// that a new deadline costs as many steps as the number of boxes has bits.
///
/// Threading:  not synchronised.
/// Real time:  takes memory only for a number that it has not seen before.
class DeadlineHeap {
  public:
    void set(std::uint16_t number, Instant deadline);

    /// never when there is none.
    [[nodiscard]] Instant earliest() const noexcept {
        return heap_.empty() ? never : heap_.front().deadline;
    }
    /// Whose that is; there is one (ensure).
    [[nodiscard]] std::uint16_t first() const noexcept;
    [[nodiscard]] std::size_t size() const noexcept { return heap_.size(); }

  private:
    struct Entry {
        Instant deadline;
        std::uint16_t number;
    };
    void rise(std::size_t at) noexcept;
    void sink(std::size_t at) noexcept;
    void swap(std::size_t a, std::size_t b) noexcept;

    static constexpr std::size_t nowhere = ~std::size_t{0};
    std::vector<Entry> heap_;
    std::vector<std::size_t> place_;  // by number
};

}  // namespace giaoban::net
