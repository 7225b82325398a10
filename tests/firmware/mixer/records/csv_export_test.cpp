#include "firmware/mixer/records/csv_export.h"

#include "tests/catch.h"
#include "tests/firmware/mixer/records/district_meeting.h"

namespace giaoban::mixer::test {

using Catch::Matchers::ContainsSubstring;

TEST_CASE("a cell is quoted where it must be, and never taken for a formula", "[records]") {
    const auto [cell, written] = GENERATE(table<std::string, std::string>({
        {"Xã Bản Mù", "Xã Bản Mù"},
        {"a,b", "\"a,b\""},
        {"\"x\"", "\"\"\"x\"\"\""},
        {"two\nlines", "\"two\nlines\""},
        {"=HYPERLINK(1)", "\"'=HYPERLINK(1)\""},
        {"+84", "\"'+84\""},
        {"-1", "\"'-1\""},
        {"@x", "\"'@x\""},
        {"", ""},
    }));
    CsvText csv;
    csv.cell(std::int64_t{-1}).cell(cell).end_row();
    CHECK(std::move(csv).result() == "\xEF\xBB\xBF-1," + written + "\r\n");
}

TEST_CASE("the entries of a meeting are a table", "[records]") {
    const std::string csv = csv_of_entries(record_of(short_meeting()), time_in_vietnam);
    CHECK_THAT(csv,
               ContainsSubstring(
                   "serial,time,kind,box,name,who,text,room,seconds\r\n"
                   "1,2026-11-23T08:00:00+07:00,meeting_opened,,,chutich,Giao ban tuần 47,0,0\r\n"
                   "2,2026-11-23T08:00:00+07:00,joined,1,Xã 1,,chair,0,0\r\n"));
    CHECK_THAT(csv, ContainsSubstring("8,2026-11-23T08:03:15+07:00,spoke,2,Xã 2,,done,0,120\r\n"));
}

TEST_CASE("the roll is a table with a row for each time that a box was there", "[records]") {
    CHECK(csv_of_roll(record_of(short_meeting()), time_in_vietnam) ==
          "\xEF\xBB\xBF"
          "box,name,role,from,to,seconds,at_end\r\n"
          "1,Xã 1,chair,2026-11-23T08:00:00+07:00,2026-11-23T08:30:00+07:00,1800,yes\r\n"
          "2,Xã 2,member,2026-11-23T08:00:00+07:00,2026-11-23T08:10:00+07:00,600,no\r\n"
          "3,Xã 3,member,2026-11-23T08:00:20+07:00,2026-11-23T08:03:20+07:00,180,no\r\n"
          "3,Xã 3,member,2026-11-23T08:04:20+07:00,2026-11-23T08:30:00+07:00,1540,yes\r\n");
}

TEST_CASE("the turns are a table", "[records]") {
    CHECK(csv_of_turns(record_of(short_meeting()), time_in_vietnam) ==
          "\xEF\xBB\xBF"
          "box,name,room,asked,waited_seconds,from,to,seconds,ended\r\n"
          "2,Xã 2,0,2026-11-23T08:01:00+07:00,15,2026-11-23T08:01:15+07:00,"
          "2026-11-23T08:03:15+07:00,120,done\r\n"
          "1,Xã 1,0,,,2026-11-23T08:05:40+07:00,2026-11-23T08:06:40+07:00,60,done\r\n");
}

}  // namespace giaoban::mixer::test
