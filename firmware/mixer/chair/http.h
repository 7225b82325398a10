#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace giaoban::chair {

enum class Method : std::uint8_t { get, head, post, put, remove, other };

/// A request as this folder sees it: what a library of HTTP has read, in plain types.
///
/// Limits:  as connection_limits.h has them; whatever is longer has not come this far.
struct Request {
    Method method = Method::get;
    std::string target;  ///< as it came: path and query
    std::string body;
    std::string address;  ///< of the other end, numeric
    // Headers, empty where there is none.
    std::string host;
    std::string origin;
    std::string cookie;
    std::string csrf;
    std::string content_type;
    std::string authorization;
    std::string accept_encoding;
    std::string if_none_match;
    std::string if_range;
    std::string range;
};

/// A part of a file, sent as it is read.
struct FilePart {
    std::filesystem::path path;
    std::uint64_t from = 0;
    std::uint64_t length = 0;
};

/// What is answered. The headers that every answer has (security_headers.h) are added when it is sent.
struct Answer {
    unsigned status = 200;
    std::string content_type = "application/json";
    std::string body;
    std::shared_ptr<const std::string> shared_body;  ///< in place of `body`: a static file
    std::optional<FilePart> file;                    ///< in place of `body`
    std::vector<std::pair<std::string, std::string>> headers;

    [[nodiscard]] std::string_view text() const noexcept {
        return shared_body ? std::string_view(*shared_body) : std::string_view(body);
    }
};

}  // namespace giaoban::chair
