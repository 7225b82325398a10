#include <utility>

#include "net/wire/box_local.h"
#include "net/wire/meeting_local.h"
#include "tests/catch.h"
#include "tests/config/temporary_folder.h"
#include "tests/tools/giaobanctl/one_answer_daemon.h"
#include "tests/tools/giaobanctl/run_program.h"

using namespace giaoban;
using namespace giaoban::ctl::test;
using namespace std::chrono_literals;
using Catch::Matchers::ContainsSubstring;
using config::test::TemporaryFolder;

namespace {

net::MeetingRequest last_asked(OneAnswerDaemon& daemon) {
    const auto asked = daemon.take_asked();
    REQUIRE_FALSE(asked.empty());
    const auto request = net::decode_meeting_request(asked.back());
    REQUIRE(request);
    return *request;
}

net::BoxRequest::Kind kind_asked(OneAnswerDaemon& daemon) {
    const auto asked = daemon.take_asked();
    REQUIRE_FALSE(asked.empty());
    const auto request = net::decode_box_request(asked.back());
    REQUIRE(request);
    return request->kind;
}

net::MeetingStatus meeting() {
    net::MeetingStatus status;
    status.queue_grants = QueueGrants::automatic;
    status.open_microphones = 3;
    status.time_limit = 300s;
    status.uptime = 3725s;
    net::BoxRow speaker;
    speaker.box = BoxId{1};
    speaker.name = "Xã Hồng Thái";
    speaker.presence = net::Presence::joined;
    speaker.floor = FloorState::speaking;
    speaker.time_left = 245'001ms;
    speaker.up.bits_per_second = 24'060;
    speaker.up.lost_permille = 15;
    speaker.round_trip = 84'400us;
    net::BoxRow waiting;
    waiting.box = BoxId{2};
    waiting.name = "ghế";
    waiting.role = Role::chair;
    waiting.presence = net::Presence::lost;
    waiting.in_presence = 7s;
    waiting.floor = FloorState::waiting;
    waiting.place = 1;
    status.boxes = {speaker, waiting};
    status.speakers = {BoxId{1}};
    status.queue = {BoxId{2}};
    status.counters = {{"forged", 3}};
    return status;
}

}  // namespace

SCENARIO("giaobanctl shows a meeting", "[tools]") {
    const TemporaryFolder folder;
    const std::string socket = folder.path() + "/mixer.sock";
    OneAnswerDaemon daemon(socket, net::encode(meeting()).value());
    const Run table = giaobanctl("meeting --socket " + socket + " status");
    CHECK(table.exit == 0);
    CHECK_THAT(table.said,
               ContainsSubstring("policy queue (automatic)   time limit 5:00   up for 1:02:05\n"));
    CHECK_THAT(table.said, ContainsSubstring("speaking: Xã Hồng Thái\nqueue:    ghế\n"));
    CHECK_THAT(table.said,
               ContainsSubstring("Xã Hồng Thái  yes       SPEAKS 4:06  24.1       0     1.5 %"));
    CHECK_THAT(table.said, ContainsSubstring("ghế *         LOST 7 s  waits (1)"));
    const Run json = giaobanctl("meeting status --json --socket " + socket);
    CHECK(json.exit == 0);
    CHECK_THAT(json.said, ContainsSubstring(R"("time_limit_s":300)"));
    CHECK_THAT(
        json.said,
        ContainsSubstring(R"({"box":1,"name":"Xã Hồng Thái","role":"member","presence":"joined")"));
    CHECK_THAT(json.said,
               ContainsSubstring(R"("floor":"speaking","place":0,"time_left_ms":245001)"));
    CHECK_THAT(json.said, ContainsSubstring(R"("queue":[2],"replies":[],"speakers":[1],"rooms":[],)"
                                            R"("counters":{"forged":3}})"));
}

