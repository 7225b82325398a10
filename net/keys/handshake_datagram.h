#pragma once

#include <array>
#include <cstddef>

#include "config/vocab/bytes.h"
#include "config/vocab/ensure.h"

namespace giaoban::net {

/// A handshake datagram that is ready to be sent, without memory of the heap.
class HandshakeDatagram {
  public:
    // The longest that is sent is an initiation, 212 bytes (see datagram.h).
    static constexpr std::size_t capacity = 256;

    HandshakeDatagram() noexcept = default;
    explicit HandshakeDatagram(std::size_t size) noexcept : size_(size) {
        ensure(size <= capacity, "a handshake datagram fits");
    }

    [[nodiscard]] Bytes bytes() const noexcept { return Bytes(bytes_).first(size_); }
    [[nodiscard]] MutableBytes bytes() noexcept { return MutableBytes(bytes_).first(size_); }

  private:
    std::array<std::byte, capacity> bytes_{};
    std::size_t size_ = 0;
};

}  // namespace giaoban::net
