#include "firmware/mixer/chair/cookie.h"

#include "tests/catch.h"

using giaoban::chair::cookie_of;

TEST_CASE("a cookie is found among others", "[chair]") {
    CHECK(cookie_of("session=abc", "session") == "abc");
    CHECK(cookie_of("a=1; session=abc; b=2", "session") == "abc");
    CHECK(cookie_of("a=1;session = abc ;b=2", "session") == "abc");
    CHECK(cookie_of("session=", "session") == "");
    CHECK(cookie_of("session=a=b", "session") == "a=b");
}

TEST_CASE("where a cookie stands twice the first holds", "[chair]") {
    CHECK(cookie_of("session=first; session=second", "session") == "first");
}

TEST_CASE("what is no cookie of that name is passed over", "[chair]") {
    for (const char* none :
         {"", ";", ";;;", "session", "=session", "sessions=1", "xsession=1", "SESSION=1"}) {
        INFO(none);
        CHECK_FALSE(cookie_of(none, "session"));
    }
}
