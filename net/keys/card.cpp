#include "net/keys/card.h"

#include <cstddef>

namespace giaoban::net {
namespace {

struct Sequence {
    std::size_t length = 0;  // 0: no UTF-8
    char32_t character = 0;
};

/// The character that a text begins with. Source: RFC 3629 section 3 (no overlong forms, no
/// surrogates, nothing above U+10FFFF).
Sequence first_character(std::string_view text) noexcept {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned char lead = byte(0);
    if (lead < 0x80) return {1, lead};
    const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    if (lead < 0xC2 || lead > 0xF4 || text.size() < length) return {};
    char32_t character = lead & (0x7FU >> length);
    for (std::size_t i = 1; i < length; ++i) {
        if ((byte(i) & 0xC0U) != 0x80U) return {};
        character = character << 6U | (byte(i) & 0x3FU);
    }
    constexpr char32_t least[] = {0, 0, 0x80, 0x800, 0x1'0000};
    if (character < least[length] || character > 0x10'FFFF) return {};
    if (character >= 0xD800 && character <= 0xDFFF) return {};
    return {length, character};
}

bool forbidden(char32_t character) noexcept {
    const bool control = character < 0x20 || (character >= 0x7F && character < 0xA0);
    return control || character == U'/' || character == U'\\';
}

}  // namespace

const char* describe(CardNameFault fault) noexcept {
    switch (fault) {
        case CardNameFault::empty: return "a name has at least one character";
        case CardNameFault::too_long: return "a name has at most 64 bytes of UTF-8";
        case CardNameFault::not_utf8: return "a name is UTF-8 text";
        case CardNameFault::forbidden_character:
            return "a name has no control characters, no '/' or '\\', and no '.' or blank at its "
                   "end "
                   "or in front";
    }
    return "no name";
}

Expected<CardName, CardNameFault> CardName::from(std::string_view text) {
    if (text.empty()) return Unexpected(CardNameFault::empty);
    if (text.size() > longest) return Unexpected(CardNameFault::too_long);
    bool bad =
        text.front() == '.' || text.front() == ' ' || text.back() == '.' || text.back() == ' ';
    for (std::string_view rest = text; !rest.empty();) {
        const Sequence sequence = first_character(rest);
        if (sequence.length == 0) return Unexpected(CardNameFault::not_utf8);
        bad = bad || forbidden(sequence.character);
        rest.remove_prefix(sequence.length);
    }
    if (bad) return Unexpected(CardNameFault::forbidden_character);
    return CardName(text);
}

}  // namespace giaoban::net
