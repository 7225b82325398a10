#include "tests/firmware/mixer/chair/api_stage.h"

using namespace giaoban;
using namespace giaoban::chair;
using namespace giaoban::chair::test;
using Catch::Matchers::ContainsSubstring;
namespace json = boost::json;

SCENARIO("every call is for the roles that openapi.yaml says, and for no other", "[chair]") {
    ApiStage stage;
    for (const auto role : {AccountRole::viewer, AccountRole::secretary, AccountRole::chair,
                            AccountRole::technician}) {
        const auto browser = stage.as(std::string(to_text(role)));
        for (const Route& route : routes()) {
            // Signing out would end it, and a technician's own account is not to be touched.
            if (route.call == Call::logout || route.call == Call::password ||
                route.call == Call::login)
                continue;
            std::string path(route.pattern);
            if (const auto brace = path.find('{'); brace != std::string::npos)
                path.replace(brace, path.find('}') - brace + 1, "9999");
            const Answer answer =
                browser.send(route.method, path, route.method == Method::get ? "" : "[]");
            INFO(to_text(role) << " " << path << " " << answer.status << " " << answer.body);
            const bool forbidden = answer.status == 403 && code_of(answer) == "forbidden";
            CHECK(forbidden == !allows(route.access, role));
            CHECK(answer.status < 500);
        }
    }
}

SCENARIO("the chair steers the meeting", "[chair]") {
    ApiStage stage;
    const auto chair = stage.as("chair");
    const auto before = stage.records.notes().size();
    REQUIRE(
        chair.post("/api/action", R"({"kind":"open_meeting","text":"Giao ban tuần 47"})").status ==
        200);
    CHECK(stage.acted == 1);
    const json::value state = json::parse(chair.get("/api/state").body);
    CHECK(state.at("meeting").at("title") == "Giao ban tuần 47");
    CHECK(state.at("now") == 1'795'000'000'000);
    THEN("it is in the minutes, with who and from where") {
        REQUIRE(stage.records.notes().size() == before + 1);
        const ActionLine& line = stage.records.notes().back();
        CHECK(line.who == "chair");
        CHECK(line.what == "open_meeting");
        CHECK(line.text == "open_meeting Giao ban tuần 47");
        CHECK(line.done);
        CHECK(json::parse(chair.get("/api/audit").body).at("actions").at(0).at("what") ==
              "open_meeting");
    }
    THEN("what cannot be done is refused in words, and that is in the minutes too") {
        const Answer again = chair.post("/api/action", R"({"kind":"open_meeting","text":"x"})");
        CHECK(again.status == 409);
        CHECK(code_of(again) == "refused");
        CHECK_THAT(again.body, ContainsSubstring("close it first"));
        CHECK_FALSE(stage.records.notes().back().done);
        CHECK(stage.acted == 1);
    }
    THEN("minutes that take nothing are counted, and the meeting goes on") {
        stage.records.takes_notes = false;
        CHECK(chair.post("/api/action", R"({"kind":"hold"})").status == 200);
        CHECK(stage.api->counters().notes_lost == 1);
    }
}

SCENARIO("a secretary records, and gives nobody the floor", "[chair]") {
    ApiStage stage;
    REQUIRE(stage.as("chair").post("/api/action", R"({"kind":"open_meeting","text":"x"})").status ==
            200);
    const auto secretary = stage.as("secretary");
    CHECK(secretary.post("/api/action", R"({"kind":"record","on":true})").status == 200);
    CHECK(secretary.post("/api/action", R"({"kind":"grant_next"})").status == 403);
    CHECK(secretary.send(Method::put, "/api/meetings/1/pin", R"({"pinned":true})").status == 200);
    CHECK(json::parse(secretary.get("/api/meetings/1").body).at("pinned") == true);
    CHECK(secretary.send(Method::put, "/api/meetings/77/pin", R"({"pinned":true})").status == 404);
    CHECK(secretary.send(Method::put, "/api/meetings/1/pin", R"({"pinned":1})").status == 400);
}

SCENARIO("the minutes come as they are asked for", "[chair]") {
    ApiStage stage;
    const auto secretary = stage.as("secretary");
    const Answer pdf = secretary.get("/api/meetings/1/minutes.pdf");
    CHECK(pdf.content_type == "application/pdf");
    CHECK(header_of(pdf, "Content-Disposition") ==
          "attachment; filename=\"giao-ban-1-minutes.pdf\"");
    CHECK(secretary.get("/api/meetings/1/minutes.csv").content_type == "text/csv; charset=utf-8");
    CHECK(secretary.get("/api/report/2026.json").status == 200);
    for (const char* none :
         {"/api/meetings/99", "/api/meetings/-1", "/api/meetings/x",
          "/api/meetings/99999999999999999999", "/api/meetings/1x/minutes.pdf", "/api/report/1.pdf",
          "/api/report/70000.pdf", "/api/report/x.csv", "/api/meetings/2/recording.opus"}) {
        INFO(none);
        CHECK(secretary.get(none).status == 404);
    }
}

