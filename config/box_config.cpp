#include "config/box_config.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <tuple>

#include "config/schema.h"

namespace giaoban::config {

using namespace std::chrono_literals;

namespace {

using Kind = SoundPlace::Kind;

/// What follows `prefix`, when there is something and it is what the text begins with.
std::optional<std::string_view> after(std::string_view text, std::string_view prefix) {
    if (!text.starts_with(prefix) || text.size() == prefix.size()) return std::nullopt;
    return text.substr(prefix.size());
}

std::optional<int> hz_from(std::string_view text) {
    if (text.size() > 4) return std::nullopt;
    int hz = 0;
    for (const char c : text) {
        if (c < '0' || c > '9') return std::nullopt;
        hz = hz * 10 + (c - '0');
    }
    // What a telephone band carries, and 16 kHz can.
    if (hz < 50 || hz > 7000) return std::nullopt;
    return hz;
}

std::optional<SoundPlace> place_from(std::string_view text) {
    if (text == "auto") return SoundPlace{};
    if (text == "none") return SoundPlace{Kind::none, "", 440};
    if (text == "test") return SoundPlace{Kind::test, "", 440};
    if (const auto hz = after(text, "test:")) {
        if (const auto value = hz_from(*hz)) return SoundPlace{Kind::test, "", *value};
        return std::nullopt;
    }
    for (const auto& [prefix, kind] : {std::pair{"alsa:", Kind::alsa}, {"wav:", Kind::wav}}) {
        const auto name = after(text, prefix);
        if (name && is_path(*name)) return SoundPlace{kind, std::string(*name), 440};
    }
    return std::nullopt;
}

void read_place(TomlTable& table, std::string_view key, SoundPlace& into, Kind never,
                std::string_view accepted) {
    table.text(key, accepted, [&](std::string_view text) {
        const auto place = place_from(text);
        if (!place || place->kind == never) return false;
        into = *place;
        return true;
    });
}

std::optional<int> whole_number(std::string_view text, int least, int most) {
    int value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    const bool good = error == std::errc{} && end == text.data() + text.size();
    return good && value >= least && value <= most ? std::optional(value) : std::nullopt;
}

std::optional<CardLevel> level_from(std::string_view text) {
    using Unit = CardLevel::Unit;
    if (text == "keep") return CardLevel{Unit::keep, 0};
    for (const auto& [ending, unit, least, most] :
         {std::tuple{std::string_view("%"), Unit::percent, 0, 100},
          std::tuple{std::string_view("dB"), Unit::decibels, -100, 50}}) {
        if (!text.ends_with(ending)) continue;
        const auto value = whole_number(text.substr(0, text.size() - ending.size()), least, most);
        if (value) return CardLevel{unit, *value};
    }
    return std::nullopt;
}

void read_level(TomlTable& table, std::string_view key, CardLevel& into) {
    table.text(
        key,
        "expected \"80%\" (0% to 100%), \"-6dB\" (-100dB to 50dB), or \"keep\" for as the card "
        "comes",
        [&into](std::string_view text) {
            const auto level = level_from(text);
            if (level) into = *level;
            return level.has_value();
        });
}

/// A name of linux/input-event-codes.h; whether there is such a key is libevdev's to say.
bool is_key_name(std::string_view text) {
    return (text.starts_with("KEY_") || text.starts_with("BTN_")) && text.size() > 4 &&
           text.size() <= 40 && std::all_of(text.begin(), text.end(), [](char c) {
               return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
           });
}

/// One or more, with commas between.
bool is_key_list(std::string_view text) {
    while (true) {
        const std::size_t comma = text.find(',');
        if (!is_key_name(text.substr(0, comma))) return false;
        if (comma == std::string_view::npos) return true;
        text.remove_prefix(comma + 1);
    }
}

bool is_card(const SoundPlace& place) {
    return place.kind == Kind::automatic || place.kind == Kind::alsa;
}

void read(TomlTable table, BoxConfig::Sound& sound) {
    read_place(table, "device", sound.device, Kind::none,
               "expected \"auto\", \"alsa:NAME\", \"wav:PATH\", \"test\" or \"test:HZ\" with 50 to "
               "7000 Hz");
    read_place(table, "play", sound.play, Kind::test,
               "expected \"auto\", \"alsa:NAME\", \"wav:PATH\" or \"none\"");
    if (is_card(sound.device) && sound.play.kind == Kind::alsa && sound.play != sound.device) {
        table.refuse("play",
                     "expected \"auto\", the card of `device`: two cards have two clocks; also "
                     "\"wav:PATH\" or \"none\"");
    }
    read_choice(table, "voice", sound.voice);
    read_rate(table, sound.rate);
    table.number("volume_percent", sound.volume_percent, 0, 100);
    read_level(table, "volume", sound.volume);
    read_level(table, "microphone", sound.microphone);
}

void read(TomlTable table, BoxConfig::Button& button) {
    read_button_device(table, "device", button.device);
    read_button_key(table, "key", button.key);
    table.time("long_press_ms", button.long_press, Milliseconds{300ms}, Milliseconds{5s});
}

void read(TomlTable table, BoxConfig::Lamps& lamps) {
    read_path(table, "root", lamps.root);
    read_lamp(table, "floor", lamps.floor);
    read_lamp(table, "link", lamps.link);
}

void read(TomlTable table, BoxConfig::Link& link) {
    read_rungs(table, "least_rung", "widest_rung", link.up);
}

}  // namespace

void read_lamp(TomlTable& table, std::string_view key, std::string& into) {
    table.text(key,
               "expected \"auto\", \"none\" or the name of an LED, which is a folder in `root`",
               [&into](std::string_view name) {
                   const bool folder = is_path(name) && name.size() <= 64 && name.front() != '.' &&
                                       name.find('/') == std::string_view::npos;
                   if (folder) into = name;
                   return folder;
               });
}

void read_button_device(TomlTable& table, std::string_view key, std::string& into) {
    table.text(key,
               "expected \"auto\", \"none\", the path of an event device, or a part of its name",
               [&into](std::string_view text) {
                   const bool good = is_path(text) && text.size() <= 256;
                   if (good) into = text;
                   return good;
               });
}

void read_button_key(TomlTable& table, std::string_view key, std::string& into) {
    table.text(key,
               "expected \"auto\", \"any\" or names of keys as in linux/input-event-codes.h "
               "(KEY_ENTER,KEY_PHONE)",
               [&into](std::string_view text) {
                   const bool good = text == "auto" || text == "any" || is_key_list(text);
                   if (good) into = text;
                   return good;
               });
}

std::string CardLevel::text() const {
    switch (unit) {
        case Unit::keep: return "keep";
        case Unit::percent: return std::to_string(value) + "%";
        case Unit::decibels: return std::to_string(value) + "dB";
    }
    return "keep";
}

std::string SoundPlace::text() const {
    switch (kind) {
        case Kind::automatic: return "auto";
        case Kind::alsa: return "alsa:" + name;
        case Kind::wav: return "wav:" + name;
        case Kind::test: return "test:" + std::to_string(hz);
        case Kind::none: return "none";
    }
    return "auto";
}

void read(TomlTable& table, BoxConfig& config) {
    table.choice<Language>("language", config.language,
                           {{"vi", Language::vi}, {"en", Language::en}});
    read_path(table, "card", config.card);
    read_path(table, "state_dir", config.state_dir);
    read_socket(table, "status_socket", config.status_socket);
    read_log_level(table, config.log_level);
    read(table.table("sound"), config.sound);
    read(table.table("button"), config.button);
    read(table.table("lamps"), config.lamps);
    read(table.table("link"), config.link);
    read(table.table("codec"), config.codec);
    read(table.table("playout"), config.playout);
}

Parsed<BoxConfig> BoxConfig::parse(std::string_view text, std::string_view file) {
    return parse_config<BoxConfig>(text, file);
}

Parsed<BoxConfig> BoxConfig::load_over(const std::string& path, BoxConfig base) {
    Findings findings{path, {}, {}};
    if (const auto text = read_file(path, findings)) {
        return parse_config<BoxConfig>(*text, path, std::move(base));
    }
    return Unexpected(std::move(findings.errors));
}

Parsed<BoxConfig> BoxConfig::load(const std::string& path) { return load_config<BoxConfig>(path); }

}  // namespace giaoban::config
