#include "firmware/mixer/chair/gate.h"

#include <vector>

#include "tests/catch.h"

using giaoban::chair::Gate;

TEST_CASE("so many come in at once, and so many of one address", "[chair]") {
    auto gate = std::make_shared<Gate>(3, 2);
    std::vector<Gate::Pass> inside;
    for (const char* address : {"a", "a", "b"}) {
        auto pass = gate->enter(address);
        REQUIRE(pass);
        inside.push_back(std::move(*pass));
        if (inside.size() == 2) CHECK_FALSE(gate->enter("a"));
    }
    CHECK(gate->inside() == 3);
    CHECK_FALSE(gate->enter("c"));
    inside.pop_back();
    CHECK(gate->inside() == 2);
    CHECK(gate->enter("c"));
    CHECK_FALSE(gate->enter("a"));
}

TEST_CASE("a pass may outlive whoever kept the gate", "[chair]") {
    auto gate = std::make_shared<Gate>(3, 2);
    auto pass = gate->enter("a");
    gate.reset();
    pass.reset();
    SUCCEED("nothing was touched that is gone");
}
