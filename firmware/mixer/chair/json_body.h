#pragma once

#include <boost/json/object.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace giaoban::chair {

/// A JSON object that a browser or a script has sent, read member by member. Whatever is wrong is said in words, once: the
/// first thing that was found.
///
///   JsonBody body(request.body);
///   const std::string name = body.text("name", 1, 64);
///   if (!body.complete()) return bad_request(body.fault());
///
/// Errors:  fault(); a member that nobody has read is a fault too, so that a misspelt one is not passed over.
/// Limits:  8 levels; texts are UTF-8 without control characters, within the bounds that the reader gives.
class JsonBody {
  public:
    explicit JsonBody(std::string_view text);

    /// Of `least` to `most` bytes; must be there when `least` is over 0.
    [[nodiscard]] std::string text(std::string_view key, std::size_t least, std::size_t most);
    [[nodiscard]] std::optional<std::string> maybe_text(std::string_view key, std::size_t most);
    [[nodiscard]] std::optional<std::int64_t> maybe_number(std::string_view key, std::int64_t least,
                                                           std::int64_t most);
    [[nodiscard]] std::optional<bool> maybe_flag(std::string_view key);
    [[nodiscard]] bool flag(std::string_view key);
    /// A list of at most `most` texts of 1 to `longest` bytes; empty when it is not there.
    [[nodiscard]] std::vector<std::string> texts(std::string_view key, std::size_t most,
                                                 std::size_t longest);

    [[nodiscard]] bool has(std::string_view key) const noexcept { return members_.contains(key); }
    void refuse(std::string_view key, std::string_view accepted);

    /// Whether everything was as it should be, and everything was read.
    [[nodiscard]] bool complete();
    [[nodiscard]] const std::string& fault() const noexcept { return fault_; }

  private:
    [[nodiscard]] std::optional<boost::json::value> take(std::string_view key);

    boost::json::object members_;
    std::string fault_;
};

}  // namespace giaoban::chair
