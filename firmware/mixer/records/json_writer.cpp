#include "firmware/mixer/records/json_writer.h"

namespace giaoban::mixer {

void JsonWriter::begin(std::string_view key) {
    if (!first_) result_ += ',';
    first_ = false;
    if (key.empty()) return;
    quote(key);
    result_ += ':';
}

JsonWriter& JsonWriter::open(std::string_view key, char bracket) {
    begin(key);
    result_ += bracket;
    first_ = true;
    return *this;
}

JsonWriter& JsonWriter::close(char bracket) {
    result_ += bracket;
    first_ = false;
    return *this;
}

void JsonWriter::quote(std::string_view value) {
    constexpr std::string_view digits = "0123456789abcdef";
    result_ += '"';
    for (const char c : value) {
        const auto code = static_cast<unsigned char>(c);
        if (code < 0x20) {
            result_ += "\\u00";
            result_ += digits[code >> 4U];
            result_ += digits[code & 0xFU];
            continue;
        }
        if (c == '"' || c == '\\') result_ += '\\';
        result_ += c;
    }
    result_ += '"';
}

JsonWriter& JsonWriter::text(std::string_view key, std::string_view value) {
    begin(key);
    quote(value);
    return *this;
}

JsonWriter& JsonWriter::number(std::string_view key, std::int64_t value) {
    begin(key);
    result_ += std::to_string(value);
    return *this;
}

JsonWriter& JsonWriter::flag(std::string_view key, bool value) {
    begin(key);
    result_ += value ? "true" : "false";
    return *this;
}

JsonWriter& JsonWriter::number(std::string_view key, std::optional<std::int64_t> value) {
    if (value) return number(key, *value);
    begin(key);
    result_ += "null";
    return *this;
}

}  // namespace giaoban::mixer
