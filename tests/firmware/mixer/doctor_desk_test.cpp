#include "tests/firmware/mixer/briefing.h"

using namespace giaoban;
using namespace giaoban::mixer;
using namespace std::chrono_literals;

namespace {

void answers(Briefing& briefing, BoxId box, std::uint32_t number) {
    net::BoxState state;
    state.doctor = {number, net::DoctorState::done, {net::DoctorFinding{}}};
    briefing.meeting.told(box, state, briefing.now);
}

}  // namespace

SCENARIO("a box that is connected is asked how it is", "[mixer]") {
    Briefing briefing;
    CHECK_FALSE(briefing.say(Kind::doctor_begin, "An"));
    briefing.all_join();
    CHECK_FALSE(briefing.say(Kind::doctor_begin, "nobody"));
    REQUIRE(briefing.say(Kind::doctor_begin, "An"));
    const std::uint32_t question = briefing.views.at(an).doctor;
    CHECK(question != 0);
    CHECK(briefing.views.at(binh).doctor == 0);
    CHECK(briefing.meeting.doctor_report("An").state == net::DoctorState::running);
    WHEN("it answers") {
        answers(briefing, an, question + 1);
        CHECK(briefing.meeting.doctor_report("An").state == net::DoctorState::running);
        answers(briefing, an, question);
        THEN("that is kept, and it is asked no more") {
            CHECK(briefing.meeting.doctor_report("An").state == net::DoctorState::done);
            CHECK(briefing.meeting.doctor_report("An").findings.size() == 1);
            CHECK(briefing.views.at(an).doctor == 0);
        }
        THEN("the next question has another number") {
            REQUIRE(briefing.say(Kind::doctor_begin, "An"));
            CHECK(briefing.views.at(an).doctor == question + 1);
        }
    }
    WHEN("somebody else asks for it meanwhile") {
        REQUIRE(briefing.say(Kind::doctor_begin, "An"));
        THEN("it is the same question") { CHECK(briefing.views.at(an).doctor == question); }
    }
    WHEN("it does not answer") {
        briefing.pass(DoctorDesk::patience);
        THEN("that is said") {
            CHECK(briefing.meeting.doctor_report("An").state == net::DoctorState::failed);
            CHECK(briefing.views.at(an).doctor == 0);
        }
    }
}
