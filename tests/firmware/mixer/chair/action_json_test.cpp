#include "firmware/mixer/chair/action_json.h"

#include "tests/catch.h"

using namespace giaoban;
using namespace giaoban::chair;
using namespace std::chrono_literals;
using Catch::Matchers::ContainsSubstring;

TEST_CASE("an action is read with what belongs to it", "[chair]") {
    const auto grant = read_action(R"({"kind":"grant","name":"Xã Đà Vị"})");
    REQUIRE(grant);
    CHECK(grant->kind == ActionKind::grant);
    CHECK(grant->name == "Xã Đà Vị");
    CHECK(describe(*grant) == "grant Xã Đà Vị");

    const auto policy = read_action(
        R"({"kind":"set_policy","policy":"open","openMicrophones":5,"queueGrants":"automatic"})");
    REQUIRE(policy);
    CHECK(policy->policy == FloorPolicy::open);
    CHECK(policy->open_microphones == 5);
    CHECK(policy->queue_grants == QueueGrants::automatic);

    const auto room = read_action(R"({"kind":"open_room","text":"Tiếp dân","names":["a","b"]})");
    REQUIRE(room);
    CHECK(room->names.size() == 2);
    CHECK(room->policy == FloorPolicy::open);
    CHECK(describe(*read_action(R"({"kind":"more_time","name":"a","seconds":60,"room":3})")) ==
          "more_time a 60 s room 3");
    CHECK(describe(*read_action(R"({"kind":"record","on":false})")) == "record off");
}

TEST_CASE("every word of an action is an action, and back", "[chair]") {
    for (const auto word : action_words) {
        const auto kind = action_kind(word);
        REQUIRE(kind);
        CHECK(to_text(*kind) == word);
    }
    CHECK(to_text(ActionKind::move_to_room) == "move_to_room");
    CHECK_FALSE(action_kind("status"));
    CHECK_FALSE(action_kind(""));
}

TEST_CASE("an action without what belongs to it is refused in words", "[chair]") {
    const auto [body, says] = GENERATE(table<const char*, const char*>({
        {R"({})", "kind"},
        {R"({"kind":"explode"})", "\"explode\" is no action of this version"},
        {R"({"kind":"grant"})", "name"},
        {R"({"kind":"open_meeting"})", "text"},
        {R"({"kind":"more_time","name":"a"})", "seconds"},
        {R"({"kind":"more_time","name":"a","seconds":0})", "seconds"},
        {R"({"kind":"set_time_limit"})", "seconds"},
        {R"({"kind":"set_time_limit","seconds":86401})", "seconds"},
        {R"({"kind":"set_policy"})", "policy"},
        {R"({"kind":"set_policy","policy":"anarchy"})",
         "expected \"queue\", \"open\" or \"chair\""},
        {R"({"kind":"set_policy","policy":"open","openMicrophones":17})", "openMicrophones"},
        {R"({"kind":"set_policy","policy":"queue","queueGrants":"nobody"})", "queueGrants"},
        {R"({"kind":"open_room","text":"x"})", "names"},
        {R"({"kind":"close_room"})", "room"},
        {R"({"kind":"close_room","room":-1})", "room"},
        {R"({"kind":"record"})", "on: expected true or false"},
        {R"({"kind":"hold","naem":"x"})", "naem: is not known here"},
        {R"(grant)", "no JSON"},
    }));
    INFO(body);
    const auto action = read_action(body);
    REQUIRE_FALSE(action);
    CHECK_THAT(action.error(), ContainsSubstring(says));
}
