#include "firmware/mixer/chair/sessions.h"

#include "tests/catch.h"

using namespace giaoban;
using namespace giaoban::chair;
using namespace std::chrono_literals;

namespace {

const WallTime morning{1'795'000'000s};

}  // namespace

SCENARIO("a session holds as long as it is used, and not longer than a day's work", "[chair]") {
    SeededRandom random(1);
    Sessions sessions(random);
    const auto begun = sessions.begin("chair", AccountRole::chair, "mark", morning);
    const std::string token = begun.token;
    CHECK(token.size() == 48);
    CHECK(begun.session->csrf != token);
    CHECK(sessions.find(token, morning + 1h)->name == "chair");
    THEN("it ends 4 h after its last use") {
        CHECK(sessions.find(token, morning + 4h + 59min) != nullptr);
        CHECK(sessions.find(token, morning + 8h + 59min) == nullptr);
        CHECK(sessions.count() == 0);
    }
    THEN("it ends after 16 h, used or not") {
        for (auto hour = 2h; hour < 16h; hour += 2h)
            CHECK(sessions.find(token, morning + hour) != nullptr);
        CHECK(sessions.find(token, morning + 16h) == nullptr);
    }
    THEN("it ends when it is ended, and a guess is none") {
        CHECK(sessions.find(std::string(48, '0'), morning) == nullptr);
        CHECK(sessions.find("", morning) == nullptr);
        sessions.end(token);
        CHECK(sessions.find(token, morning) == nullptr);
    }
    THEN("all of an account end, save one") {
        const std::string other =
            sessions.begin("chair", AccountRole::chair, "mark", morning).token;
        sessions.end_all("chair", other);
        CHECK(sessions.find(token, morning) == nullptr);
        CHECK(sessions.find(other, morning) != nullptr);
    }
    THEN("a clock that is put back by a day ends it") {
        CHECK(sessions.find(token, morning - 24h) == nullptr);
    }
}

TEST_CASE("sessions come back from their file, and the file signs nobody in", "[chair]") {
    SeededRandom random(2);
    Sessions before(random);
    const std::string token = before.begin("thu.ky", AccountRole::secretary, "m", morning).token;
    const std::string text = before.text();
    CHECK(text.find(token) == std::string::npos);
    Sessions after(random);
    after.read(text, morning + 1h);
    REQUIRE(after.find(token, morning + 1h) != nullptr);
    CHECK(after.find(token, morning + 1h)->role == AccountRole::secretary);
    Sessions late(random);
    late.read(text, morning + 20h);
    CHECK(late.count() == 0);
}

TEST_CASE("a file of sessions that is broken gives those that are whole", "[chair]") {
    SeededRandom random(3);
    Sessions before(random);
    const std::string token = before.begin("a", AccountRole::viewer, "m", morning).token;
    Sessions after(random);
    after.read("nonsense\n\n" + before.text() + std::string(64, 'f') + " b king c m 1 1\n" +
                   std::string(64, 'f') + " b chair c m 999999999999999999 1\n",
               morning);
    CHECK(after.count() == 1);
    CHECK(after.find(token, morning) != nullptr);
}

TEST_CASE("there are so many sessions and no more: the one that was used longest ago goes",
          "[chair]") {
    SeededRandom random(4);
    Sessions sessions(random);
    const std::string first = sessions.begin("a", AccountRole::viewer, "m", morning).token;
    for (std::size_t i = 0; i < Sessions::most_of_account; ++i)
        (void)sessions.begin("a", AccountRole::viewer, "m", morning + 1min);
    CHECK(sessions.count() == Sessions::most_of_account);
    CHECK(sessions.find(first, morning + 1min) == nullptr);
    for (std::size_t i = 0; i < 400; ++i)
        (void)sessions.begin("n" + std::to_string(i), AccountRole::viewer, "m", morning + 2min);
    CHECK(sessions.count() == Sessions::most);
}

TEST_CASE("a link is good once, and for 15 minutes", "[chair]") {
    SeededRandom random(5);
    Sessions sessions(random);
    const std::string link = sessions.make_link(morning);
    CHECK_FALSE(sessions.use_link("another", morning));
    CHECK(sessions.use_link(link, morning + 14min));
    CHECK_FALSE(sessions.use_link(link, morning + 14min));
    const std::string late = sessions.make_link(morning);
    CHECK_FALSE(sessions.use_link(late, morning + 15min));
    for (int i = 0; i < 100; ++i)
        (void)sessions.make_link(morning);
    CHECK(sessions.use_link(sessions.make_link(morning), morning));
}
