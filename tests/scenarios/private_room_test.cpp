// Citizens' reception: what is said in a private room is heard there and nowhere else, and nothing else is heard there.
// What each packet to each box tells, redundancy and history included, is looked at in every scenario
// (MeetingSimulation::look_at_packet); here it is judged by the ear as well.
#include <algorithm>

#include "tests/catch.h"
#include "tests/scenarios/judging.h"

using namespace giaoban;
using namespace giaoban::scenarios;
using namespace std::chrono_literals;

namespace {

constexpr std::size_t in_plenary = 1;  // speaks there
constexpr std::size_t citizen = 2;     // speaks in the private room
constexpr std::size_t official = 3;
constexpr std::size_t wanderer = 4;  // goes to and fro

MeetingSimulation::Setup setup(std::string_view link, std::uint64_t seed) {
    net::FloorSettings floor;
    floor.time_limit = 0s;
    return {.seed = seed,
            .boxes = 6,
            .link = link,
            .floor = floor,
            .rung = net::rung_of(net::RungStep{3}, net::RungForm::redundant)};
}

std::string name_of(std::size_t box) { return "Xa " + std::to_string(box + 1); }

void open_room(MeetingSimulation& meeting, std::vector<std::size_t> boxes) {
    net::MeetingRequest request;
    request.kind = Kind::open_room;
    request.text = "Tiếp công dân";
    request.policy = FloorPolicy::open;
    for (const std::size_t box : boxes)
        request.names.push_back(name_of(box));
    REQUIRE(meeting.request(request));
}

void move(MeetingSimulation& meeting, std::size_t box, RoomId room) {
    net::MeetingRequest request;
    request.kind = Kind::move_to_room;
    request.name = name_of(box);
    request.room = room;
    REQUIRE(meeting.request(request));
}

void close_room(MeetingSimulation& meeting, RoomId room) {
    net::MeetingRequest request;
    request.kind = Kind::close_room;
    request.room = room;
    REQUIRE(meeting.request(request));
}

bool speaks_in(const MeetingSimulation& meeting, std::size_t box, RoomId room) {
    return meeting.speaks(box) && meeting.box(box).floor() == FloorState::speaking &&
           meeting.box(box).session().view().stay.room == room;
}

/// Who speaks in the plenary is turn 0, who does in the private room turn 1.
void both_speak(MeetingSimulation& meeting) {
    begin(meeting);
    REQUIRE(meeting.request(Kind::grant, in_plenary));
    meeting.run_for(2s);
    open_room(meeting, {citizen, official});
    meeting.run_for(3s);
    meeting.press(citizen);
    REQUIRE(meeting.run_until_true([&] { return speaks_in(meeting, citizen, RoomId{1}); }, 10s));
}

double part_heard(const MeetingSimulation& meeting, std::size_t box, std::size_t turn) {
    const HeardTurn* heard = meeting.hearing(box).of(turn);
    return heard == nullptr
               ? 0
               : static_cast<double>(heard->frames) / meeting.turns().all()[turn].frames;
}

}  // namespace

SCENARIO("a private room and the plenary hear nothing of each other", "[scenarios][rooms]") {
    for (const char* link : {"clean", "3g-bad", "vsat"}) {
        MeetingSimulation meeting(setup(link, seed_or(900)));
        both_speak(meeting);
        meeting.run_for(20s);
        INFO(link << '\n' << meeting.account());
        CHECK(part_heard(meeting, official, 1) > 0.8);
        CHECK(part_heard(meeting, 0, 0) > 0.8);
        for (const std::size_t box : {std::size_t{0}, in_plenary, wanderer, std::size_t{5}})
            CHECK(meeting.hearing(box).of(1) == nullptr);
        // The official heard the plenary until it was brought away.
        REQUIRE(meeting.hearing(official).of(0) != nullptr);
        CHECK(meeting.hearing(official).of(0)->last_at < meeting.now() - 18s);
        for (const std::size_t box : {citizen, official}) {
            const auto& said = meeting.box(box).said();
            CHECK(std::ranges::count(said, audio::Prompt::private_room) == 1);
        }
        WHEN("the room is closed while the citizen speaks") {
            close_room(meeting, RoomId{1});
            meeting.run_for(5s);
            THEN("both hear that, and the meeting again, and the citizen is not heard there") {
                for (const std::size_t box : {citizen, official}) {
                    CHECK(std::ranges::count(meeting.box(box).said(),
                                             audio::Prompt::private_room_over) == 1);
                    CHECK(meeting.hearing(box).of(0)->last_at > meeting.now() - 1s);
                }
                for (const std::size_t box : {std::size_t{0}, in_plenary, wanderer, std::size_t{5}})
                    CHECK(meeting.hearing(box).of(1) == nullptr);
            }
        }
        check_what_always_holds(meeting);
    }
}

