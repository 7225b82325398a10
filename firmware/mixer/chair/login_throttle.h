#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "config/vocab/time.h"

namespace giaoban::chair {

/// How long who has failed to sign in must wait before the next try: by name, so that one password is not guessed from many
/// places, and by address, so that one place does not try many names.
///
/// The first `free_tries` failures cost nothing; from then on the wait begins with 1 s and doubles, up to `longest_wait`.
/// That is under 300 tries of a name in a day. A name's wait does not hold at an address from which it has signed in before:
/// nobody can lock the chair out of the meeting from elsewhere by failing in the chair's name.
///
/// Threading:  not synchronised; the network thread's.
/// Limits:     `most` names and as many addresses; whoever has not failed for the longest time makes room.
class LoginThrottle {
  public:
    static constexpr int free_tries = 5;              ///< of a name
    static constexpr int free_tries_of_address = 20;  ///< a centre's people may share one
    static constexpr Seconds longest_wait{300};
    static constexpr std::chrono::hours forgotten{1};  ///< after so long without a failure
    static constexpr std::size_t most = 1024;

    /// How long to wait; 0: a try is allowed.
    [[nodiscard]] Seconds wait(std::string_view name, std::string_view address, Instant now) const;

    void failed(std::string_view name, std::string_view address, Instant now);
    void succeeded(std::string_view name, std::string_view address);

  private:
    struct Failures {
        int count = 0;
        Instant last{};
    };
    using Table = std::map<std::string, Failures, std::less<>>;

    [[nodiscard]] static Seconds wait_of(const Table& table, std::string_view key, int free,
                                         Instant now);
    static void note(Table& table, std::string_view key, Instant now);

    Table names_;
    Table addresses_;
    std::map<std::string, std::string, std::less<>> signed_in_;  ///< a name's last address
};

}  // namespace giaoban::chair
