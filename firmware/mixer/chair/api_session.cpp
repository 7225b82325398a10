// Api: signing in and out, and the link for the projector.
#include "firmware/mixer/chair/api.h"
#include "firmware/mixer/chair/json_answer.h"
#include "firmware/mixer/chair/json_body.h"
#include "net/keys/key_text.h"
#include "net/keys/password.h"

namespace giaoban::chair {

namespace json = boost::json;

namespace {

/// Costs what every hash costs and fits nothing, so that a name that is not there takes as long as one that is.
constexpr std::string_view nobodys_hash =
    "$argon2id$v=19$m=65536,t=3,p=1$AAAAAAAAAAAAAAAAAAAAAA$"
    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

std::string cookie(const std::string& token, Seconds life) {
    return "session=" + token + "; Path=/; Max-Age=" + std::to_string(life.count()) +
           "; Secure; HttpOnly; SameSite=Strict";
}

json::object about(const Session& session) {
    return {{"name", session.name}, {"role", to_text(session.role)}, {"csrf", session.csrf}};
}

Answer too_often(Seconds wait) {
    Answer answer = error_answer(429, "throttled",
                                 "too many tries: wait " + std::to_string(wait.count()) + " s");
    answer.headers.emplace_back("Retry-After", std::to_string(wait.count()));
    return answer;
}

}  // namespace

Answer Api::signed_in(std::string_view name, AccountRole role, std::string_view mark) {
    const auto begun = sessions_.begin(name, role, mark, doors_.clocks.wall());
    Answer answer = json_answer(about(*begun.session));
    answer.headers.emplace_back("Set-Cookie", cookie(begun.token, Sessions::longest));
    counters_.logins += 1;
    save_sessions();
    return answer;
}

void Api::login(const Work& work) {
    JsonBody body(work.request.body);
    if (body.has("token")) {
        const std::string link = body.text("token", 1, 64);
        if (!body.complete()) return work.respond(bad_request(body.fault()));
        return login_by_link(work, link);
    }
    const std::string name = body.text("name", 1, 64);
    std::string password = body.text("password", 1, net::most_password_bytes);
    if (!body.complete()) return work.respond(bad_request(body.fault()));
    const std::string& address = work.request.address;
    const Instant now = doors_.clocks.steady();
    if (const Seconds wait = throttle_.wait(name, address, now); wait > Seconds{0}) {
        counters_.throttled_logins += 1;
        return work.respond(too_often(wait));
    }
    // Counted before it is known, so that many tries at once are as many tries.
    throttle_.failed(name, address, now);
    const config::Account* account = accounts_.find(name);
    const std::string hash = account != nullptr ? account->password : std::string(nobodys_hash);
    const Respond respond = work.respond;
    const bool taken = doors_.desk.submit(
        [this, name, address, hash, respond, password = std::move(password)]() mutable {
            const bool right = net::password_fits(hash, password);
            net::wipe_text(password);
            return Desk::Back([this, name, address, right, respond] {
                password_seen(name, address, right, respond);
            });
        });
    if (!taken) respond(error_answer(503, "busy", "too many are signing in at once: try again"));
}

void Api::password_seen(const std::string& name, const std::string& address, bool right,
                        const Respond& respond) {
    const config::Account* account = accounts_.find(name);
    if (!right || account == nullptr) {
        counters_.failed_logins += 1;
        // Only a name that there is goes into the log: people type passwords into the wrong field.
        note("", address, "login", account != nullptr ? name : "", false);
        return respond(error_answer(401, "wrong_password", "the name or the password is wrong"));
    }
    throttle_.succeeded(name, address);
    note(name, address, "login", "", true);
    respond(signed_in(name, account->role, AccountBook::mark(*account)));
}

void Api::login_by_link(const Work& work, const std::string& link) {
    const std::string& address = work.request.address;
    const Instant now = doors_.clocks.steady();
    constexpr std::string_view name = "link";
    if (const Seconds wait = throttle_.wait(name, address, now); wait > Seconds{0}) {
        counters_.throttled_logins += 1;
        return work.respond(too_often(wait));
    }
    if (!sessions_.use_link(link, doors_.clocks.wall())) {
        // A link is 192 bits of chance: an address that guesses is slowed, and nobody's name is.
        throttle_.failed(std::string(name) + " " + address, address, now);
        counters_.failed_logins += 1;
        return work.respond(error_answer(401, "wrong_link",
                                         "this link was used already, or is over: make a new one"));
    }
    note("projector", address, "login", "by link", true);
    work.respond(signed_in("projector", AccountRole::viewer, "link"));
}

void Api::logout(const Work& work) {
    note(work.session->name, work.request.address, "logout", "", true);
    sessions_.end(work.token);
    save_sessions();
    Answer answer = done_answer();
    answer.headers.emplace_back("Set-Cookie", cookie("", Seconds{0}));
    work.respond(std::move(answer));
}

void Api::me(const Work& work) { work.respond(json_answer(about(*work.session))); }

void Api::viewer_link(const Work& work) {
    JsonBody body(work.request.body.empty() ? "{}" : std::string_view(work.request.body));
    if (!body.complete()) return work.respond(bad_request(body.fault()));
    const std::string link = sessions_.make_link(doors_.clocks.wall());
    note(work.session->name, work.request.address, "viewer_link", "", true);
    work.respond(
        json_answer(json::object{{"token", link},
                                 {"path", "/#link=" + link},
                                 {"expires", std::chrono::seconds(Sessions::link_life).count()}},
                    201));
}

}  // namespace giaoban::chair
