#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "config/config_error.h"

namespace giaoban::config {

/// What an account may do on the chair's page. `viewer` sees; `secretary` keeps the minutes and the recording as well;
/// `chair` runs the meeting besides; `technician` sees, and has cards, accounts and tests, but no floor.
enum class AccountRole : std::uint8_t { viewer, secretary, chair, technician };

[[nodiscard]] std::string_view to_text(AccountRole role) noexcept;
[[nodiscard]] bool account_role(std::string_view word, AccountRole& into) noexcept;

/// One who may sign in to the page: the file STATE/accounts/NAME.toml.
struct Account {
    std::string name;
    AccountRole role = AccountRole::viewer;
    std::string password;  ///< its hash (net/keys/password.h), never itself

    [[nodiscard]] static Parsed<Account> parse(std::string_view text, std::string_view file);

    friend bool operator==(const Account&, const Account&) = default;
};

/// Small letters of English, digits, and . _ - between them; at most 32: it is typed on any keyboard, and it is a file's name.
[[nodiscard]] bool valid_account_name(std::string_view name) noexcept;
inline constexpr std::string_view accepted_account_name =
    "1 to 32 of a-z, 0-9, '.', '_' and '-', with a letter or digit first";

/// All accounts of a mixing box, on disk. giaobanctl and the mixing box's daemon both write it, in files of their own, each
/// replaced whole (mode 0600). There is none until giaobanctl has made the first: no password comes with the program.
///
/// Threading:  one thread an object. Several processes may use one folder.
/// Errors:     a file that is broken is an error that names it.
/// Limits:     256 accounts; 64 KiB a file.
class Accounts {
  public:
    static constexpr std::size_t most = 256;

    explicit Accounts(const std::string& state_dir);

    struct Listing {
        std::vector<Account> accounts;  ///< by name
        ConfigErrors errors;  ///< of the files that are broken; the others hold all the same
    };
    /// A folder that is not there is no accounts.
    [[nodiscard]] Listing load() const;
    [[nodiscard]] Parsed<Account> find(std::string_view name) const;

    /// Refuses a name that is there.
    [[nodiscard]] Parsed<void> add(const Account& account);
    /// A new password or role for one that is there.
    [[nodiscard]] Parsed<void> change(const Account& account);
    /// On disk when it is answered: after a power cut it is gone all the same.
    [[nodiscard]] Parsed<void> remove(std::string_view name);
    /// Without whom nobody could make an account on the page.
    [[nodiscard]] bool is_last_technician(std::string_view name) const;

    [[nodiscard]] const std::string& folder() const noexcept { return folder_; }

  private:
    [[nodiscard]] std::string path_of(std::string_view name) const;
    [[nodiscard]] Parsed<void> store(const Account& account, bool replace) const;

    std::string folder_;
};

}  // namespace giaoban::config
