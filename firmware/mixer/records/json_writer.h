#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace giaoban::mixer {

/// Writes one JSON value piece by piece; commas are its own affair.
///
/// Errors: none. Texts are UTF-8 (entries are cleaned); control characters in them are escaped.
/// Source: RFC 8259.
class JsonWriter {
  public:
    /// With a key inside an object; without one inside a list, or at the top.
    JsonWriter& object(std::string_view key = {}) { return open(key, '{'); }
    JsonWriter& list(std::string_view key = {}) { return open(key, '['); }
    JsonWriter& end_object() { return close('}'); }
    JsonWriter& end_list() { return close(']'); }

    JsonWriter& text(std::string_view key, std::string_view value);
    JsonWriter& number(std::string_view key, std::int64_t value);
    JsonWriter& flag(std::string_view key, bool value);
    /// null where there is none.
    JsonWriter& number(std::string_view key, std::optional<std::int64_t> value);

    [[nodiscard]] std::string result() && { return std::move(result_); }

  private:
    void begin(std::string_view key);
    JsonWriter& open(std::string_view key, char bracket);
    JsonWriter& close(char bracket);
    void quote(std::string_view value);

    std::string result_;
    bool first_ = true;
};

}  // namespace giaoban::mixer
