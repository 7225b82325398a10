#include "tools/qr/qr_code.h"

#include <qrencode.h>

#include <memory>

namespace giaoban::qr {

std::optional<QrCode> QrCode::of(std::string_view text) {
    const std::string bytes(text);
    const auto free_code = [](QRcode* code) { QRcode_free(code); };
    const std::unique_ptr<QRcode, decltype(free_code)> made(
        QRcode_encodeData(static_cast<int>(bytes.size()),
                          reinterpret_cast<const unsigned char*>(bytes.data()), 0, QR_ECLEVEL_M),
        free_code);
    if (!made) return std::nullopt;
    QrCode code;
    code.width_ = static_cast<std::size_t>(made->width);
    for (std::size_t i = 0; i < code.width_ * code.width_; ++i)
        code.dark_.push_back((made->data[i] & 1U) != 0);
    return code;
}

std::string QrCode::svg() const {
    constexpr std::size_t border = 4;
    const std::string side = std::to_string(width_ + 2 * border);
    std::string out = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " + side + " " +
                      side + "\" shape-rendering=\"crispEdges\"><path d=\"";
    for (std::size_t y = 0; y < width_; ++y) {
        for (std::size_t x = 0; x < width_; ++x) {
            if (!dark(x, y)) continue;
            std::size_t end = x;
            while (end < width_ && dark(end, y))
                ++end;
            out += "M" + std::to_string(x + border) + " " + std::to_string(y + border) + "h" +
                   std::to_string(end - x) + "v1H" + std::to_string(x + border) + "z";
            x = end;
        }
    }
    return out + "\"/></svg>";
}

}  // namespace giaoban::qr
