#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "config/accounts.h"

namespace giaoban::chair {

/// The accounts as the page's server has them in memory. giaobanctl may change the files at any time: look() reads them again
/// when their folder has changed.
///
/// Threading:  the network thread's. A reading of 256 files of 200 bytes is some milliseconds, and only after a change.
/// Errors:     a file that is broken is logged by its name; that account cannot sign in, the others can.
class AccountBook {
  public:
    explicit AccountBook(const std::string& state_dir);

    /// True when something has changed since the last look.
    bool look();

    [[nodiscard]] const config::Account* find(std::string_view name) const noexcept;
    [[nodiscard]] const std::vector<config::Account>& all() const noexcept { return accounts_; }

    /// What a session was begun with; another one after a change of password or role.
    [[nodiscard]] static std::string mark(const config::Account& account);

  private:
    config::Accounts files_;
    std::vector<config::Account> accounts_;
    std::filesystem::file_time_type seen_{};
};

}  // namespace giaoban::chair
