#include "firmware/mixer/minutes_entries.h"

#include "tests/catch.h"

namespace giaoban::mixer {

using namespace std::chrono_literals;
using What = net::FloorEvent::What;
using Why = net::FloorEvent::Why;

namespace {

constexpr BoxId an{7};
constexpr Instant start{1000s};

net::FloorEvent event(What what, Why why = Why::none, Duration after = 0s) {
    return {.at = start + after, .box = an, .what = what, .why = why, .place = 0};
}

std::optional<Entry> written(MinutesEntries& entries, const net::FloorEvent& event) {
    return entries.of(event, RoomId{2}, "An", Role::member, "chu-toa", 1234);
}

}  // namespace

TEST_CASE("an entry says who, where, when and by whose order", "[mixer][minutes]") {
    MinutesEntries entries;
    const auto entry = written(entries, event(What::granted, Why::chair));
    REQUIRE(entry);
    CHECK(*entry == Entry{.unix_ms = 1234,
                          .kind = EntryKind::granted,
                          .box = an,
                          .name = "An",
                          .who = "chu-toa",
                          .text = {},
                          .room = 2,
                          .length_ms = 0});
}

TEST_CASE("a turn has its length and how it ended", "[mixer][minutes]") {
    const auto [why, ended] = GENERATE(table<Why, Ended>({{Why::pressed, Ended::done},
                                                          {Why::time_limit, Ended::time_limit},
                                                          {Why::chair, Ended::revoked},
                                                          {Why::muted, Ended::revoked},
                                                          {Why::policy, Ended::revoked},
                                                          {Why::interrupted, Ended::interrupted},
                                                          {Why::handed_over, Ended::interrupted},
                                                          {Why::link, Ended::lost}}));
    MinutesEntries entries;
    (void)written(entries, event(What::granted));
    const auto entry = written(entries, event(What::ended, why, 2345ms));
    REQUIRE(entry);
    CHECK(entry->kind == EntryKind::spoke);
    CHECK(entry->length_ms == 2345);
    CHECK(entry->text == to_text(ended));
    // Its beginning is used up.
    CHECK(written(entries, event(What::ended, why, 9s))->length_ms == 0);
}

TEST_CASE("a turn that began before the mixing box was restarted has its whole length",
          "[mixer][minutes]") {
    MinutesEntries entries;
    entries.goes_on(an, start - 40s);
    CHECK(written(entries, event(What::ended, Why::pressed, 2s))->length_ms == 42'000);
}

TEST_CASE("what the minutes have no word for is no entry", "[mixer][minutes]") {
    MinutesEntries entries;
    for (const What what : {What::left, What::denied, What::extended, What::warned})
        CHECK_FALSE(written(entries, event(what)));
}

TEST_CASE("the words of the floor are those of the minutes", "[mixer][minutes]") {
    MinutesEntries entries;
    CHECK(written(entries, event(What::joined))->text == "member");
    CHECK(written(entries, event(What::replies))->kind == EntryKind::asked);
    CHECK(written(entries, event(What::replies))->text == "reply");
    CHECK(written(entries, event(What::held))->kind == EntryKind::policy);
    CHECK(written(entries, event(What::unheld))->text == net::to_text(What::unheld));
    CHECK(written(entries, event(What::more_time))->kind == EntryKind::time_limit);
    CHECK(written(entries, event(What::lost))->kind == EntryKind::lost);
    CHECK(written(entries, event(What::returned))->kind == EntryKind::returned);
}

TEST_CASE("each note about the meeting is an entry", "[mixer][minutes]") {
    using Note = MeetingNote::What;
    for (int i = 0; i <= static_cast<int>(Note::began_anew); ++i) {
        const MeetingNote note{.what = static_cast<Note>(i),
                               .room = RoomId{3},
                               .box = an,
                               .meeting = 9,
                               .text = "text"};
        INFO(to_text(note.what));
        const auto entry = MinutesEntries::of(note, "An", "thu-ky", 5);
        REQUIRE(entry);
        CHECK(entry->room == 3);
        CHECK(entry->who == "thu-ky");
        if (entry->kind == EntryKind::log) {
            CHECK(entry->text == std::string(to_text(note.what)) + ": text");
        } else {
            CHECK(entry->text == "text");
        }
    }
}

}  // namespace giaoban::mixer
