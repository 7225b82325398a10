#include "firmware/mixer/chair/byte_range.h"

#include <algorithm>
#include <charconv>
#include <optional>

namespace giaoban::chair {

namespace {

std::optional<std::uint64_t> number(std::string_view text) noexcept {
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return value;
}

}  // namespace

ByteRange ByteRange::from_header(std::string_view header, std::uint64_t size) noexcept {
    const ByteRange whole{Kind::whole, 0, size};
    constexpr std::string_view unit = "bytes=";
    if (!header.starts_with(unit)) return whole;
    header.remove_prefix(unit.size());
    const auto dash = header.find('-');
    if (dash == std::string_view::npos) return whole;
    const std::string_view first = header.substr(0, dash);
    const std::string_view last = header.substr(dash + 1);
    if (first.empty()) {  // the last so many bytes
        const auto count = number(last);
        if (!count) return whole;
        if (*count == 0 || size == 0) return {Kind::unsatisfiable, 0, 0};
        const std::uint64_t length = std::min(*count, size);
        return {Kind::part, size - length, length};
    }
    const auto from = number(first);
    if (!from) return whole;
    std::uint64_t to = size == 0 ? 0 : size - 1;
    if (!last.empty()) {
        const auto asked = number(last);
        if (!asked || *asked < *from) return whole;
        to = std::min(to, *asked);
    }
    if (*from >= size) return {Kind::unsatisfiable, 0, 0};
    return {Kind::part, *from, to - *from + 1};
}

std::string ByteRange::content_range(std::uint64_t size) const {
    const std::string all = "/" + std::to_string(size);
    if (kind == Kind::unsatisfiable) return "bytes *" + all;
    return "bytes " + std::to_string(from) + "-" + std::to_string(from + length - 1) + all;
}

}  // namespace giaoban::chair
