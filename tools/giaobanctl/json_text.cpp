#include "tools/giaobanctl/json_text.h"

namespace giaoban::ctl {

JsonText& JsonText::text(std::string_view key, std::string_view value) {
    begin(key);
    quote(value);
    return *this;
}

JsonText& JsonText::number(std::string_view key, std::int64_t value) {
    begin(key);
    result_ += std::to_string(value);
    return *this;
}

JsonText& JsonText::flag(std::string_view key, bool value) {
    begin(key);
    result_ += value ? "true" : "false";
    return *this;
}

JsonText& JsonText::null(std::string_view key) {
    begin(key);
    result_ += "null";
    return *this;
}

void JsonText::begin(std::string_view key) {
    if (!first_) result_ += ',';
    first_ = false;
    if (key.empty()) return;
    quote(key);
    result_ += ':';
}

JsonText& JsonText::open(std::string_view key, char bracket) {
    begin(key);
    result_ += bracket;
    first_ = true;
    return *this;
}

JsonText& JsonText::close(char bracket) {
    result_ += bracket;
    first_ = false;
    return *this;
}

void JsonText::quote(std::string_view value) {
    constexpr std::string_view digits = "0123456789abcdef";
    result_ += '"';
    for (const char c : value) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            result_ += '\\';
            result_ += c;
        } else if (byte < 0x20) {
            result_ += "\\u00";
            result_ += digits[byte >> 4U];
            result_ += digits[byte & 15U];
        } else {
            result_ += c;
        }
    }
    result_ += '"';
}

}  // namespace giaoban::ctl
