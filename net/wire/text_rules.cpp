#include "net/wire/text_rules.h"

#include <cstdint>

namespace giaoban::net {
namespace {

struct Step {
    std::size_t length = 0;  // 0: no character
    char32_t character = 0;
};

constexpr unsigned octet(char character) { return static_cast<unsigned char>(character); }

Step first_character(std::string_view text) noexcept {
    const unsigned lead = octet(text[0]);
    if (lead < 0x80) return {1, lead};
    const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    if (lead < 0xC2 || lead > 0xF4 || text.size() < length) return {};
    char32_t character = lead & (0xFFU >> (length + 1));
    for (std::size_t i = 1; i < length; ++i) {
        const unsigned next = octet(text[i]);
        if ((next & 0xC0U) != 0x80U) return {};
        character = character << 6U | (next & 0x3FU);
    }
    // Too long a form, half of a UTF-16 pair, or beyond Unicode.
    const char32_t least = length == 2 ? 0x80 : length == 3 ? 0x800 : 0x10000;
    if (character < least || character > 0x10FFFF) return {};
    if (character >= 0xD800 && character <= 0xDFFF) return {};
    return {length, character};
}

constexpr bool is_control(char32_t character) noexcept {
    return character < 0x20 || (character >= 0x7F && character <= 0x9F);
}

}  // namespace

bool is_showable(std::string_view text, std::size_t most) noexcept {
    if (text.size() > most) return false;
    while (!text.empty()) {
        const Step step = first_character(text);
        if (step.length == 0 || is_control(step.character)) return false;
        text.remove_prefix(step.length);
    }
    return true;
}

std::string_view cut_to(std::string_view text, std::size_t most) noexcept {
    if (text.size() <= most) return text;
    std::size_t size = most;
    while (size > 0 && (octet(text[size]) & 0xC0U) == 0x80U)
        --size;
    return text.substr(0, size);
}

}  // namespace giaoban::net
