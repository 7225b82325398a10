#include "firmware/mixer/chair/json_body.h"

#include "tests/catch.h"

using Catch::Matchers::ContainsSubstring;
using giaoban::chair::JsonBody;

TEST_CASE("a body is read member by member", "[chair]") {
    JsonBody body(R"({"name":"Xã Hồng Thái","n":7,"on":true,"list":["a","b"]})");
    CHECK(body.text("name", 1, 64) == "Xã Hồng Thái");
    CHECK(body.maybe_number("n", 0, 10) == 7);
    CHECK(body.flag("on"));
    CHECK(body.texts("list", 2, 8) == std::vector<std::string>{"a", "b"});
    CHECK(body.maybe_text("absent", 5) == std::nullopt);
    CHECK(body.complete());
}

TEST_CASE("what is wrong is said, with the member", "[chair]") {
    const auto fault_of = [](const char* text) {
        JsonBody body(text);
        (void)body.text("name", 1, 5);
        (void)body.maybe_number("n", 1, 9);
        (void)body.maybe_flag("on");
        (void)body.texts("list", 2, 3);
        (void)body.complete();
        return body.fault();
    };
    CHECK(fault_of(R"({"name":"a"})").empty());
    for (const char* text :
         {R"({"name":""})", R"({"name":"abcdef"})", R"({"name":7})", R"({"name":null})", R"({})",
          R"({"name":"a\nb"})", R"({"name":"a\u0000"})", "{\"name\":\"\xff\"}"}) {
        INFO(text);
        CHECK_FALSE(fault_of(text).empty());
    }
    CHECK_THAT(fault_of(R"({"name":"a","n":0})"),
               ContainsSubstring("n: expected a whole number from 1 to 9"));
    CHECK_THAT(fault_of(R"({"name":"a","n":1.5})"), ContainsSubstring("whole number"));
    CHECK_THAT(fault_of(R"({"name":"a","n":1e99})"), ContainsSubstring("whole number"));
    CHECK_THAT(fault_of(R"({"name":"a","n":18446744073709551615})"),
               ContainsSubstring("whole number"));
    CHECK_THAT(fault_of(R"({"name":"a","n":"1"})"), ContainsSubstring("whole number"));
    CHECK_THAT(fault_of(R"({"name":"a","on":1})"), ContainsSubstring("on: expected true or false"));
    CHECK_THAT(fault_of(R"({"name":"a","list":["a","b","c"]})"), ContainsSubstring("list"));
    CHECK_THAT(fault_of(R"({"name":"a","list":["abcd"]})"), ContainsSubstring("list"));
    CHECK_THAT(fault_of(R"({"name":"a","list":[1]})"), ContainsSubstring("list"));
    CHECK_THAT(fault_of(R"({"name":"a","nmae":1})"), ContainsSubstring("nmae: is not known here"));
}

TEST_CASE("what is no JSON object is refused, however deep", "[chair]") {
    for (const std::string& text :
         {std::string(), std::string("{"), std::string("[]"), std::string("7"), std::string("null"),
          std::string("{} {}"), std::string("{'a':1}"),
          std::string("{\"a\":") + std::string(5'000, '['),
          "{\"a\":" + std::string(9, '[') + std::string(9, ']') + "}"}) {
        INFO(text.substr(0, 40));
        JsonBody body(text);
        CHECK_FALSE(body.complete());
        CHECK(body.fault().size() < 200);
    }
}