SCENARIO("giaobanctl shows a meeting that is open, its rooms and its problems", "[tools]") {
    const TemporaryFolder folder;
    const std::string socket = folder.path() + "/mixer.sock";
    net::MeetingStatus status = meeting();
    status.meeting = {.id = 7, .title = "Giao ban", .open = true, .open_for = 62s};
    status.recording = status.held = true;
    status.replies = {BoxId{1}};
    status.rooms = {{.room = RoomId{3},
                     .title = "Tiếp dân",
                     .boxes = {BoxId{2}},
                     .speakers = {},
                     .queue = {},
                     .replies = {}}};
    status.boxes[0].problems = {net::Problem::loss_up, net::Problem::self_test_failed};
    status.boxes[0].self_test = {1, net::SelfTestState::failed, net::SelfTestTrouble::not_heard};
    status.boxes[1].called = true;
    OneAnswerDaemon daemon(socket, net::encode(status).value());
    const Run table = giaobanctl("meeting --socket " + socket + " status");
    CHECK_THAT(table.said,
               ContainsSubstring("meeting 7 `Giao ban`, open for 1:02, recorded\npolicy queue"));
    CHECK_THAT(table.said, ContainsSubstring("(held)\nreplies:  Xã Hồng Thái\n"));
    CHECK_THAT(table.said, ContainsSubstring("room 3 `Tiếp dân`: ghế; policy open"));
    CHECK_THAT(table.said, ContainsSubstring("CALLED"));
    CHECK_THAT(table.said,
               ContainsSubstring("Xã Hồng Thái: a tenth or more of what it sends is lost, "
                                 "self-test: the microphone does not hear the loudspeaker\n"));
    const Run json = giaobanctl("meeting status --json --socket " + socket);
    CHECK_THAT(json.said, ContainsSubstring(R"("meeting":7,"title":"Giao ban","open":true)"));
    CHECK_THAT(json.said, ContainsSubstring(R"("problems":["loss_up","self_test_failed"])"));
    CHECK_THAT(json.said, ContainsSubstring(R"("rooms":[{"room":3,"title":"Tiếp dân")"));
}

SCENARIO("giaobanctl steers a meeting", "[tools]") {
    const TemporaryFolder folder;
    const std::string socket = folder.path() + "/mixer.sock";
    const std::string to = "meeting --socket " + socket + " ";
    using Kind = net::MeetingRequest::Kind;
    OneAnswerDaemon daemon(socket, net::encode(meeting()).value());
    const auto asks = [&](const std::string& words) {
        INFO(words);
        const Run run = giaobanctl(to + words);
        INFO(run.said);
        CHECK(run.exit == 0);
        return last_asked(daemon);
    };
    CHECK(asks("grant next").kind == Kind::grant_next);
    CHECK(giaobanctl(to + "grant next").said == "Xã Hồng Thái\n");
    static_cast<void>(daemon.take_asked());
    for (const auto& [word, kind] : {std::pair{"grant", Kind::grant},
                                     {"revoke", Kind::revoke},
                                     {"mute", Kind::mute},
                                     {"unmute", Kind::unmute}}) {
        const auto request = asks(std::string(word) + " 'Xã Hồng Thái'");
        CHECK(request.kind == kind);
        CHECK(request.name == "Xã Hồng Thái");
    }
    CHECK(asks("limit 60").seconds == 60s);
    CHECK(asks("limit none").seconds == 0s);
    for (const auto& [word, kind] : {std::pair{"close", Kind::close_meeting},
                                     {"self-test", Kind::self_test},
                                     {"hold", Kind::hold},
                                     {"unhold", Kind::unhold},
                                     {"mute-all", Kind::mute_all},
                                     {"unmute-all", Kind::unmute_all}}) {
        CHECK(asks(word).kind == kind);
        CHECK(asks(std::string("--room 3 ") + word).room == RoomId{3});
    }
    for (const auto& [word, kind] : {std::pair{"reply", Kind::to_replies},
                                     {"call", Kind::call},
                                     {"end-call", Kind::end_call}}) {
        const auto request = asks(std::string(word) + " ghế");
        CHECK(request.kind == kind);
        CHECK(request.name == "ghế");
    }
    CHECK(asks("open 'Giao ban tuần 47'").text == "Giao ban tuần 47");
    CHECK(asks("more-time ghế 90").seconds == 90s);
    CHECK(asks("record on").on);
    CHECK_FALSE(asks("record off").on);
    const auto room = asks("open-room 'Tiếp dân' ghế 'Xã Hồng Thái'");
    CHECK(room.kind == Kind::open_room);
    CHECK(room.text == "Tiếp dân");
    CHECK(room.names == std::vector<std::string>{"ghế", "Xã Hồng Thái"});
    CHECK(room.policy == FloorPolicy::open);
    CHECK(asks("open-room x ghế --policy queue").policy == FloorPolicy::queue);
    CHECK(asks("move ghế 3").room == RoomId{3});
    CHECK(asks("close-room 3").kind == Kind::close_room);
    CHECK(asks("--room 2 policy chair").room == RoomId{2});
    const auto open = asks("policy open --microphones 5");
    CHECK(open.kind == Kind::set_policy);
    CHECK(open.policy == FloorPolicy::open);
    CHECK(open.open_microphones == 5);
    THEN("what is not said of a policy stays as it is") {
        CHECK(asks("policy queue").queue_grants == QueueGrants::automatic);
        CHECK(asks("policy queue --by-chair").queue_grants == QueueGrants::chair);
    }
    for (const std::string wrong :
         {"policy anarchy", "limit 1h", "limit -5", "grant", "policy open --microphones 17",
          "policy queue --automatic --by-chair", "open", "record", "record maybe", "more-time ghế",
          "more-time ghế 1m", "open-room x", "move ghế", "close-room", "call", "dance", ""}) {
        CHECK(giaobanctl(to + wrong).exit == 2);
        CHECK(daemon.take_asked().empty());
    }
}

