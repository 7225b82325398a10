#pragma once

#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include "config/schema.h"

namespace giaoban::config::test {

/// What is wrong in a text, line by line; empty when nothing is.
template <typename Config>
std::string errors_of(std::string_view text, std::string_view file) {
    const auto parsed = Config::parse(text, file);
    return parsed ? "" : giaoban::config::text(parsed.error());
}

inline std::string content_of(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

/// The keys that a file could have and does not.
template <typename Config>
std::vector<std::string> keys_absent_in(const std::string& path) {
    Findings findings{path, {}, {}};
    const auto toml = parse_toml(content_of(path), findings);
    Config config;
    if (toml) {
        TomlTable table(*toml, "", findings);
        read(table, config);
    }
    return findings.absent;
}

}  // namespace giaoban::config::test
