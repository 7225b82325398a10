#pragma once

#include <string>
#include <string_view>

#include "config/box_config.h"
#include "config/minutes_settings.h"
#include "config/mixer_config.h"
#include "config/settings.h"
#include "config/toml_table.h"

namespace giaoban::config {

/// The keys of each file, each with its place in the settings and what it may be. Of this folder and its tests alone.
void read(TomlTable& table, BoxConfig& config);
void read(TomlTable& table, MixerConfig& config);

// Tables that both files have.
void read(TomlTable table, CodecSettings& codec);
void read(TomlTable table, PlayoutSettings& playout);
void read(TomlTable table, MinutesSettings& minutes);

// Kinds of values.
void read_choice(TomlTable& table, std::string_view key, Choice& into);
void read_rungs(TomlTable& table, std::string_view least, std::string_view widest, RungRange& into);
void read_log_level(TomlTable& table, LogLevel& into);
void read_rate(TomlTable& table, SampleRate& into);
void read_path(TomlTable& table, std::string_view key, std::string& into);
void read_socket(TomlTable& table, std::string_view key, std::string& into);
// Of box.toml, and of the settings on a card.
void read_button_device(TomlTable& table, std::string_view key, std::string& into);
void read_button_key(TomlTable& table, std::string_view key, std::string& into);
void read_lamp(TomlTable& table, std::string_view key, std::string& into);
[[nodiscard]] bool is_path(std::string_view text) noexcept;

/// A whole text into settings that begin as the defaults.
template <typename Config>
[[nodiscard]] Parsed<Config> parse_config(std::string_view text, std::string_view file,
                                          Config config = {}) {
    Findings findings{std::string(file), {}, {}};
    if (const auto toml = parse_toml(text, findings)) {
        TomlTable table(*toml, "", findings);
        read(table, config);
    }
    if (findings.errors.empty()) return config;
    sort_by_line(findings.errors);
    return Unexpected(std::move(findings.errors));
}

template <typename Config>
[[nodiscard]] Parsed<Config> load_config(const std::string& path) {
    Findings findings{path, {}, {}};
    if (const auto text = read_file(path, findings)) return parse_config<Config>(*text, path);
    return Unexpected(std::move(findings.errors));
}

}  // namespace giaoban::config