SCENARIO("a recording comes whole or in parts", "[chair]") {
    ApiStage stage;
    const auto secretary = stage.as("secretary");
    const Answer whole = secretary.get("/api/meetings/1/recording.opus");
    REQUIRE(whole.file);
    CHECK(whole.file->length == 300'000);
    CHECK(header_of(whole, "Accept-Ranges") == "bytes");
    Request request;
    request.target = "/api/meetings/1/recording.opus";
    request.cookie = secretary.cookie;
    request.range = "bytes=100-199";
    const Answer part = stage.call(request);
    CHECK(part.status == 206);
    CHECK(part.file->from == 100);
    CHECK(part.file->length == 100);
    CHECK(header_of(part, "Content-Range") == "bytes 100-199/300000");
    request.range = "bytes=300000-";
    CHECK(stage.call(request).status == 416);
    request.range = "bytes=100-199";
    request.if_range = "\"another\"";
    CHECK(stage.call(request).status == 200);
    request.if_range = header_of(whole, "ETag");
    CHECK(stage.call(request).status == 206);
}

SCENARIO("a technician keeps the accounts", "[chair]") {
    ApiStage stage;
    const auto technician = stage.as("technician");
    const Answer made = technician.post(
        "/api/accounts", R"({"name":"thu.ky","role":"secretary","password":"a new password"})");
    REQUIRE(made.status == 201);
    ApiStage::Browser fresh{stage, {}, {}};
    REQUIRE(fresh.sign_in("thu.ky", "a new password").status == 200);
    THEN("no name is given twice, and no word is missing") {
        for (const auto& [body, status] : std::initializer_list<std::pair<const char*, unsigned>>{
                 {R"({"name":"thu.ky","role":"viewer","password":"a new password"})", 409U},
                 {R"({"name":"projector","role":"viewer","password":"a new password"})", 409U},
                 {R"({"name":"Thu Ky","role":"viewer","password":"a new password"})", 400U},
                 {R"({"name":"x","role":"king","password":"a new password"})", 400U},
                 {R"({"name":"x","role":"viewer","password":"short"})", 400U},
                 {R"({"name":"x","role":"viewer"})", 400U},
                 {R"({"name":"../x","role":"viewer","password":"a new password"})", 400U}}) {
            INFO(body);
            CHECK(technician.post("/api/accounts", body).status == status);
        }
    }
    THEN("its owner changes its password with the one until now, and stays signed in") {
        CHECK(fresh.post("/api/accounts/thu.ky/password", R"({"password":"the next password"})")
                  .status == 403);
        const Answer changed =
            fresh.post("/api/accounts/thu.ky/password",
                       R"({"password":"the next password","current":"a new password"})");
        REQUIRE(changed.status == 200);
        CHECK(fresh.get("/api/me").status == 401);
        fresh.take(changed);
        CHECK(fresh.get("/api/me").status == 200);
        CHECK(fresh.post("/api/accounts/chair/password", R"({"password":"the next password"})")
                  .status == 403);
    }
    THEN("when it is removed it is signed out") {
        CHECK(technician.send(Method::remove, "/api/accounts/thu.ky").status == 200);
        CHECK(fresh.get("/api/me").status == 401);
        CHECK(technician.send(Method::remove, "/api/accounts/thu.ky").status == 404);
    }
    THEN("the last technician stays, and stays one") {
        CHECK(code_of(technician.send(Method::remove, "/api/accounts/technician")) == "conflict");
        CHECK(code_of(technician.send(Method::put, "/api/accounts/technician/role",
                                      R"({"role":"chair"})")) == "conflict");
        CHECK(technician.get("/api/me").status == 200);
        AND_WHEN("there is another") {
            CHECK(technician
                      .send(Method::put, "/api/accounts/thu.ky/role", R"({"role":"technician"})")
                      .status == 200);
            THEN("the first can go") {
                CHECK(technician.send(Method::remove, "/api/accounts/technician").status == 200);
                CHECK(technician.get("/api/me").status == 401);
            }
        }
    }
    THEN("with another role its sessions end, and the next ones have it") {
        const auto follower = stage.follower_of(fresh);
        REQUIRE(stage.api->still_follows(follower));
        const Answer changed =
            technician.send(Method::put, "/api/accounts/thu.ky/role", R"({"role":"viewer"})");
        REQUIRE(changed.status == 200);
        CHECK(changed.body == R"({"name":"thu.ky","role":"viewer"})");
        CHECK_FALSE(stage.api->still_follows(follower));
        CHECK(fresh.get("/api/me").status == 401);
        REQUIRE(fresh.sign_in("thu.ky", "a new password").status == 200);
        CHECK(fresh.get("/api/meetings").status == 403);
    }
    THEN("a role that is none, and an account that is none, are refused in words") {
        CHECK(technician.send(Method::put, "/api/accounts/thu.ky/role", R"({"role":"king"})")
                  .status == 400);
        CHECK(technician.send(Method::put, "/api/accounts/thu.ky/role", "{}").status == 400);
        CHECK(technician.send(Method::put, "/api/accounts/nobody/role", R"({"role":"chair"})")
                  .status == 404);
        CHECK(fresh.send(Method::put, "/api/accounts/thu.ky/role", R"({"role":"technician"})")
                  .status == 403);
    }
    THEN("each change is in the audit log, with who and whether it was done") {
        (void)technician.send(Method::put, "/api/accounts/thu.ky/role", R"({"role":"chair"})");
        (void)technician.send(Method::remove, "/api/accounts/technician");
        (void)technician.send(Method::remove, "/api/accounts/thu.ky");
        std::vector<std::string> log;
        for (const ActionLine& line : stage.records.notes()) {
            if (line.what.starts_with("account_")) {
                log.push_back(line.who + " " + line.what + " " + line.text +
                              (line.done ? "" : " refused"));
            }
        }
        CHECK(log == std::vector<std::string>{"technician account_add thu.ky secretary",
                                              "technician account_role thu.ky chair",
                                              "technician account_remove technician refused",
                                              "technician account_remove thu.ky"});
    }
    THEN("what giaobanctl changes ends sessions with the next look at the files") {
        config::Accounts files(stage.folder.path());
        auto account = files.find("thu.ky");
        REQUIRE(account);
        account->role = AccountRole::viewer;
        REQUIRE(files.change(*account));
        stage.api->keep_house();
        CHECK(fresh.get("/api/me").status == 401);
    }
    THEN("a password that is changed while the role is keeps the new role") {
        std::optional<Answer> role;
        std::optional<Answer> password;
        technician.begin(Method::put, "/api/accounts/thu.ky/role", R"({"role":"viewer"})", role);
        technician.begin(Method::post, "/api/accounts/thu.ky/password",
                         R"({"password":"the next password"})", password);
        while (!role || !password)
            stage.turn();
        CHECK(role->status == 200);
        CHECK(password->body == R"({"name":"thu.ky","role":"viewer"})");
    }
}

SCENARIO("a technician makes cards, and replaces a box", "[chair]") {
    ApiStage stage;
    const auto technician = stage.as("technician");
    const Answer made = technician.post("/api/cards", R"({"name":"Xã Mới"})");
    REQUIRE(made.status == 201);
    CHECK_THAT(made.body, ContainsSubstring("secret"));
    for (const ActionLine& line : stage.records.notes())
        CHECK(line.text.find("secret") == std::string::npos);
    CHECK(technician.post("/api/cards", R"({"name":"Xã Mới"})").status == 409);
    CHECK(technician.post("/api/boxes/2/replace", "").status == 201);
    CHECK(stage.records.notes().back().what == "replace_box");
    CHECK(technician.post("/api/boxes/999/replace").status == 404);
    CHECK(technician.post("/api/boxes/x/replace").status == 404);
}

TEST_CASE("the figures are for Prometheus' token, and for a technician", "[chair]") {
    ApiStage stage;
    Request request;
    request.target = "/metrics";
    CHECK(stage.call(request).status == 401);
    request.authorization = "Bearer token-of-metrics";
    const Answer figures = stage.call(request);
    CHECK(figures.status == 200);
    CHECK_THAT(figures.body, ContainsSubstring("giaoban_page_requests_total 2"));
    request.authorization = "Bearer token-of-metricsx";
    CHECK(stage.call(request).status == 401);
    CHECK(stage.as("technician").get("/metrics").status == 200);
    CHECK(stage.as("chair").get("/metrics").status == 403);
    request.target = "/api/state";
    request.authorization = "Bearer token-of-metrics";
    CHECK(stage.call(request).status == 401);
}

TEST_CASE("what is no call is answered in words", "[chair]") {
    ApiStage stage;
    const auto chair = stage.as("chair");
    CHECK(chair.get("/api/nothing").status == 404);
    const Answer method = chair.send(Method::put, "/api/action");
    CHECK(method.status == 405);
    CHECK(header_of(method, "Allow") == "POST");
    CHECK(chair.send(Method::other, "/api/state").status == 405);
    CHECK(chair.get("/api/live").status == 403);
    CHECK(chair.get("/api/audit?before=x").status == 400);
    CHECK(chair.get("/api/audit?after=1").status == 400);
}
