#include "firmware/mixer/chair/merge_patch.h"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "config/vocab/random.h"
#include "tests/catch.h"

using namespace giaoban;
using chair::apply_merge_patch;
using chair::merge_patch;
namespace json = boost::json;

namespace {

json::value applied(const char* target, const char* patch) {
    json::value value = json::parse(target);
    apply_merge_patch(value, json::parse(patch));
    return value;
}

/// Any value of some depth, without null.
json::value anything(SeededRandom& random, int depth) {
    const auto kind = random.below(depth > 0 ? 5 : 3);
    if (kind == 0) return random.below(3);
    if (kind == 1) return random.below(2) == 0;
    if (kind == 2) return random.below(2) == 0 ? "a" : "b";
    if (kind == 3) {
        json::array list;
        for (std::uint64_t i = random.below(3); i > 0; --i)
            list.push_back(anything(random, depth - 1));
        return list;
    }
    json::object members;
    for (std::uint64_t i = random.below(4); i > 0; --i)
        members[std::string(1, static_cast<char>('a' + random.below(3)))] =
            anything(random, depth - 1);
    return members;
}

}  // namespace

TEST_CASE("the examples of RFC 7396, appendix A", "[chair]") {
    const auto [target, patch, result] = GENERATE(table<const char*, const char*, const char*>({
        {R"({"a":"b"})", R"({"a":"c"})", R"({"a":"c"})"},
        {R"({"a":"b"})", R"({"b":"c"})", R"({"a":"b","b":"c"})"},
        {R"({"a":"b"})", R"({"a":null})", R"({})"},
        {R"({"a":"b","b":"c"})", R"({"a":null})", R"({"b":"c"})"},
        {R"({"a":["b"]})", R"({"a":"c"})", R"({"a":"c"})"},
        {R"({"a":"c"})", R"({"a":["b"]})", R"({"a":["b"]})"},
        {R"({"a":{"b":"c"}})", R"({"a":{"b":"d","c":null}})", R"({"a":{"b":"d"}})"},
        {R"({"a":[{"b":"c"}]})", R"({"a":[1]})", R"({"a":[1]})"},
        {R"(["a","b"])", R"(["c","d"])", R"(["c","d"])"},
        {R"({"a":"b"})", R"(["c"])", R"(["c"])"},
        {R"({"a":"foo"})", R"(null)", R"(null)"},
        {R"({"a":"foo"})", R"("bar")", R"("bar")"},
        {R"({"e":null})", R"({"a":1})", R"({"e":null,"a":1})"},
        {R"([1,2])", R"({"a":"b","c":null})", R"({"a":"b"})"},
        {R"({})", R"({"a":{"bb":{"ccc":null}}})", R"({"a":{"bb":{}}})"},
    }));
    INFO(target << " with " << patch);
    CHECK(applied(target, patch) == json::parse(result));
}

TEST_CASE("a patch says only what has changed", "[chair]") {
    const json::value before =
        json::parse(R"({"queue":[1,2],"boxes":{"1":{"floor":"idle","level":0}}})");
    const json::value after =
        json::parse(R"({"queue":[1],"boxes":{"1":{"floor":"idle","level":3}}})");
    CHECK(json::serialize(*merge_patch(before, after)) ==
          R"({"queue":[1],"boxes":{"1":{"level":3}}})");
    CHECK_FALSE(merge_patch(after, after));
    CHECK(json::serialize(*merge_patch(after, json::parse(R"({"queue":[1]})"))) ==
          R"({"boxes":null})");
}

TEST_CASE("whatever two states are, the patch between them makes one into the other", "[chair]") {
    SeededRandom random(7);
    for (int i = 0; i < 2'000; ++i) {
        json::object before{{"x", anything(random, 4)}, {"y", anything(random, 3)}};
        const json::value after = json::object{{"x", anything(random, 4)}};
        json::value target = before;
        const auto patch = merge_patch(target, after);
        REQUIRE(patch);
        apply_merge_patch(target, *patch);
        INFO(json::serialize(before) << " to " << json::serialize(after));
        REQUIRE(target == after);
    }
}
