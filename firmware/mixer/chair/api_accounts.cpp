// Api: accounts and their passwords.
#include <algorithm>
#include <boost/json/array.hpp>

#include "firmware/mixer/chair/api.h"
#include "firmware/mixer/chair/json_answer.h"
#include "firmware/mixer/chair/json_body.h"
#include "net/keys/key_text.h"
#include "net/keys/password.h"

namespace giaoban::chair {

namespace json = boost::json;

namespace {

Answer no_such_account() { return error_answer(404, "not_found", "there is no such account"); }

bool last_technician(const AccountBook& book, const config::Account& account) {
    if (account.role != AccountRole::technician) return false;
    return std::count_if(book.all().begin(), book.all().end(), [](const config::Account& one) {
               return one.role == AccountRole::technician;
           }) == 1;
}

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
    if (!config::account_role(role, account.role))
        body.refuse("role", "expected \"viewer\", \"secretary\", \"chair\" or \"technician\"");
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
    store_password(account, std::move(password), true, false, work.session->name,
                   work.request.address, work.respond);
}

void Api::remove_account(const Work& work) {
    const std::string& name = work.parameters.front();
    accounts_.look();
    const config::Account* account = accounts_.find(name);
    if (account == nullptr) return work.respond(no_such_account());
    if (last_technician(accounts_, *account)) {
        return work.respond(error_answer(
            409, "conflict", "this is the last technician: nobody could make an account any more"));
    }
    config::Accounts files(doors_.state_dir);
    const auto removed = files.remove(name);
    note(work.session->name, work.request.address, "account_remove", name, removed.has_value());
    if (!removed) {
        return work.respond(error_answer(500, "failed", config::text(removed.error())));
    }
    accounts_.look();
    sessions_.end_all(name);
    save_sessions();
    work.respond(done_answer());
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
    if (!own) {
        return store_password(*account, std::move(password), false, false, work.session->name,
                              work.request.address, work.respond);
    }
    // A page that was left open must not be enough to take an account over.
    const Instant now = doors_.clocks.steady();
    if (throttle_.wait("password " + name, work.request.address, now) > Seconds{0}) {
        return work.respond(error_answer(429, "throttled", "too many tries: wait a while"));
    }
    throttle_.failed("password " + name, work.request.address, now);
    const bool taken =
        doors_.desk.submit([this, account = *account, current = std::move(current).value_or(""),
                            password = std::move(password), address = work.request.address,
                            respond = work.respond]() mutable {
            const bool right = net::password_fits(account.password, current);
            net::wipe_text(current);
            return Desk::Back(
                [this, account, right, password = std::move(password), address, respond]() mutable {
                    if (!right) {
                        note(account.name, address, "account_password", account.name, false);
                        return respond(error_answer(403, "wrong_password",
                                                    "`current` must be the password until now"));
                    }
                    throttle_.succeeded("password " + account.name, address);
                    store_password(account, std::move(password), false, true, account.name, address,
                                   respond);
                });
        });
    if (!taken)
        work.respond(error_answer(503, "busy", "too much is being asked at once: try again"));
}

void Api::store_password(const config::Account& account, std::string password, bool fresh, bool own,
                         const std::string& who, const std::string& address,
                         const Respond& respond) {
    const bool taken = doors_.desk.submit([this, account = account, password = std::move(password),
                                           fresh, own, who, address, respond]() mutable {
        account.password = net::hash_password(password);
        net::wipe_text(password);
        std::string fault;
        if (account.password.empty()) {
            fault = "there is not enough memory for it now: try again";
        } else {
            config::Accounts files(doors_.state_dir);
            const auto stored = fresh ? files.add(account) : files.change(account);
            if (!stored) fault = config::text(stored.error());
        }
        return Desk::Back([this, account, fault, fresh, own, who, address, respond] {
            password_stored(account, fault, fresh, own, who, address, respond);
        });
    });
    if (!taken) respond(error_answer(503, "busy", "too much is being asked at once: try again"));
}

void Api::password_stored(const config::Account& account, const std::string& fault, bool fresh,
                          bool own, const std::string& who, const std::string& address,
                          const Respond& respond) {
    note(who, address, fresh ? "account_add" : "account_password",
         account.name + (fresh ? " " + std::string(to_text(account.role)) : ""), fault.empty());
    if (!fault.empty()) return respond(error_answer(500, "failed", fault));
    accounts_.look();
    if (!fresh) sessions_.end_all(account.name);
    // Whoever has changed their own goes on where they are, with a session of the new password.
    if (own) return respond(signed_in(account.name, account.role, AccountBook::mark(account)));
    save_sessions();
    respond(json_answer(json::object{{"name", account.name}, {"role", to_text(account.role)}},
                        fresh ? 201 : 200));
}

}  // namespace giaoban::chair