SCENARIO("whoever goes to and fro hears each room only while it is there", "[scenarios][rooms]") {
    for (std::uint64_t seed = seed_or(910); seed < seed_or(910) + 4; ++seed) {
        MeetingSimulation meeting(setup(seed % 2 == 0 ? "3g-bad" : "3g-fair", seed));
        both_speak(meeting);
        for (int round = 0; round < 8; ++round) {
            const RoomId to{round % 2 == 0 ? 1U : 0U};
            move(meeting, wanderer, to);
            // What is on its way, and in its playout, is gone by then.
            meeting.run_for(3s);
            const Instant from = meeting.now();
            meeting.run_for(2s);
            INFO("round " << round << '\n' << meeting.account());
            const HeardTurn* elsewhere = meeting.hearing(wanderer).of(round % 2 == 0 ? 0 : 1);
            CHECK((elsewhere == nullptr || elsewhere->last_at < from));
            const HeardTurn* here = meeting.hearing(wanderer).of(round % 2 == 0 ? 1 : 0);
            REQUIRE(here != nullptr);
            CHECK(here->last_at > from);
        }
        for (const std::size_t box : {std::size_t{0}, in_plenary, std::size_t{5}})
            CHECK(meeting.hearing(box).of(1) == nullptr);
        check_what_always_holds(meeting);
    }
}

SCENARIO("who speaks in a private room and is brought back takes nothing of it along",
         "[scenarios][rooms]") {
    for (std::uint64_t seed = seed_or(920); seed < seed_or(920) + 6; ++seed) {
        auto open = setup(seed % 2 == 0 ? "3g-bad" : "vsat", seed);
        open.floor.policy = FloorPolicy::open;
        open.floor.open_microphones = 3;
        MeetingSimulation meeting(open);
        begin(meeting);
        open_room(meeting, {citizen, official});
        meeting.run_for(3s);
        meeting.press(citizen);
        meeting.run_for(8s);
        close_room(meeting, RoomId{1});
        // Before it can know: its microphone is to be open in both rooms.
        REQUIRE(meeting.request(Kind::grant, citizen));
        meeting.run_for(10s);
        INFO("seed " << seed << '\n' << meeting.account());
        REQUIRE(meeting.turns().all().size() == 2);
        CHECK(meeting.turns().all()[0].room == RoomId{1});
        CHECK(meeting.turns().all()[1].room == plenary);
        for (const std::size_t box : {std::size_t{0}, in_plenary, wanderer, std::size_t{5}}) {
            CHECK(meeting.hearing(box).of(0) == nullptr);
            CHECK(part_heard(meeting, box, 1) > 0.6);
        }
        check_what_always_holds(meeting);
    }
}

SCENARIO("what was missed in a private room is fetched from there, and from nowhere else",
         "[scenarios][rooms]") {
    auto quiet = setup("clean", seed_or(930));
    MeetingSimulation meeting(quiet);
    both_speak(meeting);
    // In an open room nobody catches up: everybody may speak at any moment.
    net::MeetingRequest queue;
    queue.kind = Kind::set_policy;
    queue.policy = FloorPolicy::queue;
    queue.room = RoomId{1};
    queue.queue_grants = QueueGrants::automatic;
    REQUIRE(meeting.request(queue));
    meeting.run_for(10s);
    WHEN("the official is cut off for a while") {
        meeting.outage(official, 8s);
        meeting.run_for(40s);
        INFO(meeting.account());
        THEN("it has heard what the citizen said meanwhile") {
            const HeardTurn* heard = meeting.hearing(official).of(1);
            REQUIRE(heard != nullptr);
            CHECK(heard->longest_skip <= 12);
        }
    }
    WHEN(
        "one of the plenary is brought into the room while it is cut off, and fetches what it "
        "missed") {
        meeting.outage(wanderer, 8s);
        meeting.run_for(4s);
        move(meeting, wanderer, RoomId{1});
        meeting.run_for(30s);
        INFO(meeting.account());
        THEN("it was sent nothing of the plenary any more") {
            CHECK(meeting.hearing(wanderer).of(0)->last_at < meeting.now() - 28s);
        }
    }
    WHEN("the official is brought back while it is cut off") {
        meeting.outage(official, 8s);
        meeting.run_for(4s);
        move(meeting, official, plenary);
        meeting.run_for(30s);
        INFO(meeting.account());
        THEN("it was sent nothing of the private room any more") {
            CHECK(meeting.hearing(official).of(1)->last_at < meeting.now() - 28s);
            CHECK(meeting.hearing(official).of(0)->last_at > meeting.now() - 1s);
        }
    }
    check_what_always_holds(meeting);
}

SCENARIO("after a restart of the mixing box a private room is still one", "[scenarios][rooms]") {
    MeetingSimulation meeting(setup("3g-fair", seed_or(940)));
    both_speak(meeting);
    meeting.run_for(5s);
    meeting.stop_mixer();
    meeting.run_for(2s);
    meeting.start_mixer();
    REQUIRE(meeting.run_until_true([&] { return meeting.all_joined(); }, 15s));
    meeting.run_for(mixer::FloorRecovery::window);
    for (const std::size_t box : {citizen, official})
        CHECK(meeting.mixer().room_of(MeetingSimulation::id(box)) == RoomId{1});
    CHECK(meeting.mixer().room_of(MeetingSimulation::id(wanderer)) == plenary);
    REQUIRE(meeting.mixer().status(meeting.now()).rooms.size() == 1);
    const std::size_t turn = meeting.turns().all().size();
    if (!meeting.speaks(citizen)) meeting.press(citizen);
    meeting.run_for(8s);
    INFO(meeting.account());
    const std::size_t spoken = std::min(turn, meeting.turns().all().size() - 1);
    CHECK(meeting.turns().all()[spoken].box == citizen);
    CHECK(meeting.hearing(official).of(spoken) != nullptr);
    for (const std::size_t box : {std::size_t{0}, in_plenary, wanderer, std::size_t{5}})
        CHECK(meeting.hearing(box).of(spoken) == nullptr);
    check_what_always_holds(meeting);
}
