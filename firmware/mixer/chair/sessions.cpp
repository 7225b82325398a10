#include "firmware/mixer/chair/sessions.h"

#include <algorithm>
#include <charconv>
#include <sstream>

#include "config/vocab/hex.h"
#include "net/keys/crypto.h"

namespace giaoban::chair {

namespace {

std::int64_t seconds_of(WallTime time) noexcept {
    return std::chrono::duration_cast<Seconds>(time.time_since_epoch()).count();
}

}  // namespace

Sessions::Mark Sessions::mark_of(std::string_view token) noexcept {
    const auto whole = net::blake2b({as_bytes("giaoban page token"), as_bytes(token)});
    Mark mark;
    std::copy_n(whole.begin(), mark.size(), mark.begin());
    return mark;
}

std::string Sessions::chance() {
    // 192 bits: nobody guesses one of 256 in the life of the building.
    std::array<std::byte, 24> bytes;
    random_.fill(bytes);
    return hex(bytes);
}

bool Sessions::holds(const Session& session, WallTime now) noexcept {
    // A clock that was put back leaves sessions that begin in the future: an hour of that is a correction, more is another day.
    constexpr std::chrono::hours correction{1};
    return now - session.used < idle && now - session.begun < longest &&
           session.begun - now < correction;
}

void Sessions::make_room(std::string_view name) {
    const auto drop_oldest = [this](auto&& which) {
        auto oldest = sessions_.end();
        for (auto one = sessions_.begin(); one != sessions_.end(); ++one) {
            if (!which(one->second)) continue;
            if (oldest == sessions_.end() || one->second.used < oldest->second.used) oldest = one;
        }
        if (oldest != sessions_.end()) sessions_.erase(oldest);
    };
    const auto of_account = [name](const Session& one) { return one.name == name; };
    const auto own = std::count_if(sessions_.begin(), sessions_.end(),
                                   [&](const auto& one) { return of_account(one.second); });
    if (static_cast<std::size_t>(own) >= most_of_account) drop_oldest(of_account);
    if (sessions_.size() >= most) drop_oldest([](const Session&) { return true; });
}

Sessions::Begun Sessions::begin(std::string_view name, AccountRole role, std::string_view account,
                                WallTime now) {
    expire(now);
    make_room(name);
    std::string token = chance();
    const auto [place, fresh] = sessions_.insert_or_assign(
        mark_of(token), Session{std::string(name), role, chance(), std::string(account), now, now});
    (void)fresh;
    return {std::move(token), &place->second};
}

const Session* Sessions::find(std::string_view token, WallTime now) {
    const auto found = sessions_.find(mark_of(token));
    if (found == sessions_.end()) return nullptr;
    if (!holds(found->second, now)) {
        sessions_.erase(found);
        return nullptr;
    }
    found->second.used = now;
    return &found->second;
}

void Sessions::end(std::string_view token) { sessions_.erase(mark_of(token)); }

void Sessions::end_all(std::string_view name, std::string_view but) {
    const Mark kept = mark_of(but);
    std::erase_if(sessions_, [&](const auto& one) {
        return one.second.name == name && (but.empty() || one.first != kept);
    });
}

std::string Sessions::make_link(WallTime now) {
    expire(now);
    if (links_.size() >= most_links) {
        links_.erase(
            std::min_element(links_.begin(), links_.end(),
                             [](const auto& a, const auto& b) { return a.second < b.second; }));
    }
    std::string link = chance();
    links_[mark_of(link)] = now + link_life;
    return link;
}

bool Sessions::use_link(std::string_view link, WallTime now) {
    const auto found = links_.find(mark_of(link));
    if (found == links_.end()) return false;
    const bool in_time = now < found->second;
    links_.erase(found);
    return in_time;
}

void Sessions::expire(WallTime now) {
    std::erase_if(sessions_, [now](const auto& one) { return !holds(one.second, now); });
    std::erase_if(links_, [now](const auto& one) { return now >= one.second; });
}

std::string Sessions::text() const {
    std::ostringstream out;
    for (const auto& [mark, session] : sessions_) {
        out << hex(mark) << ' ' << session.name << ' ' << config::to_text(session.role) << ' '
            << session.csrf << ' ' << session.account << ' ' << seconds_of(session.begun) << ' '
            << seconds_of(session.used) << '\n';
    }
    return out.str();
}

void Sessions::read(std::string_view text, WallTime now) {
    std::istringstream lines{std::string(text)};
    for (std::string line; std::getline(lines, line) && sessions_.size() < most;) {
        std::istringstream words(line);
        std::string mark_text;
        std::string role;
        Session session;
        std::int64_t begun = 0;
        std::int64_t used = 0;
        words >> mark_text >> session.name >> role >> session.csrf >> session.account >> begun >>
            used;
        Mark mark;
        if (!words || !from_hex(mark_text, mark)) continue;
        // Beyond this a moment would not fit into the clock's unit.
        constexpr std::int64_t year_2200 = 7'258'118'400;
        if (begun < 0 || begun > year_2200 || used < 0 || used > year_2200) continue;
        if (!config::account_role(role, session.role)) continue;
        session.begun = WallTime(Seconds{begun});
        session.used = WallTime(Seconds{used});
        if (holds(session, now)) sessions_.insert_or_assign(mark, std::move(session));
    }
}

}  // namespace giaoban::chair
