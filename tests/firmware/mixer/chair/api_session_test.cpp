#include "tests/firmware/mixer/chair/api_stage.h"

using namespace giaoban;
using namespace giaoban::chair;
using namespace giaoban::chair::test;
using namespace std::chrono_literals;
using Catch::Matchers::ContainsSubstring;

SCENARIO("the chair signs in", "[chair]") {
    ApiStage stage;
    ApiStage::Browser browser{stage, {}, {}};
    CHECK(browser.get("/api/me").status == 401);
    const Answer answer = browser.sign_in("chair", "giaoban-password");
    REQUIRE(answer.status == 200);
    THEN("the cookie is out of the page's reach, and of every other page's") {
        const std::string cookie = header_of(answer, "Set-Cookie");
        for (const char* word : {"; Secure", "; HttpOnly", "; SameSite=Strict", "; Path=/"})
            CHECK_THAT(cookie, ContainsSubstring(word));
        CHECK(answer.body.find(browser.cookie.substr(8)) == std::string::npos);
        CHECK(boost::json::parse(browser.get("/api/me").body).at("role") == "chair");
    }
    THEN("it is in the minutes, and the password is not") {
        REQUIRE(stage.records.notes().size() == 1);
        CHECK(stage.records.notes()[0].what == "login");
        CHECK(stage.records.notes()[0].who == "chair");
        CHECK(stage.records.notes()[0].address == "192.0.2.1");
        CHECK(stage.records.notes()[0].text.empty());
    }
    THEN("signing out is for good") {
        const std::string cookie = browser.cookie;
        CHECK(browser.post("/api/logout").status == 200);
        browser.cookie = cookie;
        CHECK(browser.get("/api/me").status == 401);
    }
    THEN("what changes something needs the header that another page cannot know") {
        const std::string csrf = browser.csrf;
        for (const std::string& wrong :
             {std::string(), csrf + "x", std::string(csrf.size(), '0')}) {
            browser.csrf = wrong;
            CHECK(code_of(browser.post("/api/action", R"({"kind":"hold"})")) == "csrf");
        }
        browser.csrf = csrf;
        CHECK(browser.post("/api/action", R"({"kind":"hold"})").status == 200);
    }
    THEN("a restart of the mixing box signs nobody out, and a new password does") {
        stage.start();
        CHECK(browser.get("/api/me").status == 200);
        config::Accounts files(stage.folder.path());
        auto account = *files.find("chair");
        account.password = "$argon2id$v=19$m=65536,t=3,p=1$AAAA$BBBB";
        REQUIRE(files.change(account));
        stage.api->keep_house();
        CHECK(browser.get("/api/me").status == 401);
    }
    THEN("an account that giaobanctl removes is out at once") {
        REQUIRE(config::Accounts(stage.folder.path()).remove("chair"));
        stage.api->keep_house();
        CHECK(browser.get("/api/me").status == 401);
    }
    THEN("the session ends when it is not used") {
        stage.wall += 4h;
        CHECK(browser.get("/api/me").status == 401);
    }
}

SCENARIO("somebody guesses passwords", "[chair]") {
    ApiStage stage;
    ApiStage::Browser browser{stage, {}, {}};
    const Answer wrong = browser.sign_in("chair", "a wrong password");
    CHECK(wrong.status == 401);
    CHECK(code_of(wrong) == "wrong_password");
    THEN("a name that is not there is answered in the same words, and is not in the log") {
        const Answer nobody = browser.sign_in("my own password", "x");
        CHECK(nobody.body == wrong.body);
        REQUIRE(stage.records.notes().size() == 2);
        CHECK(stage.records.notes()[0].text == "chair");
        CHECK_FALSE(stage.records.notes()[0].done);
        CHECK(stage.records.notes()[1].text.empty());
    }
    THEN("after the fifth time he waits, and the right password waits too") {
        for (int i = 0; i < 4; ++i)
            CHECK(browser.sign_in("chair", "another").status == 401);
        const Answer wait = browser.sign_in("chair", "giaoban-password");
        CHECK(wait.status == 429);
        CHECK(header_of(wait, "Retry-After") == "1");
        stage.now += 1s;
        CHECK(browser.sign_in("chair", "giaoban-password").status == 200);
    }
}

SCENARIO("a viewer's link for the projector", "[chair]") {
    ApiStage stage;
    const auto secretary = stage.as("secretary");
    const Answer made = secretary.post("/api/viewer-link", "");
    REQUIRE(made.status == 201);
    const std::string token = boost::json::parse(made.body).at("token").get_string().c_str();
    CHECK(boost::json::parse(made.body).at("path") == boost::json::value("/#link=" + token));
    ApiStage::Browser projector{stage, {}, {}};
    const Answer in = projector.post("/api/login", R"({"token":")" + token + R"("})");
    REQUIRE(in.status == 200);
    projector.take(in);
    THEN("it sees the meeting, and nothing else") {
        CHECK(projector.get("/api/state").status == 200);
        CHECK(projector.get("/api/meetings").status == 403);
        CHECK(projector.get("/api/accounts").status == 403);
        CHECK(projector.post("/api/action", R"({"kind":"hold"})").status == 403);
        CHECK(projector.post("/api/viewer-link").status == 403);
        CHECK(
            projector.post("/api/accounts/projector/password", R"({"password":"long enough now"})")
                .status == 403);
    }
    THEN("it is good once") {
        ApiStage::Browser another{stage, {}, {}};
        CHECK(code_of(another.post("/api/login", R"({"token":")" + token + R"("})")) ==
              "wrong_link");
    }
}

TEST_CASE("a request that another page has made is refused", "[chair]") {
    ApiStage stage;
    const auto chair = stage.as("chair");
    Request request;
    request.method = Method::post;
    request.target = "/api/action";
    request.body = R"({"kind":"hold"})";
    request.host = "mixer:8443";
    request.cookie = chair.cookie;
    request.csrf = chair.csrf;
    request.content_type = "application/json";
    request.origin = "https://elsewhere.example";
    CHECK(code_of(stage.call(request)) == "elsewhere");
    request.origin = "null";
    CHECK(code_of(stage.call(request)) == "elsewhere");
    request.origin = "http://mixer:8443";
    CHECK(code_of(stage.call(request)) == "elsewhere");
    request.origin = "https://mixer:8443";
    CHECK(stage.call(request).status == 200);
    request.content_type = "text/plain";
    CHECK(stage.call(request).status == 415);
    request.target = "/api/login";
    request.content_type = "application/x-www-form-urlencoded";
    CHECK(stage.call(request).status == 415);
}

TEST_CASE("only the page itself, with somebody signed in, may follow the live state", "[chair]") {
    ApiStage stage;
    Request request;
    request.host = "mixer:8443";
    request.cookie = stage.as("viewer").cookie;
    CHECK(std::holds_alternative<Answer>(stage.api->follow(request)));
    request.origin = "https://elsewhere.example";
    CHECK(std::holds_alternative<Answer>(stage.api->follow(request)));
    request.origin = "https://mixer:8443";
    const auto follower = stage.api->follow(request);
    REQUIRE(std::holds_alternative<Api::Follower>(follower));
    CHECK(stage.api->still_follows(std::get<Api::Follower>(follower)));
    REQUIRE(config::Accounts(stage.folder.path()).remove("viewer"));
    stage.api->keep_house();
    CHECK_FALSE(stage.api->still_follows(std::get<Api::Follower>(follower)));
    request.cookie = "session=nonsense";
    CHECK(std::get<Answer>(stage.api->follow(request)).status == 401);
}
