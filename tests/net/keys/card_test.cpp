#include "net/keys/card.h"

#include "tests/catch.h"

namespace giaoban::net::test {

TEST_CASE("names of offices are names of cards", "[net][keys]") {
    for (const std::string_view text :
         {"Xã Hồng Thái", "a", "Phường Điện Biên Phủ", "ທາດຫຼວງ", "🙂", "x.y", "Văn phòng 2",
          "0123456789012345678901234567890123456789012345678901234567890123"}) {
        const auto name = CardName::from(text);
        REQUIRE(name);
        CHECK(name->text() == text);
    }
}

TEST_CASE("what could not be shown, sent or stored is no name", "[net][keys]") {
    const auto why = [](std::string_view text) { return CardName::from(text).error(); };
    using enum CardNameFault;
    CHECK(why("") == empty);
    CHECK(why(std::string(65, 'x')) == too_long);
    CHECK(why(std::string_view("a\0b", 3)) == forbidden_character);
    for (const std::string_view text :
         {"a/b", "a\\b", "..", ".hidden", "end.", " a", "a ", "a\nb", "a\x7f", "a\xc2\x85"}) {
        INFO(text);
        CHECK(why(text) == forbidden_character);
    }
    // RFC 3629: a byte alone, cut short, overlong, a surrogate, above U+10FFFF.
    for (const std::string_view text : {"a\x80", "\xe1\xbb", "\xc0\xaf", "\xe0\x80\xaf",
                                        "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xff", "\xc3("}) {
        CHECK(why(text) == not_utf8);
    }
    for (const auto fault : {empty, too_long, not_utf8, forbidden_character}) {
        CHECK(std::string_view(describe(fault)).size() > 10);
    }
}

}  // namespace giaoban::net::test
