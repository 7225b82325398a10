#include "firmware/mixer/chair/login_throttle.h"

#include <algorithm>

namespace giaoban::chair {

Seconds LoginThrottle::wait_of(const Table& table, std::string_view key, int free, Instant now) {
    const auto found = table.find(key);
    if (found == table.end()) return Seconds{0};
    const Failures& failures = found->second;
    if (failures.count < free || now - failures.last > forgotten) return Seconds{0};
    const int doublings = std::min(failures.count - free, 16);
    const Seconds whole = std::min(Seconds{std::int64_t{1} << doublings}, longest_wait);
    const auto left = std::chrono::ceil<Seconds>(failures.last + whole - now);
    return std::max(left, Seconds{0});
}

Seconds LoginThrottle::wait(std::string_view name, std::string_view address, Instant now) const {
    const Seconds of_address = wait_of(addresses_, address, free_tries_of_address, now);
    const auto known = signed_in_.find(name);
    if (known != signed_in_.end() && known->second == address) return of_address;
    return std::max(of_address, wait_of(names_, name, free_tries, now));
}

void LoginThrottle::note(Table& table, std::string_view key, Instant now) {
    const auto found = table.find(key);
    if (found == table.end() && table.size() >= most) {
        table.erase(std::min_element(table.begin(), table.end(), [](const auto& a, const auto& b) {
            return a.second.last < b.second.last;
        }));
    }
    Failures& failures = found != table.end() ? found->second : table[std::string(key)];
    if (now - failures.last > forgotten) failures.count = 0;
    failures.count = std::min(failures.count + 1, 1000);
    failures.last = now;
}

void LoginThrottle::failed(std::string_view name, std::string_view address, Instant now) {
    note(names_, name, now);
    note(addresses_, address, now);
}

void LoginThrottle::succeeded(std::string_view name, std::string_view address) {
    if (const auto found = names_.find(name); found != names_.end()) names_.erase(found);
    // The try that has come to this was counted as one that fails. Those of others stay: one who may sign in does not
    // buy an address more guesses.
    if (const auto found = addresses_.find(address); found != addresses_.end()) {
        found->second.count = std::max(found->second.count - 1, 0);
    }
    if (signed_in_.size() >= most) signed_in_.clear();
    signed_in_[std::string(name)] = address;
}

}  // namespace giaoban::chair
