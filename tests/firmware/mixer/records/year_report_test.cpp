#include "firmware/mixer/records/year_report.h"

#include "firmware/mixer/records/year_form.h"
#include "tests/catch.h"
#include "tests/firmware/mixer/records/district_meeting.h"
#include "tests/firmware/mixer/records/printed.h"

namespace giaoban::mixer::test {

namespace {

using enum EntryKind;
using Catch::Matchers::ContainsSubstring;

constexpr std::int64_t day_s = 86'400;

std::vector<Entry> later(std::vector<Entry> entries, std::int64_t seconds) {
    for (Entry& one : entries)
        one.unix_ms += seconds * 1000;
    return entries;
}

/// Two meetings in November, one in December, a trial, and one in the next year.
std::vector<MeetingRecord> some_meetings() {
    const std::vector<Entry> trial{entry(0, meeting_opened), entry(0, joined, 2, "member"),
                                   entry(599, meeting_closed)};
    return {record_of(short_meeting()), record_of(later(short_meeting(), 2 * day_s)),
            record_of(later(trial, 3 * day_s)), record_of(later(short_meeting(), 30 * day_s)),
            record_of(later(short_meeting(), 100 * day_s))};
}

config::MinutesSettings::Journeys rates() {
    config::MinutesSettings::Journeys rates;
    rates.people = 2;
    rates.distances["Xã 3"] = 10;
    return rates;
}

}  // namespace

TEST_CASE("a journey costs what its people, days, nights and kilometres cost", "[records]") {
    // 2 people for 3 days of 200,000 and 2 nights of 300,000: 2,400,000; 240 km and 20 km of 4,000.
    CHECK(journey_cost(rates(), "Xã 2") == 2'400'000 + 960'000);
    CHECK(journey_cost(rates(), "Xã 3") == 2'400'000 + 80'000);
    CHECK(journey_km(rates(), "Xã 3") == 20);
}

TEST_CASE("the year counts meetings, attendance by commune and journeys saved", "[records]") {
    const YearReport report = year_report_of(some_meetings(), 2026, rates(), time_in_vietnam);
    CHECK(report.meetings == 3);
    CHECK(report.trials == 1);
    CHECK(report.length_ms == 3 * 1'800'000);
    CHECK(report.meetings_by_month[10] == 2);
    CHECK(report.meetings_by_month[11] == 1);
    CHECK(report.journeys_by_month[10] == 4);
    REQUIRE(report.communes.size() == 2);  // the chair's box is at the centre
    CHECK(report.communes[0].name == "Xã 2");
    CHECK(report.communes[0].attended == 3);
    CHECK(report.communes[0].present_ms == 3 * 600'000);
    CHECK(report.communes[0].turns == 3);
    CHECK(report.communes[0].spoke_ms == 3 * 120'000);
    CHECK(report.communes[1].drops == 3);
    CHECK(report.communes[1].cost == 3 * 2'480'000);
    CHECK(report.journeys == 6);
    CHECK(report.km == 3 * 260);
    CHECK(report.cost == 3 * (3'360'000 + 2'480'000));
}

TEST_CASE("a meeting belongs to the year that the clock on the wall shows", "[records]") {
    // 2026-12-31 18:00 UTC is the next year in Vietnam.
    auto entries = short_meeting();
    const std::int64_t shift = (1'798'740'000'000 - eight_o_clock) / 1000;
    const auto record = record_of(later(entries, shift));
    CHECK(year_report_of({record}, 2026, rates(), time_in_vietnam).meetings == 0);
    CHECK(year_report_of({record}, 2027, rates(), time_in_vietnam).meetings == 1);
    const YearBounds bounds = bounds_of(2027);
    CHECK(bounds.from_unix_ms <= record.meeting.opened_ms);
    CHECK(bounds.to_unix_ms > record.meeting.opened_ms);
}

TEST_CASE("the report is written for programs and for spreadsheets", "[records]") {
    const YearReport report = year_report_of(some_meetings(), 2026, rates(), time_in_vietnam);
    CHECK_THAT(json_of(report),
               ContainsSubstring(R"({"year":2026,"meetings":3,"trials":1,"lengthMs":5400000,)"
                                 R"("journeys":6,"km":780,"cost":17520000,"currency":"đồng")"));
    CHECK(
        csv_of(report) ==
        "\xEF\xBB\xBF"
        "box,name,attended,of_meetings,present_hours,turns,spoke_minutes,drops,journeys,km,cost\r\n"
        "2,Xã 2,3,3,0.5,3,6.0,0,3,720,10080000\r\n"
        "3,Xã 3,3,3,1.4,0,0.0,3,3,60,7440000\r\n");
}

TEST_CASE("the report is printed with its plots and its rates", "[records]") {
    config::MinutesSettings settings;
    settings.journeys = rates();
    settings.organisation = "UBND HUYỆN TRẠM TẤU";
    std::vector<MeetingRecord> records;
    for (int week = 0; week < 47; ++week)
        records.push_back(record_of(later(district_meeting(), -7 * day_s * week)));
    const auto report = year_report_of(records, 2026, settings.journeys, time_in_vietnam);
    const auto pdf = pdf_of(report, settings);
    REQUIRE(pdf);
    const std::string text = Printed("bao-cao-nam.pdf", *pdf).words();
    for (const char* const words :
         {"BÁO CÁO", "Kết quả họp trực tuyến năm 2026", "47 cuộc họp", "T12", "Xã Túc Đán", "47/47",
          "100%", "4.000 đồng/km", "THỦ TRƯỞNG CƠ QUAN"}) {
        INFO(words);
        CHECK_THAT(text, ContainsSubstring(words));
    }
}

TEST_CASE("a year without a meeting is a report too", "[records]") {
    const YearReport report = year_report_of({}, 2026, rates(), time_in_vietnam);
    CHECK(report.meetings == 0);
    CHECK(pdf_of(report, {}));
}

}  // namespace giaoban::mixer::test
