// An account's file: any bytes are read, or refused; what is refused never shows the hash, and a name leads nowhere.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "config/accounts.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace giaoban::config;
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const auto account = Account::parse(text, "account.toml");
    if (!account) {
        if (account.error().empty()) std::abort();
        for (const auto& error : account.error()) {
            if (error.text().find("$argon2id$") != std::string::npos && error.key == "password")
                std::abort();
            if (error.text().find('\n') != std::string::npos) std::abort();
        }
        return 0;
    }
    if (!valid_account_name(account->name) || account->name.find('/') != std::string::npos)
        std::abort();
    if (!account->password.starts_with("$argon2id$") || account->password.size() >= 128)
        std::abort();
    AccountRole again{};
    if (!account_role(to_text(account->role), again) || again != account->role) std::abort();
    return 0;
}
