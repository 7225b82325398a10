#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "config/vocab/bytes.h"
#include "config/vocab/ensure.h"
#include "config/vocab/time.h"

namespace giaoban::linksim {

/// First in, first out; takes memory only when it holds more than ever before.
template <typename T>
class Ring {
  public:
    [[nodiscard]] bool empty() const noexcept { return size_ == 0; }
    [[nodiscard]] std::size_t size() const noexcept { return size_; }
    [[nodiscard]] const T& front() const noexcept { return items_[head_]; }

    void push(const T& item) {
        if (size_ == items_.size()) grow();
        items_[(head_ + size_) & (items_.size() - 1)] = item;
        ++size_;
    }
    void pop() noexcept {
        head_ = (head_ + 1) & (items_.size() - 1);
        --size_;
    }

  private:
    void grow() {
        // A power of two, so that wrapping around is a mask.
        std::vector<T> larger(items_.empty() ? 16 : items_.size() * 2);
        for (std::size_t i = 0; i < size_; ++i) {
            larger[i] = items_[(head_ + i) & (items_.size() - 1)];
        }
        items_ = std::move(larger);
        head_ = 0;
    }

    std::vector<T> items_;
    std::size_t head_ = 0;
    std::size_t size_ = 0;
};

/// The packets on the way, and when each comes out.
///
/// Threading:  not synchronised.
/// Real time:  takes memory only when more packets are on the way than ever before; slots are used
///             again, the last freed first, so that they stay in the cache.
class PacketStore {
  public:
    static constexpr std::size_t slot_size = 1472;

    /// Behind all that were put here before; `out` is not earlier than theirs (ensure).
    void push_in_order(Bytes packet, Instant out);
    /// At its own time, whatever the others do.
    void push_apart(Bytes packet, Instant out);

    [[nodiscard]] std::size_t size() const noexcept { return in_order_.size() + apart_.size(); }
    [[nodiscard]] Instant next() const noexcept;
    /// The packet of next(), of which there is one (ensure); its bytes stay until the next call of pop().
    [[nodiscard]] Bytes pop() noexcept;

  private:
    using Slot = std::array<std::byte, slot_size>;
    struct Entry {
        Instant out{};
        std::uint32_t slot = 0;
        std::uint32_t size = 0;
    };

    [[nodiscard]] Entry keep(Bytes packet, Instant out);

    std::vector<std::unique_ptr<Slot>> slots_;
    std::vector<std::uint32_t> free_;
    Ring<Entry> in_order_;
    // A heap, the earliest on top.
    std::vector<Entry> apart_;
    Instant latest_ = Instant::min();
    std::uint32_t lent_ = none;

    static constexpr std::uint32_t none = UINT32_MAX;
};

}  // namespace giaoban::linksim
