#include "firmware/mixer/records/roll.h"

#include "tests/catch.h"
#include "tests/firmware/mixer/records/district_meeting.h"

namespace giaoban::mixer::test {

using enum EntryKind;

namespace {

std::int64_t at(std::int64_t second) { return eight_o_clock + second * 1000; }

}  // namespace

TEST_CASE("a meeting is what was opened, with its times", "[records]") {
    const auto meeting = record_of(short_meeting()).meeting;
    CHECK(meeting.id == 1);
    CHECK(meeting.title == "Giao ban tuần 47");
    CHECK(meeting.opened_by == "chutich");
    CHECK(meeting.opened_ms == at(0));
    CHECK(meeting.closed_ms == at(1800));
    CHECK_FALSE(meeting_of(placed({entry(0, joined, 1)})));
}

TEST_CASE("the roll has who was there from when to when, and how often the link was lost",
          "[records]") {
    const auto roll = roll_of(record_of(short_meeting()));
    REQUIRE(roll.size() == 3);
    CHECK(roll[0].role == Role::chair);
    CHECK(roll[0].there == std::vector<Presence>{{at(0), at(1800)}});
    CHECK(roll[0].at_end);
    CHECK(roll[1].there == std::vector<Presence>{{at(0), at(600)}});
    CHECK(roll[1].drops() == 0);
    CHECK_FALSE(roll[1].at_end);
    CHECK(roll[2].name == "Xã 3");
    CHECK(roll[2].there == std::vector<Presence>{{at(20), at(200)}, {at(260), at(1800)}});
    CHECK(roll[2].drops() == 1);
    CHECK(roll[2].present_ms() == 1'720'000);
}

TEST_CASE(
    "a box that joins twice without being lost (the mixing box was started anew) was there on",
    "[records]") {
    const auto roll = roll_of(record_of({entry(0, meeting_opened), entry(1, joined, 2, "member"),
                                         entry(50, joined, 2, "member"), entry(60, lost, 2),
                                         entry(61, lost, 2), entry(100, meeting_closed)}));
    REQUIRE(roll.size() == 1);
    CHECK(roll[0].there == std::vector<Presence>{{at(1), at(60)}});
}

TEST_CASE("who is muted or called is not there by that, and who asks is", "[records]") {
    const auto roll =
        roll_of(record_of({entry(0, meeting_opened), entry(1, muted, 2), entry(2, called, 2),
                           entry(3, asked, 4), entry(10, meeting_closed)}));
    REQUIRE(roll.size() == 1);
    CHECK(roll[0].box == BoxId{4});
}

TEST_CASE("a meeting that was never closed ends with its last entry", "[records]") {
    const auto roll = roll_of(
        record_of({entry(0, meeting_opened), entry(0, joined, 2, "member"), entry(90, note)}));
    CHECK(roll[0].there == std::vector<Presence>{{at(0), at(90)}});
}

TEST_CASE("a clock that jumps back makes no time negative", "[records]") {
    const auto record = record_of({entry(100, meeting_opened), entry(100, joined, 2, "member"),
                                   entry(110, asked, 2), entry(50, granted, 2), entry(40, lost, 2),
                                   entry(30, spoke, 2, "lost"), entry(20, meeting_closed)});
    CHECK(record.meeting.closed_ms == at(100));
    CHECK(roll_of(record)[0].present_ms() == 0);
    const auto turns = turns_of(record);
    CHECK(turns[0].waited_ms() == 0);
    CHECK(turns[0].length_ms() == 0);
}

TEST_CASE("a turn has when it was asked for, how long it waited and how it ended", "[records]") {
    const auto turns = turns_of(record_of(short_meeting()));
    REQUIRE(turns.size() == 2);
    CHECK(turns[0].box == BoxId{2});
    CHECK(turns[0].waited_ms() == 15'000);
    CHECK(turns[0].from_ms == at(75));
    CHECK(turns[0].to_ms == at(195));
    CHECK(turns[0].ended == "done");
    // The chair spoke without asking: from the end and the length.
    CHECK(turns[1].box == BoxId{1});
    CHECK_FALSE(turns[1].waited_ms());
    CHECK(turns[1].from_ms == at(340));
    CHECK(turns[1].length_ms() == 60'000);
}

TEST_CASE("what was withdrawn is no asking, and a turn that lasts has no end", "[records]") {
    const auto turns =
        turns_of(record_of({entry(0, meeting_opened), entry(1, asked, 2), entry(2, withdrew, 2),
                            entry(9, granted, 2), entry(10, asked, 3), entry(11, granted, 3)}));
    REQUIRE(turns.size() == 2);
    CHECK_FALSE(turns[0].asked_ms);
    CHECK_FALSE(turns[0].to_ms);
    CHECK(turns[1].waited_ms() == 1000);
}

TEST_CASE("the actions are what the chair and the secretary did", "[records]") {
    std::string kinds;
    for (const StoredEntry& stored : actions_of(record_of(short_meeting()))) {
        kinds += std::string(to_text(stored.entry.kind)) + " ";
    }
    CHECK(kinds == "meeting_opened recording_on policy action meeting_closed ");
}

}  // namespace giaoban::mixer::test
