#include "tools/qr/qr_code.h"

#include "tests/catch.h"

using giaoban::qr::QrCode;

TEST_CASE("a text becomes a QR code with its three corners", "[tools]") {
    const auto code = QrCode::of("Giao Ban: Xã Hồng Thái");
    REQUIRE(code);
    // ISO/IEC 18004 section 7.1: 17 + 4 * version modules; these 27 bytes need 29 at least.
    CHECK(code->width() >= 25);
    CHECK((code->width() - 17) % 4 == 0);
    const std::size_t last = code->width() - 7;
    for (const auto& [x, y] : {std::pair<std::size_t, std::size_t>{0, 0}, {last, 0}, {0, last}}) {
        // A finder: a dark frame of 7, a light one within, and a dark square of 3.
        for (std::size_t i = 0; i < 7; ++i)
            CHECK((code->dark(x + i, y) && code->dark(x, y + i)));
        CHECK_FALSE(code->dark(x + 1, y + 1));
        CHECK(code->dark(x + 3, y + 3));
    }
    CHECK(code->svg().find("<svg") == 0);
}

TEST_CASE("what fits into no QR code is answered with none", "[tools]") {
    CHECK_FALSE(QrCode::of(""));
    CHECK_FALSE(QrCode::of(std::string(3000, 'x')));
    CHECK(QrCode::of(std::string(2331, 'x')));
}
