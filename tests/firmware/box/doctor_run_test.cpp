#include "firmware/box/doctor_run.h"

#include "tests/catch.h"

using namespace giaoban;
using namespace giaoban::box;
using namespace std::chrono_literals;

namespace {

constexpr Instant start{1h};
const net::SelfTestResult heard{DoctorRun::test_number, net::SelfTestState::ok, {}};

}  // namespace

SCENARIO("the doctor looks once for all who ask meanwhile", "[box][doctor]") {
    DoctorRun run;
    CHECK(run.report() == net::DoctorReport{});
    CHECK(run.next_deadline() == never);
    GIVEN("somebody asks on the box") {
        run.ask(DoctorAsker::socket, 0, start);
        CHECK(run.take_test());
        CHECK_FALSE(run.take_test());
        CHECK(run.blinks(start + 3s));
        CHECK(run.report().state == net::DoctorState::running);
        WHEN("the speaker was heard, but the lamps still blink") {
            run.tested(heard);
            CHECK_FALSE(run.is_due(start + 3s));
            CHECK(run.next_deadline() == start + DoctorRun::blinks_for);
            CHECK(run.is_due(start + 4s));
            THEN("all is told, and not by voice") {
                CHECK_FALSE(run.end({net::DoctorFinding{}}));
                CHECK(run.report().state == net::DoctorState::done);
                CHECK(run.report().number == 1);
                CHECK(run.report().findings.size() == 1);
                CHECK_FALSE(run.blinks(start + 4s));
            }
        }
        WHEN("another test's result comes") {
            run.tested({7, net::SelfTestState::ok, {}});
            THEN("it is none of the doctor's") { CHECK_FALSE(run.test()); }
        }
        WHEN("the test does not end") {
            CHECK_FALSE(run.is_due(start + DoctorRun::patience - 1ms));
            THEN("it is left out") { CHECK(run.is_due(start + DoctorRun::patience)); }
        }
        WHEN("the centre and the button ask meanwhile") {
            run.ask(DoctorAsker::centre, 77, start + 1s);
            run.ask(DoctorAsker::voice, 0, start + 2s);
            CHECK_FALSE(run.take_test());
            CHECK(run.report_for(77) == net::DoctorReport{});
            THEN("all are told of the same") {
                CHECK(run.end({}));
                CHECK(run.report_for(77).state == net::DoctorState::done);
                CHECK(run.report_for(78) == net::DoctorReport{});
                CHECK(run.report_for(0) == net::DoctorReport{});
                CHECK(run.report().number == 1);
                run.ask(DoctorAsker::socket, 0, start + 9s);
                CHECK(run.report().number == 2);
                CHECK_FALSE(run.end({}));
            }
        }
    }
}
