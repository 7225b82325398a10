#include "net/wire/box_row.h"

#include "net/wire/meeting_status.h"
#include "tests/catch.h"

using namespace giaoban;
using namespace giaoban::net;

namespace {

BoxRow passed_on(const BoxRow& row) {
    MeetingStatus status;
    status.boxes = {row};
    return decode_meeting_status(encode(status).value()).value().boxes.front();
}

}  // namespace

TEST_CASE("a box of which nothing is known is told as such", "[net][wire]") {
    CHECK(passed_on(BoxRow{}) == BoxRow{});
}

TEST_CASE("every problem and every trouble of a test is passed on", "[net][wire]") {
    BoxRow row;
    for (std::size_t i = 0; i < problem_count; ++i)
        row.problems.push_back(static_cast<Problem>(i));
    CHECK(static_cast<std::size_t>(Problem::behind) + 1 == problem_count);
    for (int i = 0; i <= static_cast<int>(SelfTestTrouble::no_answer); ++i) {
        row.self_test = {7, SelfTestState::failed, static_cast<SelfTestTrouble>(i)};
        CHECK(passed_on(row) == row);
    }
}

TEST_CASE("how a box stands to its update is passed on", "[net][wire]") {
    BoxRow row;
    row.update = {.release = "0.1",
                  .stage = UpdateStage::loading,
                  .trouble = UpdateTrouble::damaged,
                  .of = "0.2",
                  .pieces = 17,
                  .whole = true,
                  .why = "again"};
    row.update_size = 40'000;
    row.update_bps = 16'000;
    CHECK(passed_on(row) == row);
}

TEST_CASE("a level beyond what there is becomes the nearest there is", "[net][wire]") {
    BoxRow row;
    row.level_db = 3;
    CHECK(int{passed_on(row).level_db} == 0);
    row.level_db = -120;
    CHECK(int{passed_on(row).level_db} == -96);
}