SCENARIO("giaobanctl says why something was not done", "[tools]") {
    const TemporaryFolder folder;
    const std::string socket = folder.path() + "/mixer.sock";
    const std::string to = "meeting --socket " + socket + " ";
    GIVEN("a meeting that refuses") {
        net::MeetingStatus no;
        no.done = false;
        no.reason = "the box is not connected";
        const OneAnswerDaemon daemon(socket, net::encode(no).value());
        const Run run = giaobanctl(to + "grant x");
        CHECK(run.exit == 1);
        CHECK(run.said == "giaobanctl: the box is not connected\n");
    }
    GIVEN("nobody at the socket") {
        const Run run = giaobanctl(to + "status");
        CHECK(run.exit == 3);
        CHECK_THAT(run.said, ContainsSubstring(socket + ": nobody answers: is the daemon running"));
    }
    GIVEN("somebody who talks something else") {
        const OneAnswerDaemon daemon(socket, std::vector<std::byte>(7, std::byte{0xFF}));
        const Run run = giaobanctl(to + "status");
        CHECK(run.exit == 3);
        CHECK_THAT(run.said, ContainsSubstring("is not understood"));
    }
}

SCENARIO("giaobanctl shows a box and presses its button", "[tools]") {
    const TemporaryFolder folder;
    const std::string socket = folder.path() + "/box.sock";
    net::BoxStatus status;
    status.name = "Xã Hồng Thái";
    status.phase = net::SessionPhase::no_network;
    status.in_phase = 61s;
    status.reason = "no cable";
    status.view.floor = FloorState::waiting;
    status.view.place = 2;
    status.view.speakers = {"ghế"};
    status.view.speaking = 3;
    OneAnswerDaemon daemon(socket, net::encode(status, Instant{}).value());
    const std::string to = "box --socket " + socket + " ";
    const Run text = giaobanctl(to + "status");
    CHECK(text.exit == 0);
    CHECK_THAT(text.said, ContainsSubstring("Xã Hồng Thái: no network for 1:01 (no cable)\n"));
    CHECK_THAT(text.said, ContainsSubstring("waiting, place 2\n"));
    CHECK_THAT(text.said, ContainsSubstring("ghế and 2 more\n"));
    const Run json = giaobanctl(to + "status --json");
    CHECK_THAT(json.said,
               ContainsSubstring(R"("phase":"no_network","in_phase_s":61,"reason":"no cable")"));
    CHECK_THAT(json.said, ContainsSubstring(R"("floor":"waiting","place":2,"time_left_ms":null)"));
    CHECK(giaobanctl(to + "press short").exit == 0);
    CHECK(kind_asked(daemon) == net::BoxRequest::Kind::press_short);
    CHECK(giaobanctl(to + "press long").said.empty());
    CHECK(kind_asked(daemon) == net::BoxRequest::Kind::press_long);
    CHECK(giaobanctl(to + "press gently").exit == 2);
}
