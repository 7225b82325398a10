#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace giaoban::ctl {

/// Writes one JSON value piece by piece. Commas are its own affair.
///
/// Errors: none. Texts are taken for UTF-8, and control characters in them are escaped.
/// Source: RFC 8259.
class JsonText {
  public:
    /// With a key inside an object; without one inside a list.
    JsonText& object(std::string_view key = {}) { return open(key, '{'); }
    JsonText& list(std::string_view key = {}) { return open(key, '['); }
    JsonText& end_object() { return close('}'); }
    JsonText& end_list() { return close(']'); }

    JsonText& text(std::string_view key, std::string_view value);
    JsonText& number(std::string_view key, std::int64_t value);
    JsonText& flag(std::string_view key, bool value);
    JsonText& null(std::string_view key);

    [[nodiscard]] const std::string& result() const { return result_; }

  private:
    void begin(std::string_view key);
    JsonText& open(std::string_view key, char bracket);
    JsonText& close(char bracket);
    void quote(std::string_view value);

    std::string result_;
    bool first_ = true;
};

}  // namespace giaoban::ctl
