#include "net/session/deadline_heap.h"

#include <map>

#include "config/vocab/random.h"
#include "tests/catch.h"

using namespace giaoban;
using namespace giaoban::net;
using namespace std::chrono_literals;

TEST_CASE("an empty heap waits for nothing", "[net][session]") {
    CHECK(DeadlineHeap{}.earliest() == never);
}

TEST_CASE("the earliest deadline is first, whatever was set in what order", "[net][session]") {
    SeededRandom random(4);
    DeadlineHeap heap;
    std::map<std::uint16_t, Instant> model;
    for (int i = 0; i < 5000; ++i) {
        const auto number = static_cast<std::uint16_t>(random.below(200));
        const Instant deadline =
            random.below(10) == 0
                ? never
                : Instant{Milliseconds{static_cast<std::int64_t>(random.below(1000))}};
        heap.set(number, deadline);
        model[number] = deadline;
        Instant earliest = never;
        for (const auto& [each, at] : model)
            earliest = std::min(earliest, at);
        REQUIRE(heap.earliest() == earliest);
        REQUIRE(model.at(heap.first()) == earliest);
    }
    CHECK(heap.size() == model.size());
}
