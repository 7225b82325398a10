#include "firmware/mixer/chair/routes.h"

#include <array>

namespace giaoban::chair {

namespace {

constexpr std::array<Route, 27> table{{
    {Method::post, "/api/login", Call::login, Access::everybody},
    {Method::post, "/api/logout", Call::logout, Access::anyone},
    {Method::get, "/api/me", Call::me, Access::anyone},
    {Method::get, "/api/state", Call::state, Access::anyone},
    {Method::get, "/api/live", Call::live, Access::anyone},
    {Method::post, "/api/action", Call::action, Access::staff},
    {Method::get, "/api/meetings", Call::meetings, Access::records},
    {Method::get, "/api/meetings/{id}", Call::meeting, Access::records},
    {Method::get, "/api/meetings/{id}/minutes.pdf", Call::minutes_pdf, Access::records},
    {Method::get, "/api/meetings/{id}/minutes.csv", Call::minutes_csv, Access::records},
    {Method::get, "/api/meetings/{id}/minutes.json", Call::minutes_json, Access::records},
    {Method::get, "/api/meetings/{id}/recording.opus", Call::recording, Access::records},
    {Method::put, "/api/meetings/{id}/pin", Call::pin, Access::records},
    {Method::get, "/api/report/{year}.pdf", Call::report_pdf, Access::records},
    {Method::get, "/api/report/{year}.csv", Call::report_csv, Access::records},
    {Method::get, "/api/report/{year}.json", Call::report_json, Access::records},
    {Method::get, "/api/accounts", Call::accounts, Access::machinery},
    {Method::post, "/api/accounts", Call::add_account, Access::machinery},
    {Method::remove, "/api/accounts/{name}", Call::remove_account, Access::machinery},
    {Method::put, "/api/accounts/{name}/role", Call::change_role, Access::machinery},
    {Method::post, "/api/accounts/{name}/password", Call::password, Access::anyone},
    {Method::post, "/api/cards", Call::make_card, Access::machinery},
    {Method::post, "/api/boxes/{id}/replace", Call::replace_box, Access::machinery},
    {Method::get, "/api/audit", Call::audit, Access::conduct},
    {Method::post, "/api/viewer-link", Call::viewer_link, Access::staff},
    {Method::get, "/api/openapi.yaml", Call::openapi, Access::everybody},
    {Method::get, "/metrics", Call::metrics, Access::token},
}};

std::string_view first_part(std::string_view& path) noexcept {
    const auto end = path.find('/', 1);
    const std::string_view part = path.substr(0, end);
    path = end == std::string_view::npos ? std::string_view() : path.substr(end);
    return part;
}

/// One part of a path against one of a pattern: what stands around the braces must be the same.
bool fits_part(std::string_view pattern, std::string_view part, std::vector<std::string>& into) {
    const auto open = pattern.find('{');
    if (open == std::string_view::npos) return pattern == part;
    const auto close = pattern.find('}', open);
    const std::string_view before = pattern.substr(0, open);
    const std::string_view after = pattern.substr(close + 1);
    if (part.size() <= before.size() + after.size()) return false;
    if (!part.starts_with(before) || !part.ends_with(after)) return false;
    into.emplace_back(part.substr(before.size(), part.size() - before.size() - after.size()));
    return true;
}

bool fits(std::string_view pattern, std::string_view path, std::vector<std::string>& into) {
    into.clear();
    while (!pattern.empty() && !path.empty()) {
        if (!fits_part(first_part(pattern), first_part(path), into)) return false;
    }
    return pattern.empty() && path.empty();
}

std::string_view name_of(Method method) noexcept {
    switch (method) {
        case Method::get: return "GET, HEAD";
        case Method::post: return "POST";
        case Method::put: return "PUT";
        case Method::remove: return "DELETE";
        case Method::head:
        case Method::other: break;
    }
    return "";
}

}  // namespace

std::span<const Route> routes() noexcept { return table; }

bool allows(Access access, config::AccountRole role) noexcept {
    using config::AccountRole;
    if (access == Access::everybody) return true;
    const auto who = role == AccountRole::viewer      ? Access::viewer
                     : role == AccountRole::secretary ? Access::secretary
                     : role == AccountRole::chair     ? Access::chair
                                                      : Access::technician;
    return (static_cast<unsigned>(access) & static_cast<unsigned>(who)) != 0;
}

Access access_of(ActionKind kind) noexcept {
    switch (kind) {
        case ActionKind::record: return Access::records;
        // A call and a test disturb nobody's floor, and a technician wants both.
        case ActionKind::self_test:
        case ActionKind::call:
        case ActionKind::end_call: return Access::conduct;
        default: return Access::chair;
    }
}

Match match(Method method, std::string_view path) {
    if (method == Method::head) method = Method::get;
    Match found;
    std::vector<std::string> parameters;
    for (const Route& route : table) {
        if (!fits(route.pattern, path, parameters)) continue;
        if (!found.allowed.empty()) found.allowed += ", ";
        found.allowed += name_of(route.method);
        if (route.method != method) continue;
        found.route = &route;
        found.parameters = parameters;
    }
    return found;
}

}  // namespace giaoban::chair
