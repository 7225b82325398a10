#pragma once

#include <algorithm>
#include <array>
#include <cstddef>

#include "config/vocab/bytes.h"

namespace giaoban {

/// Overwrites the bytes with zeros, in a way that the optimizer must not leave out.
void wipe(MutableBytes bytes) noexcept;

/// Whether both are the same, in a time that depends on their length alone.
[[nodiscard]] bool equal_in_constant_time(Bytes a, Bytes b) noexcept;

/// Secret bytes of a fixed number: a key, an enrolment secret, a chaining key.
///
/// A moved-from secret and a destroyed one are zeros. It cannot be printed, logged or compared byte
/// by byte, and a copy must be asked for by name.
///
/// Threading:  not synchronised.
/// Real time:  allocates nothing.
/// Errors:     none.
template <std::size_t N>
class Secret {
  public:
    static constexpr std::size_t size = N;

    /// All zeros.
    Secret() noexcept = default;
    /// Takes a copy of N bytes. The bytes that it came from stay for the caller to wipe.
    explicit Secret(std::span<const std::byte, N> bytes) noexcept {
        std::copy(bytes.begin(), bytes.end(), bytes_.begin());
    }
    Secret(Secret&& other) noexcept : bytes_(other.bytes_) { wipe(other.bytes_); }
    Secret& operator=(Secret&& other) noexcept {
        if (this != &other) {
            bytes_ = other.bytes_;
            wipe(other.bytes_);
        }
        return *this;
    }
    Secret(const Secret&) = delete;
    Secret& operator=(const Secret&) = delete;
    ~Secret() { wipe(bytes_); }

    [[nodiscard]] Secret copy() const noexcept { return Secret(bytes()); }

    /// The bytes themselves, for the library that computes with them.
    [[nodiscard]] std::span<const std::byte, N> bytes() const noexcept { return bytes_; }
    [[nodiscard]] std::span<std::byte, N> bytes() noexcept { return bytes_; }

    [[nodiscard]] friend bool operator==(const Secret& a, const Secret& b) noexcept {
        return equal_in_constant_time(a.bytes_, b.bytes_);
    }

  private:
    std::array<std::byte, N> bytes_{};
};

}  // namespace giaoban
