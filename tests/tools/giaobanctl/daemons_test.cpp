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
    CHECK_THAT(json.said,
               ContainsSubstring(R"("queue":[2],"speakers":[1],"counters":{"forged":3}})"));
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
    CHECK(asks("limit 60").time_limit == 60s);
    CHECK(asks("limit none").time_limit == 0s);
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
          "policy queue --automatic --by-chair", "dance", ""}) {
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
