#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "config/vocab/random.h"
#include "config/vocab/time.h"
#include "firmware/mixer/chair/account_book.h"
#include "firmware/mixer/chair/desk.h"
#include "firmware/mixer/chair/http.h"
#include "firmware/mixer/chair/live_feed.h"
#include "firmware/mixer/chair/login_throttle.h"
#include "firmware/mixer/chair/meeting_door.h"
#include "firmware/mixer/chair/page_counters.h"
#include "firmware/mixer/chair/records_door.h"
#include "firmware/mixer/chair/routes.h"
#include "firmware/mixer/chair/sessions.h"

namespace giaoban::chair {

/// What the API asks the time from; a daemon's clocks, or a test's.
struct Clocks {
    std::function<Instant()> steady;
    std::function<WallTime()> wall;
};

/// The API of the mixing box, and the only door to it: what the page can do, a script can. openapi.yaml says what each call
/// takes and answers; the table of who may do what is routes.cpp.
///
/// Threading:  one thread, the network thread; answers come on it, at once or later.
/// Errors:     bad input is an answer with a code and a sentence.
/// Limits:     those of Sessions, LoginThrottle, Desk and JsonBody. Asking the meeting waits for nothing, so that an action is
///             answered within a turn of the network thread.
class Api {
  public:
    using Respond = std::function<void(Answer)>;

    struct Doors {
        MeetingDoor& meeting;
        RecordsDoor& records;
        Desk& desk;
        RandomSource& random;
        Clocks clocks;
        std::string state_dir;
        std::string metrics_token;
        /// The meeting has changed just now: its state is worth looking at.
        std::function<void()> acted;
    };

    explicit Api(Doors doors);

    void handle(const Request& request, std::string_view path,
                const std::map<std::string, std::string>& query, Respond respond);

    /// Whether a request may follow the live state, and in whose name; otherwise the answer. Checks where it comes from as
    /// well: a browser sends cookies with WebSockets of any page (RFC 6455 section 10.2).
    struct Follower {
        std::string token;
        std::string name;
        AccountRole role;
    };
    [[nodiscard]] std::variant<Follower, Answer> follow(const Request& request);
    /// Whether the session of a follower still holds. It is in use as long as its page is open.
    [[nodiscard]] bool still_follows(const Follower& follower);

    /// Takes the state in; the message for the followers, if there is one.
    [[nodiscard]] std::optional<std::string> refresh();
    [[nodiscard]] std::string first_message() const;
    [[nodiscard]] bool refresh_due() const;

    /// Once a second: accounts that were changed on disk, sessions that have ended.
    void keep_house();
    /// What is on disk of the sessions, so that a restart signs nobody out.
    void read_sessions();

    [[nodiscard]] PageCounters& counters() noexcept { return counters_; }

  private:
    /// One call under way.
    struct Work {
        const Request& request;
        const std::vector<std::string>& parameters;
        const std::map<std::string, std::string>& query;
        const Session* session;  ///< nothing where everybody may call
        std::string token;       ///< the session's
        Respond respond;
    };

    [[nodiscard]] std::optional<Answer> refusal(const Request& request, const Route& route,
                                                const Session*& session, std::string& token);
    [[nodiscard]] const Session* session_of(const Request& request, std::string& token);
    [[nodiscard]] const Session* session_of(std::string_view token);
    void dispatch(Call call, const Work& work);

    void login(const Work& work);
    void login_by_link(const Work& work, const std::string& link);
    void password_seen(const std::string& name, const std::string& address, bool right,
                       const Respond& respond);
    void logout(const Work& work);
    void me(const Work& work);
    void viewer_link(const Work& work);
    [[nodiscard]] Answer signed_in(std::string_view name, AccountRole role, std::string_view mark);

    void list_accounts(const Work& work);
    void add_account(const Work& work);
    void remove_account(const Work& work);
    void change_role(const Work& work);
    void change_password(const Work& work);
    /// Who asked for a change of an account, and what the audit log has of it.
    struct AccountChange {
        std::string name;
        std::string who;
        std::string address;
        std::string what;  ///< the log's word
        std::string text;
        Respond respond;
        unsigned status = 200;
        bool keeps_session = false;  ///< its owner goes on with a session of the new password
    };
    /// On the desk's thread: the account as it is on disk now, or what is answered in its place.
    using ChangeFiles = std::function<std::variant<config::Account, Answer>(config::Accounts&)>;
    void change_account(AccountChange change, ChangeFiles how);
    void account_changed(const AccountChange& change,
                         const std::variant<config::Account, Answer>& done);
    void store_password(AccountChange change, config::Account account, std::string password);

    void live(const Work& work);
    void state(const Work& work);
    void action(const Work& work);
    void make_card(const Work& work);
    void replace_box(const Work& work);
    [[nodiscard]] Answer do_action(const ChairAction& action, const Work& work);

    void meetings(const Work& work);
    void meeting(const Work& work);
    void minutes(const Work& work, PaperForm form);
    void recording(const Work& work);
    void pin(const Work& work);
    void report(const Work& work, PaperForm form);
    void audit(const Work& work);
    void metrics(const Work& work);

    void note(std::string_view who, std::string_view address, std::string_view what,
              std::string text, bool done);
    void save_sessions();

    Doors doors_;
    AccountBook accounts_;
    Sessions sessions_;
    LoginThrottle throttle_;
    LiveFeed feed_;
    PageCounters counters_;
};

}  // namespace giaoban::chair
