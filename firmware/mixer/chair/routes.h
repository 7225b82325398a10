#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "config/accounts.h"
#include "firmware/mixer/chair/chair_action.h"
#include "firmware/mixer/chair/http.h"

namespace giaoban::chair {

/// What the API can do. Each has a path of its own in the table of routes.cpp, and in openapi.yaml.
enum class Call : std::uint8_t {
    login,
    logout,
    me,
    state,
    live,
    action,
    meetings,
    meeting,
    minutes_pdf,
    minutes_csv,
    minutes_json,
    recording,
    pin,
    report_pdf,
    report_csv,
    report_json,
    accounts,
    add_account,
    remove_account,
    change_role,
    password,
    make_card,
    replace_box,
    audit,
    viewer_link,
    openapi,
    metrics
};

/// Who may make a call: a set of roles, or everybody.
enum class Access : std::uint8_t {
    everybody = 0,  ///< no session is asked for
    viewer = 1U,
    secretary = 2U,
    chair = 4U,
    technician = 8U,
    records = secretary | chair,
    machinery = technician,
    staff = secretary | chair | technician,
    conduct = chair | technician,
    anyone = viewer | staff,  ///< who has signed in
    token = 16U | technician  ///< the token of /metrics, or a technician's session
};

[[nodiscard]] bool allows(Access access, config::AccountRole role) noexcept;
/// Who may ask that of the meeting.
[[nodiscard]] Access access_of(ActionKind kind) noexcept;

struct Route {
    Method method;
    std::string_view
        pattern;  ///< "/api/meetings/{id}/minutes.pdf"; a part in braces matches any one part
    Call call;
    Access access;
};

[[nodiscard]] std::span<const Route> routes() noexcept;

struct Match {
    const Route* route = nullptr;         ///< nothing: no such path, or not with this method
    std::vector<std::string> parameters;  ///< what stood for the braces
    std::string allowed;  ///< methods that the path has: "GET, POST"; empty: no such path
};

[[nodiscard]] Match match(Method method, std::string_view path);

}  // namespace giaoban::chair
