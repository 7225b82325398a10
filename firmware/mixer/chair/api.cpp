#include "firmware/mixer/chair/api.h"

#include <spdlog/spdlog.h>

#include "config/vocab/secret.h"
#include "firmware/mixer/chair/connection_limits.h"
#include "firmware/mixer/chair/cookie.h"
#include "firmware/mixer/chair/json_answer.h"
#include "firmware/mixer/chair/metrics_text.h"
#include "firmware/mixer/chair/openapi_text.h"
#include "net/keys/private_file.h"

namespace giaoban::chair {

namespace {

bool same(std::string_view a, std::string_view b) noexcept {
    return a.size() == b.size() && equal_in_constant_time(as_bytes(a), as_bytes(b));
}

/// A browser says where the page is from that sends a request; a script says nothing.
bool from_elsewhere(const Request& request) {
    return !request.origin.empty() && request.origin != "https://" + request.host;
}

bool changes(Method method) noexcept { return method != Method::get && method != Method::head; }

std::string sessions_file(const std::string& state_dir) { return state_dir + "/page/sessions"; }

}  // namespace

Api::Api(Doors doors)
    : doors_(std::move(doors)), accounts_(doors_.state_dir), sessions_(doors_.random) {
    read_sessions();
    (void)refresh();
}

void Api::read_sessions() {
    const auto kept = net::read_private_file(sessions_file(doors_.state_dir));
    if (kept) sessions_.read(*kept, doors_.clocks.wall());
}

void Api::save_sessions() {
    counters_.sessions = sessions_.count();
    // What is not kept signs somebody out at the next restart, and that is all.
    (void)doors_.desk.submit([file = sessions_file(doors_.state_dir), text = sessions_.text()] {
        const auto kept = net::write_private_file(file, text, net::Replace::yes);
        return Desk::Back([words = kept ? std::string() : kept.error().message] {
            if (!words.empty()) spdlog::warn("page: {}", words);
        });
    });
}

void Api::keep_house() {
    accounts_.look();
    sessions_.expire(doors_.clocks.wall());
    counters_.sessions = sessions_.count();
}

const Session* Api::session_of(std::string_view token) {
    const Session* session = sessions_.find(token, doors_.clocks.wall());
    if (session == nullptr || session->account == "link") return session;
    const config::Account* account = accounts_.find(session->name);
    if (account != nullptr && AccountBook::mark(*account) == session->account) return session;
    sessions_.end(token);
    return nullptr;
}

const Session* Api::session_of(const Request& request, std::string& token) {
    const auto cookie = cookie_of(request.cookie, "session");
    if (!cookie) return nullptr;
    token = *cookie;
    return session_of(token);
}

std::optional<Answer> Api::refusal(const Request& request, const Route& route,
                                   const Session*& session, std::string& token) {
    if (changes(route.method) && from_elsewhere(request)) {
        return error_answer(403, "elsewhere", "this request comes from another page");
    }
    if (route.access == Access::everybody) return std::nullopt;
    if (route.access == Access::token && !doors_.metrics_token.empty() &&
        same(request.authorization, "Bearer " + doors_.metrics_token)) {
        return std::nullopt;
    }
    session = session_of(request, token);
    if (session == nullptr) {
        return error_answer(401, "not_signed_in", "nobody is signed in here, or not any more");
    }
    if (changes(route.method) && !same(request.csrf, session->csrf)) {
        return error_answer(403, "csrf", "the header X-CSRF is missing or is another session's");
    }
    if (!allows(route.access, session->role)) {
        return error_answer(403, "forbidden",
                            "the role " + std::string(to_text(session->role)) + " may not do this");
    }
    return std::nullopt;
}

void Api::handle(const Request& request, std::string_view path,
                 const std::map<std::string, std::string>& query, Respond respond) {
    counters_.requests += 1;
    Respond counted = [this, respond = std::move(respond)](Answer answer) {
        counters_.refused_requests += answer.status >= 400 ? 1U : 0U;
        respond(std::move(answer));
    };
    const Match found = match(request.method, path);
    if (found.allowed.empty()) {
        return counted(error_answer(404, "not_found", "the API has no such path"));
    }
    if (found.route == nullptr) {
        Answer answer = error_answer(405, "method_not_allowed", "this path takes " + found.allowed);
        answer.headers.emplace_back("Allow", found.allowed);
        return counted(std::move(answer));
    }
    const Session* session = nullptr;
    std::string token;
    if (auto refused = refusal(request, *found.route, session, token)) {
        return counted(std::move(*refused));
    }
    if (changes(request.method) && !request.body.empty() &&
        !request.content_type.starts_with("application/json")) {
        return counted(error_answer(415, "not_json", "expected Content-Type: application/json"));
    }
    dispatch(found.route->call,
             {request, found.parameters, query, session, std::move(token), std::move(counted)});
}

void Api::dispatch(Call call, const Work& work) {
    switch (call) {
        case Call::login: return login(work);
        case Call::logout: return logout(work);
        case Call::me: return me(work);
        case Call::state: return state(work);
        case Call::live: return live(work);
        case Call::action: return action(work);
        case Call::meetings: return meetings(work);
        case Call::meeting: return meeting(work);
        case Call::minutes_pdf: return minutes(work, PaperForm::pdf);
        case Call::minutes_csv: return minutes(work, PaperForm::csv);
        case Call::minutes_json: return minutes(work, PaperForm::json);
        case Call::recording: return recording(work);
        case Call::pin: return pin(work);
        case Call::report_pdf: return report(work, PaperForm::pdf);
        case Call::report_csv: return report(work, PaperForm::csv);
        case Call::report_json: return report(work, PaperForm::json);
        case Call::accounts: return list_accounts(work);
        case Call::add_account: return add_account(work);
        case Call::remove_account: return remove_account(work);
        case Call::change_role: return change_role(work);
        case Call::password: return change_password(work);
        case Call::make_card: return make_card(work);
        case Call::replace_box: return replace_box(work);
        case Call::audit: return audit(work);
        case Call::viewer_link: return viewer_link(work);
        case Call::openapi: {
            Answer answer;
            answer.content_type = "application/yaml";
            answer.body = openapi_text();
            return work.respond(std::move(answer));
        }
        case Call::metrics: return metrics(work);
    }
}

std::variant<Api::Follower, Answer> Api::follow(const Request& request) {
    if (request.origin.empty() || from_elsewhere(request)) {
        // A script sets the header itself, and says with it that no browser was led here.
        return error_answer(403, "elsewhere",
                            "expected the header Origin: https:// and what stands in Host");
    }
    std::string token;
    const Session* session = session_of(request, token);
    if (session == nullptr) {
        return error_answer(401, "not_signed_in", "nobody is signed in here, or not any more");
    }
    return Follower{std::move(token), session->name, session->role};
}

void Api::live(const Work& work) {
    auto found = follow(work.request);
    if (auto* refused = std::get_if<Answer>(&found)) return work.respond(std::move(*refused));
    if (counters_.live >= limits::live)
        return work.respond(error_answer(503, "busy", "64 pages are open: close one"));
    work.respond(error_answer(426, "websocket", "this path is a WebSocket: ask for an upgrade"));
}

bool Api::still_follows(const Follower& follower) { return session_of(follower.token) != nullptr; }

std::optional<std::string> Api::refresh() {
    const Instant now = doors_.clocks.steady();
    return feed_.update(doors_.meeting.status(now), doors_.clocks.wall(), now);
}

std::string Api::first_message() const { return feed_.first(doors_.clocks.wall()); }

bool Api::refresh_due() const { return feed_.due(doors_.clocks.steady()); }

void Api::note(std::string_view who, std::string_view address, std::string_view what,
               std::string text, bool done) {
    ActionLine line;
    line.unix_ms =
        std::chrono::duration_cast<Milliseconds>(doors_.clocks.wall().time_since_epoch()).count();
    line.who = who;
    line.address = address;
    line.what = what;
    line.text = std::move(text);
    line.done = done;
    if (doors_.records.note(std::move(line))) return;
    counters_.notes_lost += 1;
    spdlog::error("page: the minutes did not take what {} did: {}", who, what);
}

void Api::metrics(const Work& work) {
    counters_.sessions = sessions_.count();
    Answer answer;
    answer.content_type = "text/plain; version=0.0.4; charset=utf-8";
    answer.body = metrics_text(doors_.meeting.status(doors_.clocks.steady()), counters_);
    work.respond(std::move(answer));
}

}  // namespace giaoban::chair
