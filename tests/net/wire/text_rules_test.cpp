#include "net/wire/text_rules.h"

#include <string>

#include "tests/catch.h"

using namespace giaoban::net;

TEST_CASE("a text is shown when it is short UTF-8 without control characters", "[net][wire]") {
    CHECK(is_showable("", 0));
    CHECK(is_showable("Xã Hồng Thái", 64));
    CHECK(is_showable("\xF0\x9F\x8E\xA4", 4));
    CHECK(is_showable("12345678", 8));
    CHECK_FALSE(is_showable("123456789", 8));
}

TEST_CASE("a text that could steer a terminal is not shown", "[net][wire]") {
    CHECK_FALSE(is_showable("\x1B[2J", 64));
    CHECK_FALSE(is_showable("a\nb", 64));
    CHECK_FALSE(is_showable("\x7F", 64));
    CHECK_FALSE(is_showable("\xC2\x9B", 64));  // CSI of the C1 set
    CHECK_FALSE(is_showable(std::string("a\0b", 3), 64));
}

TEST_CASE("bytes that are no UTF-8 are not shown", "[net][wire]") {
    CHECK_FALSE(is_showable("\xFF", 64));
    CHECK_FALSE(is_showable("\x80", 64));
    CHECK_FALSE(is_showable("\xC3", 64));              // cut short
    CHECK_FALSE(is_showable("\xC0\xAF", 64));          // a longer form of '/'
    CHECK_FALSE(is_showable("\xE0\x80\xAF", 64));      // and a longer one still
    CHECK_FALSE(is_showable("\xED\xA0\x80", 64));      // half of a UTF-16 pair
    CHECK_FALSE(is_showable("\xF4\x90\x80\x80", 64));  // beyond Unicode
    CHECK_FALSE(is_showable("\xE1\xBB\x41", 64));
}

TEST_CASE("a text is cut between characters", "[net][wire]") {
    CHECK(cut_to("Hồng", 64) == "Hồng");
    CHECK(cut_to("Hồng", 4) == "Hồ");
    CHECK(cut_to("Hồng", 3) == "H");
    CHECK(cut_to("Hồng", 0).empty());
}
