#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace giaoban::qr {

/// A QR code: a square of dark and light.
///
/// Threading:  a value. Errors: none is made of a text that is too long (level M holds 2331 bytes) or empty.
/// Source:     ISO/IEC 18004, by libqrencode; level M, which a phone reads with 15 % of it dirty.
class QrCode {
  public:
    [[nodiscard]] static std::optional<QrCode> of(std::string_view text);

    [[nodiscard]] std::size_t width() const noexcept { return width_; }
    [[nodiscard]] bool dark(std::size_t x, std::size_t y) const { return dark_[y * width_ + x]; }
    /// As an element of HTML or SVG, with the light border of 4 that the standard asks for; as large as its place.
    [[nodiscard]] std::string svg() const;

  private:
    std::size_t width_ = 0;
    std::vector<bool> dark_;
};

}  // namespace giaoban::qr
