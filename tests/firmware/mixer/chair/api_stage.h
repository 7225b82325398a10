#pragma once

#include <condition_variable>
#include <deque>
#include <filesystem>
#include <mutex>
#include <optional>
#include <string>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "config/accounts.h"
#include "firmware/mixer/chair/api.h"
#include "firmware/mixer/chair/target.h"
#include "net/keys/password.h"
#include "tests/catch.h"
#include "tests/config/temporary_folder.h"
#include "tests/firmware/mixer/chair/fake_meeting.h"
#include "tests/firmware/mixer/chair/fake_records.h"

namespace giaoban::chair::test {

/// The API without a network: a meeting of 5 boxes, an account for each role, and a clock that is set.
struct ApiStage {
    config::test::TemporaryFolder folder;
    SeededRandom random{9};
    Instant now{std::chrono::hours(1)};
    WallTime wall{std::chrono::seconds(1'795'000'000)};
    FakeMeeting meeting{5, false, 1, now};
    FakeRecords records{folder.path() + "/recordings", 1'795'000'000'000};
    std::mutex mutex;
    std::condition_variable posted;
    std::deque<Desk::Back> backs;
    Desk desk{[this](Desk::Back back) {
        const std::lock_guard lock(mutex);
        backs.push_back(std::move(back));
        posted.notify_all();
    }};
    int acted = 0;
    std::optional<Api> api;

    ApiStage() {
        // Hashed once for all tests: it costs what it is to cost.
        static const std::string hash = net::hash_password("giaoban-password");
        config::Accounts accounts(folder.path());
        for (const auto role : {AccountRole::viewer, AccountRole::secretary, AccountRole::chair,
                                AccountRole::technician}) {
            REQUIRE(accounts.add({std::string(to_text(role)), role, hash}));
        }
        std::filesystem::create_directory(folder.path() + "/page");
        start();
    }

    /// As after a restart.
    void start() {
        if (api) settle();
        api.emplace(Api::Doors{meeting,
                               records,
                               desk,
                               random,
                               {[this] { return now; }, [this] { return wall; }},
                               folder.path(),
                               "token-of-metrics",
                               [this] { acted += 1; }});
    }

    Answer call(Request request) {
        const auto target = Target::from(request.target);
        REQUIRE(target);
        std::optional<Answer> answer;
        api->handle(request, target->path, target->query,
                    [&answer](Answer given) { answer = std::move(given); });
        while (!answer)
            turn();
        return *answer;
    }

    /// What the desk has done next is taken up.
    void turn() {
        std::unique_lock lock(mutex);
        posted.wait(lock, [this] { return !backs.empty(); });
        const Desk::Back back = std::move(backs.front());
        backs.pop_front();
        lock.unlock();
        back();
    }

    /// All that the desk has been given is done.
    void settle() {
        bool done = false;
        REQUIRE(desk.submit([&done] { return Desk::Back([&done] { done = true; }); }));
        while (!done)
            turn();
    }

    /// A browser that may have signed in.
    struct Browser {
        ApiStage& stage;
        std::string cookie;
        std::string csrf;
        std::string address = "192.0.2.1";

        [[nodiscard]] Request request_of(Method method, std::string target,
                                         std::string body) const {
            Request request;
            request.method = method;
            request.target = std::move(target);
            request.body = std::move(body);
            request.address = address;
            request.host = "mixer:8443";
            request.cookie = cookie;
            request.csrf = csrf;
            request.content_type = "application/json";
            return request;
        }
        Answer send(Method method, std::string target, std::string body = {}) const {
            return stage.call(request_of(method, std::move(target), std::move(body)));
        }
        /// Asks, and does not wait: turn() until there is an answer.
        void begin(Method method, std::string target, std::string body,
                   std::optional<Answer>& into) const {
            const Request request = request_of(method, std::move(target), std::move(body));
            const auto where = Target::from(request.target);
            REQUIRE(where);
            stage.api->handle(request, where->path, where->query,
                              [&into](Answer given) { into = std::move(given); });
        }
        Answer get(std::string target) const { return send(Method::get, std::move(target)); }
        Answer post(std::string target, std::string body = "{}") const {
            return send(Method::post, std::move(target), std::move(body));
        }
        Answer sign_in(const std::string& name, const std::string& password) {
            const Answer answer = post("/api/login", boost::json::serialize(boost::json::object{
                                                         {"name", name}, {"password", password}}));
            take(answer);
            return answer;
        }
        void take(const Answer& answer) {
            for (const auto& [key, value] : answer.headers) {
                if (key == "Set-Cookie") cookie = value.substr(0, value.find(';'));
            }
            if (answer.status != 200) return;
            const auto body = boost::json::parse(answer.body);
            if (const auto* text = body.get_object().if_contains("csrf"))
                csrf = std::string(text->get_string().c_str());
        }
    };

    Api::Follower follower_of(const Browser& browser) {
        Request request = browser.request_of(Method::get, "/api/live", {});
        request.origin = "https://" + request.host;
        return std::get<Api::Follower>(api->follow(request));
    }

    Browser as(const std::string& name) {
        Browser browser{*this, {}, {}};
        REQUIRE(browser.sign_in(name, "giaoban-password").status == 200);
        return browser;
    }
};

inline std::string code_of(const Answer& answer) {
    const auto body = boost::json::parse(answer.body);
    return body.at("error").at("code").get_string().c_str();
}

inline std::string header_of(const Answer& answer, std::string_view name) {
    for (const auto& [key, value] : answer.headers) {
        if (key == name) return value;
    }
    return {};
}

}  // namespace giaoban::chair::test
