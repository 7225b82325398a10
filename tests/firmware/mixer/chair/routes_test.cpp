#include "firmware/mixer/chair/routes.h"

#include <algorithm>
#include <set>
#include <sstream>

#include "firmware/mixer/chair/openapi_text.h"
#include "tests/catch.h"

using namespace giaoban::chair;
using giaoban::config::AccountRole;

namespace {

struct Documented {
    std::string method;
    std::string path;
    std::string access;

    friend auto operator<=>(const Documented&, const Documented&) = default;
};

/// The operations of openapi.yaml, by its indentation: a path has two blanks, a method four, what belongs to it six.
std::set<Documented> documented() {
    std::set<Documented> all;
    std::istringstream lines{std::string(openapi_text())};
    Documented now;
    for (std::string line; std::getline(lines, line);) {
        if (line.starts_with("  /") && line.ends_with(":")) {
            now.path = line.substr(2, line.size() - 3);
        } else if (line.starts_with("components:")) {
            break;
        } else if (line == "    get:" || line == "    post:" || line == "    put:" ||
                   line == "    delete:") {
            now.method = line.substr(4, line.size() - 5);
        } else if (constexpr std::string_view key = "      x-access: "; line.starts_with(key)) {
            now.access = line.substr(key.size());
            all.insert(now);
        }
    }
    return all;
}

std::string word(Method method) {
    switch (method) {
        case Method::get: return "get";
        case Method::post: return "post";
        case Method::put: return "put";
        case Method::remove: return "delete";
        default: return "?";
    }
}

std::string word(Access access) {
    if (access == Access::everybody) return "everybody";
    std::string words;
    for (const AccountRole role : {AccountRole::viewer, AccountRole::secretary, AccountRole::chair,
                                   AccountRole::technician}) {
        if (!allows(access, role)) continue;
        words += (words.empty() ? "" : " ") + std::string(to_text(role));
    }
    return words;
}

}  // namespace

TEST_CASE("openapi.yaml has every route, with who may take it, and no other", "[chair]") {
    std::set<Documented> built;
    for (const Route& route : routes())
        built.insert({word(route.method), std::string(route.pattern), word(route.access)});
    CHECK(built.size() == routes().size());
    const auto written = documented();
    for (const auto& one : built) {
        INFO(one.method << " " << one.path << " of " << one.access << " is not in openapi.yaml");
        CHECK(written.contains(one));
    }
    for (const auto& one : written) {
        INFO(one.method << " " << one.path << " of " << one.access << " is no route");
        CHECK(built.contains(one));
    }
}

TEST_CASE("openapi.yaml has every kind of action", "[chair]") {
    const std::string text(openapi_text());
    std::string list = "enum: [";
    for (const auto action : action_words)
        list += std::string(action) + (action == action_words.back() ? "]" : ", ");
    CHECK(text.find(list) != std::string::npos);
}

TEST_CASE("a path finds its route, and what stands for the braces", "[chair]") {
    const Match minutes = match(Method::get, "/api/meetings/17/minutes.pdf");
    REQUIRE(minutes.route != nullptr);
    CHECK(minutes.route->call == Call::minutes_pdf);
    CHECK(minutes.parameters == std::vector<std::string>{"17"});
    const Match report = match(Method::head, "/api/report/2026.csv");
    REQUIRE(report.route != nullptr);
    CHECK(report.route->call == Call::report_csv);
    CHECK(report.parameters == std::vector<std::string>{"2026"});
    CHECK(match(Method::remove, "/api/accounts/a").route->call == Call::remove_account);
}

TEST_CASE("a path without its method says which it has", "[chair]") {
    const Match accounts = match(Method::put, "/api/accounts");
    CHECK(accounts.route == nullptr);
    CHECK(accounts.allowed == "GET, HEAD, POST");
    for (const char* none : {"/api", "/api/", "/api/nothing", "/api/meetings/1/2/3",
                             "/api/report/.pdf", "/api/meetings/1/minutes.exe", "/metrics/x", ""}) {
        INFO(none);
        CHECK(match(Method::get, none).allowed.empty());
    }
}

TEST_CASE("who may ask what of the meeting", "[chair]") {
    const auto may = [](ActionKind kind) { return word(access_of(kind)); };
    CHECK(may(ActionKind::grant) == "chair");
    CHECK(may(ActionKind::open_room) == "chair");
    CHECK(may(ActionKind::close_meeting) == "chair");
    CHECK(may(ActionKind::record) == "secretary chair");
    CHECK(may(ActionKind::self_test) == "chair technician");
    for (std::size_t i = 0; i < action_words.size(); ++i)
        CHECK_FALSE(allows(access_of(static_cast<ActionKind>(i)), AccountRole::viewer));
}
