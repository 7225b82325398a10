#include "config/accounts.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>

#include "config/toml_table.h"
#include "config/whole_file.h"

namespace giaoban::config {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view ending = ".toml";
constexpr std::array<std::string_view, 4> role_words{"viewer", "secretary", "chair", "technician"};

ConfigErrors trouble(const std::string& path, std::string what) {
    return {{path, 0, "", "", std::move(what)}};
}

ConfigErrors no_name(std::string_view name) {
    return {{"", 0, "name", "\"" + std::string(name) + "\"",
             "expected " + std::string(accepted_account_name)}};
}

bool name_character(char c) noexcept {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-';
}

// A hash of Argon2id in its text form (RFC 9106's reference code): printable, without quotes or backslashes.
bool is_hash(std::string_view text) noexcept {
    return text.starts_with("$argon2id$") && text.size() < 128 &&
           text.find_first_of("\"\\") == std::string_view::npos;
}

std::string text_of(const Account& account) {
    return "# Who may sign in to the chair's page. Written by giaobanctl and giaoban-mixer.\nname "
           "= \"" +
           account.name + "\"\nrole = \"" + std::string(to_text(account.role)) +
           "\"\npassword = \"" + account.password + "\"\n";
}

}  // namespace

std::string_view to_text(AccountRole role) noexcept {
    return role_words[static_cast<std::size_t>(role)];
}

bool account_role(std::string_view word, AccountRole& into) noexcept {
    const auto found = std::find(role_words.begin(), role_words.end(), word);
    if (found == role_words.end()) return false;
    into = static_cast<AccountRole>(found - role_words.begin());
    return true;
}

bool valid_account_name(std::string_view name) noexcept {
    constexpr std::size_t longest = 32;
    if (name.empty() || name.size() > longest) return false;
    const char first = name.front();
    if (first == '.' || first == '_' || first == '-') return false;
    return std::all_of(name.begin(), name.end(), name_character);
}

Parsed<Account> Account::parse(std::string_view text, std::string_view file) {
    Findings findings{std::string(file), {}, {}};
    Account account;
    if (const auto toml = parse_toml(text, findings)) {
        TomlTable table(*toml, "", findings);
        table.text(
            "name", accepted_account_name,
            [&account](std::string_view word) {
                account.name = word;
                return valid_account_name(word);
            },
            TomlTable::Needed::yes);
        table.text(
            "role", "expected one of \"viewer\" \"secretary\" \"chair\" \"technician\"",
            [&account](std::string_view word) { return account_role(word, account.role); },
            TomlTable::Needed::yes);
        table.text(
            "password",
            "expected a hash of Argon2id: make it anew with `giaobanctl account password`",
            [&account](std::string_view hash) {
                account.password = hash;
                return is_hash(hash);
            },
            TomlTable::Needed::yes, TomlTable::Shown::secret);
    }
    if (findings.errors.empty()) return account;
    sort_by_line(findings.errors);
    return Unexpected(std::move(findings.errors));
}

Accounts::Accounts(const std::string& state_dir) : folder_(state_dir + "/accounts") {}

std::string Accounts::path_of(std::string_view name) const {
    return folder_ + "/" + std::string(name) + std::string(ending);
}

Accounts::Listing Accounts::load() const {
    Listing all;
    std::error_code failed;
    if (!fs::exists(folder_, failed) && !failed) return all;
    fs::directory_iterator files(folder_, failed);
    for (; !failed && files != fs::directory_iterator(); files.increment(failed)) {
        const std::string name = files->path().filename();
        if (name.starts_with('.') || !name.ends_with(ending)) continue;
        auto account = find(std::string_view(name).substr(0, name.size() - ending.size()));
        if (account) {
            all.accounts.push_back(std::move(*account));
        } else {
            all.errors.insert(all.errors.end(), account.error().begin(), account.error().end());
        }
    }
    if (failed) all.errors.push_back({folder_, 0, "", "", "cannot be read: " + failed.message()});
    std::sort(all.accounts.begin(), all.accounts.end(),
              [](const Account& a, const Account& b) { return a.name < b.name; });
    return all;
}

Parsed<Account> Accounts::find(std::string_view name) const {
    if (!valid_account_name(name)) return Unexpected(no_name(name));
    const std::string path = path_of(name);
    std::error_code failed;
    if (!fs::exists(path, failed) && !failed) {
        return Unexpected(
            trouble(path, "no such account: `giaobanctl account list` lists those there are"));
    }
    Findings findings{path, {}, {}};
    const auto text = read_file(path, findings);
    if (!text) return Unexpected(std::move(findings.errors));
    auto account = Account::parse(*text, path);
    if (account && account->name != name) {
        return Unexpected(trouble(path, "is the file of \"" + account->name +
                                            "\", and must have that name: rename it back"));
    }
    return account;
}

Parsed<void> Accounts::add(const Account& account) {
    if (!valid_account_name(account.name)) return Unexpected(no_name(account.name));
    std::error_code failed;
    fs::create_directories(fs::path(folder_).parent_path(), failed);
    if (::mkdir(folder_.c_str(), 0700) != 0 && errno != EEXIST) {
        return Unexpected(trouble(folder_, std::string("cannot be made: ") + std::strerror(errno)));
    }
    std::size_t there = 0;
    for (fs::directory_iterator files(folder_, failed), end; !failed && files != end;
         files.increment(failed)) {
        there += 1;
    }
    if (there >= most) return Unexpected(trouble(folder_, "has 256 accounts, and takes no more"));
    return store(account, false);
}

Parsed<void> Accounts::change(const Account& account) {
    if (const auto there = find(account.name); !there) return Unexpected(there.error());
    return store(account, true);
}

Parsed<void> Accounts::remove(std::string_view name) {
    if (!valid_account_name(name)) return Unexpected(no_name(name));
    const std::string path = path_of(name);
    const auto removed = remove_whole(path);
    if (!removed) return Unexpected(trouble(path, removed.error().what));
    if (*removed) return {};
    return Unexpected(
        trouble(path, "no such account: `giaobanctl account list` lists those there are"));
}

bool Accounts::is_last_technician(std::string_view name) const {
    const auto all = load().accounts;
    const auto technician = [](const Account& one) { return one.role == AccountRole::technician; };
    return std::count_if(all.begin(), all.end(), technician) == 1 &&
           std::find_if(all.begin(), all.end(), technician)->name == name;
}

Parsed<void> Accounts::store(const Account& account, bool replace) const {
    const std::string path = path_of(account.name);
    if (const auto fault =
            write_whole(path, text_of(account), replace ? Existing::replace : Existing::refuse)) {
        return Unexpected(trouble(path, fault->what));
    }
    return {};
}

}  // namespace giaoban::config
