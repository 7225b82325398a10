#include "firmware/mixer/meeting_memory.h"

#include "tests/catch.h"

namespace giaoban::mixer {

using namespace std::chrono_literals;
using Catch::Matchers::ContainsSubstring;

namespace {

MeetingMemory busy() {
    MeetingMemory memory;
    memory.saved_unix_ms = 1'764'000'000'123;
    memory.next_room = 4;
    MeetingMemory::RoomMemory all;
    all.recording = true;
    all.floor = {.policy = FloorPolicy::open,
                 .queue_grants = QueueGrants::automatic,
                 .open_microphones = 3,
                 .time_limit = 300s,
                 .held = true,
                 .speakers = {{BoxId{7}, 12'345ms, 287'655ms}, {BoxId{1}, 5ms, std::nullopt}},
                 .waiting = {{BoxId{2}, 9s}, {BoxId{65'535}, 1s}},
                 .replies = {{BoxId{3}, 0s}},
                 .muted = {BoxId{4}, BoxId{5}}};
    MeetingMemory::RoomMemory apart;
    apart.room = RoomId{3};
    apart.title = "Tiếp dân: ông Hồ Văn Nải";
    memory.rooms = {all, apart};
    memory.boxes = {{BoxId{2}, RoomId{3}, 0xF000'0001, true, {0xFFFF'FFFF'FFFF'FFFF, 17, 2}},
                    {BoxId{7}, plenary, 0, false, {}}};
    return memory;
}

std::string why_not(std::string_view text) {
    const auto read = meeting_memory_from(text);
    return read ? "it is taken" : read.error();
}

}  // namespace

TEST_CASE("a memory is read as it was written", "[mixer]") {
    const auto read = meeting_memory_from(to_text(busy()));
    REQUIRE(read.has_value());
    CHECK(*read == busy());
}

TEST_CASE("a memory that is torn anywhere is known", "[mixer]") {
    const std::string text = to_text(busy());
    for (std::size_t size = 0; size + 1 < text.size(); ++size) {
        INFO(size << " bytes of " << text.size());
        CHECK_FALSE(meeting_memory_from(text.substr(0, size)));
    }
    // Only the line feed at its end is missed by nobody.
    CHECK(meeting_memory_from(text.substr(0, text.size() - 1)));
}

TEST_CASE("what is no memory is refused, with its line", "[mixer]") {
    CHECK_THAT(why_not("giaoban meeting 2\nend\n"), ContainsSubstring("line 1"));
    CHECK_THAT(why_not("giaoban meeting 1\nend\n"), ContainsSubstring("line 2"));
    const std::string head = "giaoban meeting 1\nroom 0 0 0 3 300 0 0 \n";
    CHECK_THAT(why_not(head + "end\n"), ContainsSubstring("taken"));
    CHECK_THAT(why_not(head + "end\nmore\n"), ContainsSubstring("line 3"));
    for (const std::string line :
         {"speaks 0 1 1", "speaks 1 -1 1", "speaks 1 1", "speaks 1 1 1 1", "speaks 65536 1 1",
          "waits 1 99999999999999999999", "waits 1 x", "muted", "muted 1 2", "knows 1",
          "room 0 0 0 3 300 0 0 ", "room 1 3 0 3 300 0 0 ", "room 1 0 0 0 300 0 0 ",
          "room 1 0 0 3 300 2 0 ", "room 1 0 0 3 300 0 0 a\tb", "box 1 5 0 1 0 0 0", ""})
        CHECK_THAT(why_not(head + line + "\nend\n"), ContainsSubstring("line 3"));
    CHECK_THAT(why_not("giaoban meeting 1\nmuted 4\nend\n"), ContainsSubstring("line 2"));
    CHECK_THAT(why_not("giaoban meeting 1\nroom 1 0 0 3 300 0 0 \nend\n"),
               ContainsSubstring("line 2"));
    std::string many = head;
    for (int room = 1; room <= 8; ++room)
        many += "room " + std::to_string(room) + " 0 0 3 300 0 0 \n";
    CHECK_THAT(why_not(many + "end\n"), ContainsSubstring("line 10"));
}

TEST_CASE("time passes for who speaks and waits while the program is away", "[mixer]") {
    MeetingMemory memory = busy();
    grow_older(memory, 4s);
    CHECK(memory.rooms[0].floor.speakers[0].spoken == 16'345ms);
    CHECK(memory.rooms[0].floor.speakers[0].left == 287'655ms);
    CHECK(memory.rooms[0].floor.waiting[0].waited == 13s);
    CHECK(memory.rooms[0].floor.replies[0].waited == 4s);
    grow_older(memory, -1h);  // a clock that was set back
    CHECK(memory.rooms[0].floor.waiting[0].waited == 13s);
}

}  // namespace giaoban::mixer
