// Api: accounts and their passwords.
#include <boost/json/array.hpp>

#include "firmware/mixer/chair/api.h"
#include "firmware/mixer/chair/json_answer.h"
#include "firmware/mixer/chair/json_body.h"
#include "net/keys/key_text.h"
#include "net/keys/password.h"

namespace giaoban::chair {

namespace json = boost::json;

namespace {

constexpr std::string_view accepted_role =
    "expected \"viewer\", \"secretary\", \"chair\" or \"technician\"";

Answer no_such_account() { return error_answer(404, "not_found", "there is no such account"); }

Answer last_technician() {
    return error_answer(409, "conflict",
                        "this is the last technician: nobody could make an account any more");
}

Answer busy() { return error_answer(503, "busy", "too much is being asked at once: try again"); }

}  // namespace

void Api::list_accounts(const Work& work) {
    accounts_.look();
    json::array list;
    for (const config::Account& account : accounts_.all())
        list.push_back(json::object{{"name", account.name}, {"role", to_text(account.role)}});
    work.respond(json_answer(json::object{{"accounts", std::move(list)}}));
}

void Api::add_account(const Work& work) {
    JsonBody body(work.request.body);
    config::Account account;
    account.name = body.text("name", 1, 32);
    const std::string role = body.text("role", 1, 16);
    std::string password =
        body.text("password", net::least_password_bytes, net::most_password_bytes);
    if (!config::valid_account_name(account.name))
        body.refuse("name", "expected " + std::string(config::accepted_account_name));
    if (!config::account_role(role, account.role)) body.refuse("role", accepted_role);
    if (!body.complete()) return work.respond(bad_request(body.fault()));
    accounts_.look();
    // Two names mean something of their own: whoever came by a link, and the minutes' own actions.
    if (accounts_.find(account.name) != nullptr || account.name == "projector") {
        return work.respond(
            error_answer(409, "conflict", "there is an account of this name already"));
    }
    if (accounts_.all().size() >= config::Accounts::most) {
        return work.respond(
            error_answer(409, "conflict", "there are 256 accounts, and no more fit"));
    }
    store_password({.name = account.name,
                    .who = work.session->name,
                    .address = work.request.address,
                    .what = "account_add",
                    .text = account.name + " " + role,
                    .respond = work.respond,
                    .status = 201},
                   account, std::move(password));
}

void Api::remove_account(const Work& work) {
    const std::string& name = work.parameters.front();
    change_account({.name = name,
                    .who = work.session->name,
                    .address = work.request.address,
                    .what = "account_remove",
                    .text = name,
                    .respond =
                        [respond = work.respond](Answer answer) {
                            respond(answer.status == 200 ? done_answer() : std::move(answer));
                        }},
                   [name](config::Accounts& files) -> std::variant<config::Account, Answer> {
                       auto account = files.find(name);
                       if (!account) return no_such_account();
                       if (files.is_last_technician(name)) return last_technician();
                       const auto removed = files.remove(name);
                       if (!removed)
                           return error_answer(500, "failed", config::text(removed.error()));
                       return std::move(*account);
                   });
}

void Api::change_role(const Work& work) {
    const std::string& name = work.parameters.front();
    JsonBody body(work.request.body);
    const std::string word = body.text("role", 1, 16);
    AccountRole role{};
    if (!config::account_role(word, role)) body.refuse("role", accepted_role);
    if (!body.complete()) return work.respond(bad_request(body.fault()));
    change_account({.name = name,
                    .who = work.session->name,
                    .address = work.request.address,
                    .what = "account_role",
                    .text = name + " " + word,
                    .respond = work.respond},
                   [name, role](config::Accounts& files) -> std::variant<config::Account, Answer> {
                       auto account = files.find(name);
                       if (!account) return no_such_account();
                       if (role != AccountRole::technician && files.is_last_technician(name))
                           return last_technician();
                       account->role = role;
                       const auto changed = files.change(*account);
                       if (!changed)
                           return error_answer(500, "failed", config::text(changed.error()));
                       return std::move(*account);
                   });
}

void Api::change_account(AccountChange change, ChangeFiles how) {
    const Respond respond = change.respond;
    const bool taken = doors_.desk.submit(
        [this, state_dir = doors_.state_dir, change = std::move(change), how = std::move(how)] {
            config::Accounts files(state_dir);
            return Desk::Back([this, change, done = how(files)] { account_changed(change, done); });
        });
    if (!taken) respond(busy());
}

void Api::account_changed(const AccountChange& change,
                          const std::variant<config::Account, Answer>& done) {
    const auto* account = std::get_if<config::Account>(&done);
    note(change.who, change.address, change.what, change.text, account != nullptr);
    if (account == nullptr) return change.respond(std::get<Answer>(done));
    accounts_.look();
    if (change.status != 201) sessions_.end_all(change.name);
    if (change.keeps_session) {
        change.respond(signed_in(account->name, account->role, AccountBook::mark(*account)));
    } else {
        save_sessions();
        change.respond(
            json_answer(json::object{{"name", account->name}, {"role", to_text(account->role)}},
                        change.status));
    }
    doors_.acted();
}

void Api::change_password(const Work& work) {
    const std::string& name = work.parameters.front();
    JsonBody body(work.request.body);
    std::string password =
        body.text("password", net::least_password_bytes, net::most_password_bytes);
    auto current = body.maybe_text("current", net::most_password_bytes);
    if (!body.complete()) return work.respond(bad_request(body.fault()));
    const bool own = name == work.session->name && work.session->account != "link";
    if (!own && work.session->role != AccountRole::technician) {
        return work.respond(
            error_answer(403, "forbidden", "only a technician changes somebody else's password"));
    }
    accounts_.look();
    const config::Account* account = accounts_.find(name);
    if (account == nullptr) return work.respond(no_such_account());
    AccountChange change{.name = name,
                         .who = work.session->name,
                         .address = work.request.address,
                         .what = "account_password",
                         .text = name,
                         .respond = work.respond,
                         .status = 200,
                         .keeps_session = own};
    if (!own) return store_password(std::move(change), *account, std::move(password));
    // A page that was left open must not be enough to take an account over.
    const Instant now = doors_.clocks.steady();
    if (throttle_.wait("password " + name, work.request.address, now) > Seconds{0}) {
        return work.respond(error_answer(429, "throttled", "too many tries: wait a while"));
    }
    throttle_.failed("password " + name, work.request.address, now);
    const bool taken =
        doors_.desk.submit([this, account = *account, current = std::move(current).value_or(""),
                            password = std::move(password), change = std::move(change)]() mutable {
            const bool right = net::password_fits(account.password, current);
            net::wipe_text(current);
            return Desk::Back([this, account, right, password = std::move(password),
                               change = std::move(change)]() mutable {
                if (!right) {
                    return account_changed(
                        change, error_answer(403, "wrong_password",
                                             "`current` must be the password until now"));
                }
                throttle_.succeeded("password " + account.name, change.address);
                store_password(std::move(change), account, std::move(password));
            });
        });
    if (!taken) work.respond(busy());
}

void Api::store_password(AccountChange change, config::Account account, std::string password) {
    const bool fresh = change.status == 201;
    change_account(
        std::move(change),
        [account = std::move(account), password = std::move(password),
         fresh](config::Accounts& files) mutable -> std::variant<config::Account, Answer> {
            std::string hash = net::hash_password(password);
            net::wipe_text(password);
            if (hash.empty()) {
                return error_answer(503, "busy",
                                    "there is not enough memory for it now: try again");
            }
            // Its role may have been changed since it was asked for.
            if (!fresh) {
                auto there = files.find(account.name);
                if (!there) return no_such_account();
                account = std::move(*there);
            }
            account.password = std::move(hash);
            if (fresh && files.find(account.name))
                return error_answer(409, "conflict", "there is an account of this name already");
            const auto stored = fresh ? files.add(account) : files.change(account);
            if (!stored) return error_answer(500, "failed", config::text(stored.error()));
            return std::move(account);
        });
}

}  // namespace giaoban::chair
