#include "config/config_error.h"

#include <algorithm>

namespace giaoban::config {

std::string ConfigError::text() const {
    std::string text = file;
    if (line > 0) text += ":" + std::to_string(line);
    if (!key.empty()) text += ": " + key;
    if (!value.empty()) text += " = " + value;
    text += ": " + accepted;
    // Keys, file names and what toml++ says can have anything in them; a line of a log must not.
    std::replace_if(
        text.begin(), text.end(),
        [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }, '?');
    return text;
}

void sort_by_line(ConfigErrors& errors) {
    std::stable_sort(errors.begin(), errors.end(),
                     [](const ConfigError& a, const ConfigError& b) { return a.line < b.line; });
}

std::string text(const ConfigErrors& errors) {
    std::string all;
    for (const ConfigError& error : errors) {
        if (!all.empty()) all += '\n';
        all += error.text();
    }
    return all;
}

}  // namespace giaoban::config
