#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace giaoban::chair {

/// The target of a request, taken apart: "/api/audit?before=7".
struct Target {
    std::string
        path;  ///< decoded; begins with '/', has no empty, "." or ".." part and no control character
    std::map<std::string, std::string> query;

    /// Nothing for what no link of ours looks like: a bad escape, bytes that are not UTF-8, a way upwards.
    /// Source: RFC 3986 sections 2.1 and 3.3.
    [[nodiscard]] static std::optional<Target> from(std::string_view text);
};

}  // namespace giaoban::chair
