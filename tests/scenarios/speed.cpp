// How many times real time a 20-box meeting runs in virtual time. tools/bench/scenario_speed starts it.
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "tests/scenarios/meeting_simulation.h"

namespace {

using namespace giaoban;
using namespace giaoban::scenarios;
using namespace std::chrono_literals;
using Kind = net::MeetingRequest::Kind;
using Wall = std::chrono::steady_clock;

struct Result {
    double times = 0;
    double events_a_second = 0;
};

/// A meeting that goes wrong measures nothing.
void must(bool so, const char* what) {
    if (so) return;
    std::fprintf(stderr, "giaoban-scenario-speed: not so: %s\n", what);
    std::exit(1);
}

/// Nineteen communes and a chair on bad links. `talk` of each 30 s somebody speaks.
Result measure(std::string_view link, net::RungIndex rung, Duration talk, Duration length) {
    MeetingSimulation meeting({.seed = 1, .boxes = 20, .link = link, .rung = rung});
    must(meeting.run_until_true([&] { return meeting.all_joined(); }, 30s), "all join");
    const auto began = Wall::now();
    const auto events = meeting.events();
    const Instant start = meeting.now();
    for (std::size_t turn = 0; meeting.now() < start + length; ++turn) {
        const Instant next = meeting.now() + 30s;
        const std::size_t box = 1 + turn % 19;
        if (talk > 0s) {
            must(meeting.request(Kind::grant, box).has_value(), "the floor is granted");
            meeting.run_for(talk);
            must(meeting.request(Kind::revoke, box).has_value(), "the floor is taken");
        }
        meeting.run_until(next);
    }
    const std::chrono::duration<double> took = Wall::now() - began;
    const std::chrono::duration<double> virtual_time = meeting.now() - start;
    for (const auto& violation : meeting.violations())
        must(false, violation.c_str());
    return {
        .times = virtual_time.count() / took.count(),
        .events_a_second = static_cast<double>(meeting.events() - events) / virtual_time.count()};
}

void report(std::string_view link, net::RungIndex rung, Duration talk, Duration length) {
    const Result result = measure(link, rung, talk, length);
    const auto frame = std::chrono::duration_cast<Milliseconds>(net::rung(rung).frame).count();
    std::printf(
        "20 boxes, %-7s %3lld ms frames, somebody speaks %3lld %% of the time: "
        "%5.0f times real time, %5.0f events a second of the meeting\n",
        std::string(link).c_str(), static_cast<long long>(frame),
        static_cast<long long>(100 * talk / 30s), result.times, result.events_a_second);
    std::fflush(stdout);
}

}  // namespace

int main(int argc, char** argv) {
    const Duration length = std::chrono::minutes{argc > 1 ? std::atoi(argv[1]) : 10};
    for (const std::string_view link : {"clean", "3g-bad"}) {
        for (const net::RungIndex rung :
             {net::RungIndex{5}, net::RungIndex{3}, net::RungIndex{0}}) {
            for (const Duration talk : {Duration{30s}, Duration{15s}})
                report(link, rung, talk, length);
        }
        report(link, net::default_rung, 0s, length);
    }
    return 0;
}
