#include "firmware/mixer/chair/account_book.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <chrono>
#include <utility>

#include "config/vocab/hex.h"
#include "net/keys/crypto.h"

namespace giaoban::chair {

AccountBook::AccountBook(const std::string& state_dir) : files_(state_dir) { look(); }

bool AccountBook::look() {
    // Every change gives or takes a name in the folder, which changes the time that stands on it.
    std::error_code absent;
    const auto changed = std::filesystem::last_write_time(files_.folder(), absent);
    if (absent) return !std::exchange(accounts_, {}).empty();
    if (changed == seen_) return false;
    // File systems tell the time in steps of up to 2 s (FAT): a change so fresh may be followed by one of the same moment.
    constexpr std::chrono::seconds coarse{2};
    const bool settled = std::filesystem::file_time_type::clock::now() - changed > coarse;
    if (settled) seen_ = changed;
    auto listing = files_.load();
    if (listing.accounts == accounts_ && !settled) return false;
    for (const auto& error : listing.errors)
        spdlog::error("account: {}", error.text());
    const bool different = listing.accounts != accounts_;
    accounts_ = std::move(listing.accounts);
    return different;
}

const config::Account* AccountBook::find(std::string_view name) const noexcept {
    const auto found = std::find_if(accounts_.begin(), accounts_.end(),
                                    [name](const auto& one) { return one.name == name; });
    return found == accounts_.end() ? nullptr : &*found;
}

std::string AccountBook::mark(const config::Account& account) {
    const auto hash = net::blake2b({as_bytes(account.password), as_bytes(to_text(account.role))});
    return hex(Bytes(hash).first(8));
}

}  // namespace giaoban::chair
