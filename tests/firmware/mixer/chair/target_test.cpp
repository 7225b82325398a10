#include "firmware/mixer/chair/target.h"

#include "tests/catch.h"

using giaoban::chair::Target;

TEST_CASE("a target is taken apart into its path and its query", "[chair]") {
    const auto target = Target::from("/api/audit?before=7&note=x%20y");
    REQUIRE(target);
    CHECK(target->path == "/api/audit");
    CHECK(target->query == std::map<std::string, std::string>{{"before", "7"}, {"note", "x y"}});
    CHECK(Target::from("/")->path == "/");
    CHECK(Target::from("/api/accounts/k%E1%BB%B3")->path == "/api/accounts/kỳ");
    CHECK(Target::from("/a?x")->query.at("x").empty());
}

TEST_CASE("a way out of the page's folder is no target, however it is written", "[chair]") {
    for (const char* bad : {"",           "api",      "//",
                            "/a//b",      "/a/",      "/..",
                            "/a/../b",    "/.",       "/%2e%2e/etc/passwd",
                            "/a/%2E%2E",  "/a%2fb",   "/a%5cb",
                            "/a\\b",      "/a%00b",   "/a%0d%0ab",
                            "/%",         "/%4",      "/%zz",
                            "/%ff",       "/%c0%ae",  "/a?=1",
                            "/a?x=1&x=2", "/a?x=%0a", "http://elsewhere/",
                            "*"}) {
        INFO(bad);
        CHECK_FALSE(Target::from(bad));
    }
}
