// What a browser says in headers: any bytes are read; a part of a file lies in the file, and a cookie in its header.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "firmware/mixer/chair/byte_range.h"
#include "firmware/mixer/chair/cookie.h"
#include "firmware/mixer/chair/static_files.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace giaoban::chair;
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    for (const std::uint64_t length :
         {std::uint64_t{0}, std::uint64_t{1}, std::uint64_t{10'000}, ~std::uint64_t{0}}) {
        const ByteRange range = ByteRange::from_header(text, length);
        if (range.kind == ByteRange::Kind::part &&
            (range.length == 0 || range.from >= length || range.length > length - range.from)) {
            std::abort();
        }
        if (range.kind == ByteRange::Kind::whole && range.length != length) std::abort();
        (void)range.content_range(length);
    }
    if (const auto cookie = cookie_of(text, "session")) {
        if (cookie->size() + sizeof("session") > size) std::abort();
        if (cookie->find(';') != std::string_view::npos) std::abort();
    }
    (void)accepts_coding(text, "br");
    if (names_tag(text, "\"a\"") && text != "*" && text.find("\"a\"") == std::string_view::npos)
        std::abort();
    return 0;
}
