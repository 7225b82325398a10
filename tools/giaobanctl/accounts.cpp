#include "tools/giaobanctl/accounts.h"

#include <termios.h>
#include <unistd.h>

#include <iostream>

#include "config/accounts.h"
#include "net/keys/key_text.h"
#include "net/keys/password.h"
#include "net/keys/private_file.h"
#include "tools/giaobanctl/json_text.h"
#include "tools/giaobanctl/text_table.h"

namespace giaoban::ctl {

namespace {

/// The terminal does not show what is typed, until the end of its life.
class Unseen {
  public:
    Unseen() noexcept : is_terminal_(::tcgetattr(STDIN_FILENO, &before_) == 0) {
        if (!is_terminal_) return;
        ::termios unseen = before_;
        unseen.c_lflag &= ~static_cast<tcflag_t>(ECHO);
        ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &unseen);
    }
    Unseen(const Unseen&) = delete;
    Unseen& operator=(const Unseen&) = delete;
    ~Unseen() {
        if (is_terminal_) ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &before_);
    }

  private:
    ::termios before_{};
    bool is_terminal_;
};

std::string typed(const char* what) {
    const Unseen unseen;
    std::cerr << what << std::flush;
    std::string line;
    std::getline(std::cin, line);
    std::cerr << '\n';
    return line;
}

/// The hash of a password that is asked for and good enough, or why there is none.
Expected<std::string, Outcome> asked_hash(const AskPassword& ask) {
    auto password = ask();
    if (!password) return Unexpected(refused(password.error()));
    const std::size_t length = password->size();
    if (length < net::least_password_bytes || length > net::most_password_bytes) {
        net::wipe_text(*password);
        return Unexpected(refused("a password has " + std::to_string(net::least_password_bytes) +
                                  " to " + std::to_string(net::most_password_bytes) +
                                  " characters: three or four words that nobody expects together"));
    }
    std::string hash = net::hash_password(*password);
    net::wipe_text(*password);
    if (hash.empty()) return Unexpected(refused("the 64 MiB that a password takes are not there"));
    return hash;
}

}  // namespace

Expected<std::string, std::string> ask_password() {
    if (::isatty(STDIN_FILENO) != 1) {
        std::string line;
        if (!std::getline(std::cin, line))
            return Unexpected(std::string("expected the password on standard input"));
        return line;
    }
    std::string once = typed("Password: ");
    std::string again = typed("Once more: ");
    const bool same = once == again;
    net::wipe_text(again);
    if (same) return once;
    net::wipe_text(once);
    return Unexpected(std::string("these are two passwords: nothing was changed"));
}

Outcome make_account(const AccountOrder& order, const AskPassword& ask) {
    config::Account account;
    account.name = order.name;
    if (!config::valid_account_name(order.name)) {
        return {Exit::usage, "",
                "\"" + order.name + "\" is no name for an account: expected " +
                    std::string(config::accepted_account_name)};
    }
    if (!config::account_role(order.role, account.role))
        return {Exit::usage, "", "expected the role viewer, secretary, chair or technician"};
    config::Accounts accounts(order.state_dir);
    if (accounts.find(order.name))
        return refused("there is an account \"" + order.name + "\" already");
    auto hash = asked_hash(ask);
    if (!hash) return hash.error();
    account.password = *hash;
    const auto added = accounts.add(account);
    if (!added) return refused(config::text(added.error()));
    return done("\"" + order.name + "\" may sign in as " + order.role + "\n");
}

Outcome list_accounts(const std::string& state_dir, bool json) {
    const auto listing = config::Accounts(state_dir).load();
    if (!listing.errors.empty()) return refused(config::text(listing.errors));
    if (json) {
        JsonText text;
        text.list();
        for (const auto& account : listing.accounts)
            text.object()
                .text("name", account.name)
                .text("role", to_text(account.role))
                .end_object();
        return done(text.end_list().result() + "\n");
    }
    if (listing.accounts.empty())
        return done("No accounts yet: `giaobanctl account add NAME --role technician`\n");
    TextTable table({"name", "role"});
    for (const auto& account : listing.accounts)
        table.row({account.name, std::string(to_text(account.role))});
    return done(table.text());
}

Outcome set_role(const AccountOrder& order) {
    config::Accounts accounts(order.state_dir);
    auto account = accounts.find(order.name);
    if (!account) return refused(config::text(account.error()));
    if (!config::account_role(order.role, account->role))
        return {Exit::usage, "", "expected the role viewer, secretary, chair or technician"};
    const auto changed = accounts.change(*account);
    if (!changed) return refused(config::text(changed.error()));
    return done("\"" + order.name + "\" is " + order.role +
                " from now on, and is signed out everywhere\n");
}

Outcome remove_account(const std::string& state_dir, const std::string& name) {
    const auto removed = config::Accounts(state_dir).remove(name);
    if (!removed) return refused(config::text(removed.error()));
    return done("\"" + name + "\" signs in no more\n");
}

Outcome set_password(const std::string& state_dir, const std::string& name,
                     const AskPassword& ask) {
    config::Accounts accounts(state_dir);
    auto account = accounts.find(name);
    if (!account) return refused(config::text(account.error()));
    auto hash = asked_hash(ask);
    if (!hash) return hash.error();
    account->password = *hash;
    const auto changed = accounts.change(*account);
    if (!changed) return refused(config::text(changed.error()));
    return done("\"" + name + "\" has a new password, and is signed out everywhere\n");
}

Outcome show_page(const std::string& state_dir) {
    const auto fingerprint = net::read_private_file(state_dir + "/page/fingerprint");
    if (!fingerprint) {
        const bool missing = fingerprint.error().kind == net::FileTrouble::Kind::missing;
        return refused(missing ? "there is no certificate yet in " + state_dir +
                                     "/page: giaoban-mixer makes it at its first start with a page"
                               : fingerprint.error().message);
    }
    return done("certificate, SHA-256: " + *fingerprint + "token for /metrics: in " + state_dir +
                "/page/metrics.token\n");
}

}  // namespace giaoban::ctl
