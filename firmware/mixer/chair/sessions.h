#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "config/accounts.h"
#include "config/vocab/random.h"
#include "config/vocab/time.h"

namespace giaoban::chair {

using config::AccountRole;

/// Who has signed in. A browser keeps the token in a cookie; here only its hash is kept, so that what is on disk signs
/// nobody in.
struct Session {
    std::string name;  ///< of the account; "projector" for one that came by a link
    AccountRole role = AccountRole::viewer;
    std::string csrf;  ///< what changing calls must bring beside the cookie
    std::string
        account;  ///< a mark of the account's password and role: who gets a new one is signed out
    WallTime begun{};
    WallTime used{};

    friend bool operator==(const Session&, const Session&) = default;
};

/// All sessions, and the links for the hall's projector.
///
/// Units:      wall time, because they outlive a restart of the mixing box. A clock that jumps signs people out at worst.
/// Threading:  not synchronised; the network thread's.
/// Errors:     begin() always gives a session; the oldest makes room.
/// Limits:     `most` sessions, `most_of_account` of one account, `most_links` links.
class Sessions {
  public:
    static constexpr std::size_t most = 256;
    static constexpr std::size_t most_of_account = 16;
    static constexpr std::size_t most_links = 32;
    /// A morning and an afternoon with lunch between them; and never longer than a day's work.
    static constexpr std::chrono::hours idle{4};
    static constexpr std::chrono::hours longest{16};
    /// To walk to the projector and type.
    static constexpr std::chrono::minutes link_life{15};

    explicit Sessions(RandomSource& random) : random_(random) {}

    struct Begun {
        std::string token;  ///< for the cookie; told once
        const Session* session;
    };
    [[nodiscard]] Begun begin(std::string_view name, AccountRole role, std::string_view account,
                              WallTime now);
    /// The session of a token that still holds, marked as used now; otherwise nothing.
    [[nodiscard]] const Session* find(std::string_view token, WallTime now);
    void end(std::string_view token);
    /// All of an account, save the one of `but`: its password was changed, or it was removed.
    void end_all(std::string_view name, std::string_view but = {});

    /// A link for one use.
    [[nodiscard]] std::string make_link(WallTime now);
    [[nodiscard]] bool use_link(std::string_view link, WallTime now);

    /// Takes out what no longer holds.
    void expire(WallTime now);

    /// For a file: a line a session. Whoever reads it back gets those that still hold; a line that is broken is passed over.
    [[nodiscard]] std::string text() const;
    void read(std::string_view text, WallTime now);

    [[nodiscard]] std::size_t count() const noexcept { return sessions_.size(); }

  private:
    using Mark = std::array<std::byte, 32>;  ///< BLAKE2b of a token

    [[nodiscard]] static Mark mark_of(std::string_view token) noexcept;
    [[nodiscard]] std::string chance();
    [[nodiscard]] static bool holds(const Session& session, WallTime now) noexcept;
    void make_room(std::string_view name);

    RandomSource& random_;
    std::map<Mark, Session> sessions_;
    std::map<Mark, WallTime> links_;  ///< and when they end
};

}  // namespace giaoban::chair
