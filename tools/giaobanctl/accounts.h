#pragma once

#include <functional>
#include <string>

#include "config/vocab/expected.h"
#include "tools/giaobanctl/outcome.h"

/// Who may sign in to the chair's page. The daemon takes a change up within a second, and need not run.
namespace giaoban::ctl {

/// A password, or why there is none. It is wiped by whoever asked.
using AskPassword = std::function<Expected<std::string, std::string>()>;

/// From the terminal, twice and unseen; where standard input is none, its first line.
[[nodiscard]] Expected<std::string, std::string> ask_password();

struct AccountOrder {
    std::string state_dir;
    std::string name;
    std::string role;
};

[[nodiscard]] Outcome make_account(const AccountOrder& order, const AskPassword& ask);
[[nodiscard]] Outcome list_accounts(const std::string& state_dir, bool json);
/// The last technician may be changed here, and nowhere else: whoever is on the box can make another.
[[nodiscard]] Outcome set_role(const AccountOrder& order);
[[nodiscard]] Outcome remove_account(const std::string& state_dir, const std::string& name);
[[nodiscard]] Outcome set_password(const std::string& state_dir, const std::string& name,
                                   const AskPassword& ask);

/// What a browser shows of the page's certificate, and where Prometheus finds its token.
[[nodiscard]] Outcome show_page(const std::string& state_dir);

}  // namespace giaoban::ctl
