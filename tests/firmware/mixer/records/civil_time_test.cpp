#include "firmware/mixer/records/civil_time.h"

#include <stdlib.h>
#include <time.h>

#include "firmware/mixer/records/words.h"
#include "tests/catch.h"
#include "tests/firmware/mixer/records/meetings.h"

namespace giaoban::mixer::test {

TEST_CASE("a time is written as a clock, a form and a program want it", "[records]") {
    const CivilTime time = time_in_vietnam(eight_o_clock + 309'999);
    CHECK(clock_text(time) == "08:05:09");
    CHECK(minute_text(time) == "08:05");
    CHECK(date_text(time) == "23/11/2026");
    CHECK(iso_text(time) == "2026-11-23T08:05:09+07:00");
    CHECK(spoken_text(time) == "08 giờ 05 phút, ngày 23 tháng 11 năm 2026");
    CHECK(iso_text(time_in_vietnam(-1)) == "1970-01-01T06:59:59+07:00");
}

TEST_CASE("the time here is that of the machine's zone", "[records]") {
    const char* const was = ::getenv("TZ");
    const std::string before = was == nullptr ? "" : was;
    ::setenv("TZ", "XYZ3:30", 1);
    ::tzset();
    CHECK(iso_text(time_here(eight_o_clock)) == "2026-11-22T21:30:00-03:30");
    if (was == nullptr) {
        ::unsetenv("TZ");
    } else {
        ::setenv("TZ", before.c_str(), 1);
    }
    ::tzset();
}

TEST_CASE("a time that no clock shows is still a text", "[records]") {
    CHECK(date_text(time_in_vietnam(INT64_MAX)).ends_with("9999"));
    CHECK(date_text(time_in_vietnam(INT64_MIN)) == "01/01/0001");
}

TEST_CASE("a length is minutes and seconds, and hours when it has any", "[records]") {
    CHECK(length_text(0) == "0:00");
    CHECK(length_text(59'600) == "1:00");
    CHECK(length_text(3'599'000) == "59:59");
    CHECK(length_text(3'909'000) == "1:05:09");
    CHECK(length_text(-5) == "0:00");
}

TEST_CASE("large numbers are grouped as Vietnamese does", "[records]") {
    CHECK(grouped(0) == "0");
    CHECK(grouped(999) == "999");
    CHECK(grouped(1'000) == "1.000");
    CHECK(grouped(-1'234'567) == "-1.234.567");
    CHECK(grouped(-123) == "-123");
}

TEST_CASE("what was done is said in words, of every kind", "[records]") {
    Entry one = entry(0, EntryKind::muted, 4);
    CHECK(action_in_words(one) == "Tắt micrô: Xã 4");
    one.kind = EntryKind::time_limit;
    CHECK(action_in_words(one) == "Cho thêm thời gian phát biểu: Xã 4");
    one.box = no_box;
    CHECK(action_in_words(one) == "Không giới hạn thời gian phát biểu");
    one.kind = EntryKind::policy;
    one.text = "open";
    CHECK(action_in_words(one) == "Quy định phát biểu: phát biểu tự do");
    one.text = "all others held";
    CHECK(action_in_words(one) == "Tạm dừng lần lượt phát biểu");
    one.kind = EntryKind::time_limit;
    one.length_ms = 300'000;
    CHECK(action_in_words(one).starts_with("Giới hạn thời gian phát biểu: "));
    one.kind = EntryKind::room_opened;
    one.text = "Tiếp dân: ông A";
    one.room = 2;
    CHECK(action_in_words(one) == "Mở phòng riêng số 2");
    for (std::size_t i = 0; i < entry_kinds; ++i) {
        one.kind = static_cast<EntryKind>(i);
        CHECK_FALSE(action_in_words(one).empty());
    }
    CHECK(ended_in_words("lost") == "mất kết nối");
    CHECK(ended_in_words("vì lý do khác") == "vì lý do khác");
}

}  // namespace giaoban::mixer::test
