#include "firmware/mixer/records/json_export.h"

#include "firmware/mixer/records/json_writer.h"
#include "tests/catch.h"
#include "tests/firmware/mixer/records/district_meeting.h"

namespace giaoban::mixer::test {

using Catch::Matchers::ContainsSubstring;

TEST_CASE("what a text has in it does not end it", "[records]") {
    JsonWriter json;
    json.object()
        .text("a\"b", "\\ \" \n \x1f ế")
        .number("n", std::optional<std::int64_t>())
        .end_object();
    CHECK(std::move(json).result() == R"({"a\"b":"\\ \" \u000a \u001f ế","n":null})");
}

TEST_CASE("a meeting is written with its roll, turns, actions and entries", "[records]") {
    const std::string json = json_of(record_of(short_meeting()));
    for (
        const char* const part :
        {R"({"meeting":{"id":1,"title":"Giao ban tuần 47","openedBy":"chutich",)"
         R"("openedMs":1795395600000,"closedMs":1795397400000,"lastMs":1795397400000},"roll":[)",
         R"({"box":3,"name":"Xã 3","role":"member","there":[{"fromMs":1795395620000,)"
         R"("toMs":1795395800000},{"fromMs":1795395860000,"toMs":1795397400000}],)"
         R"("presentMs":1720000,"drops":1,"atEnd":true})",
         R"("turns":[{"box":2,"name":"Xã 2","room":0,"askedMs":1795395660000,"waitedMs":15000,)"
         R"("fromMs":1795395675000,"toMs":1795395795000,"lengthMs":120000,"ended":"done"})",
         R"("askedMs":null,"waitedMs":null)",
         R"("entries":[{"serial":1,"meeting":1,"unixMs":1795395600000,"kind":"meeting_opened",)"
         R"("box":0,"name":"","who":"chutich","text":"Giao ban tuần 47","room":0,"lengthMs":0})"}) {
        CHECK_THAT(json, ContainsSubstring(part));
    }
    CHECK_THAT(json, !ContainsSubstring("verify"));
}

TEST_CASE("what was found wrong with a meeting is written with it, and what concerns others is not",
          "[records]") {
    Verified verified;
    verified.entries = 40;
    verified.faults = {{5, 5, 1, "was changed"}, {30, 31, 2, "are missing"}};
    CHECK_THAT(
        json_of(record_of(short_meeting()), &verified),
        ContainsSubstring(
            R"("verify":{"sound":false,"faults":[{"first":5,"last":5,"what":"was changed"}]})"));
    CHECK_THAT(json_of(verified),
               ContainsSubstring(R"({"sound":false,"entries":40,"head":{"serial":0,)"));
    verified.faults.erase(verified.faults.begin());
    CHECK_THAT(json_of(record_of(short_meeting()), &verified),
               ContainsSubstring(R"("verify":{"sound":true,"faults":[]})"));
}

TEST_CASE("a list of meetings says which is open", "[records]") {
    MeetingRow open;
    open.id = 7;
    CHECK(json_of(std::vector<MeetingRow>{open}) ==
          R"([{"id":7,"title":"","openedBy":"","openedMs":0,"closedMs":null,"lastMs":0}])");
}

}  // namespace giaoban::mixer::test
