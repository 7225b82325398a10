#include "config/card_settings.h"

#include <algorithm>
#include <span>

#include "config/card_schema.h"
#include "config/key_text.h"
#include "config/schema.h"
#include "config/toml_table.h"
#include "config/vocab/endpoint.h"

namespace giaoban::config {

namespace {

constexpr std::size_t most_networks = 8;
constexpr std::size_t most_name_servers = 3;  // MAXNS of resolv.h

std::optional<Endpoint> numeric(std::string_view address) {
    const bool v6 = address.find(':') != std::string_view::npos;
    const std::string text = v6 ? "[" + std::string(address) + "]:1" : std::string(address) + ":1";
    const auto endpoint = Endpoint::parse(text);
    if (!endpoint || endpoint->zone() != 0) return std::nullopt;
    return *endpoint;
}

std::optional<unsigned> prefix_from(std::string_view text, unsigned most) {
    if (text.empty() || text.size() > 3) return std::nullopt;
    unsigned bits = 0;
    for (const char c : text) {
        if (c < '0' || c > '9') return std::nullopt;
        bits = bits * 10 + static_cast<unsigned>(c - '0');
    }
    if (bits == 0 || bits > most) return std::nullopt;
    return bits;
}

struct Network {
    Endpoint address;
    unsigned prefix = 0;
};

std::optional<Network> network_from(std::string_view text) {
    const std::size_t slash = text.find('/');
    if (slash == std::string_view::npos) return std::nullopt;
    const auto address = numeric(text.substr(0, slash));
    if (!address) return std::nullopt;
    const auto prefix = prefix_from(text.substr(slash + 1), address->is_v4() ? 32 : 128);
    if (!prefix) return std::nullopt;
    return Network{*address, *prefix};
}

bool reaches(const Network& from, const Endpoint& to) {
    if (from.address.is_v4() != to.is_v4()) return false;
    const auto a = from.address.v6_address();
    const auto b = to.v6_address();
    for (unsigned bit = 0; bit < from.prefix; ++bit) {
        const auto mask = static_cast<std::uint8_t>(0x80U >> (bit % 8));
        if (((a[bit / 8] ^ b[bit / 8]) & mask) != 0) return false;
    }
    return true;
}

bool printable_ascii(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return c >= 0x20 && c <= 0x7E; });
}

/// Source: IEEE 802.11-2020 annex J.4.1: 8 to 63 characters of ASCII. 64 hexadecimal digits are the key itself.
bool is_passphrase(std::string_view text) {
    if (text.size() == 64) {
        return text.find_first_not_of("0123456789abcdefABCDEF") == std::string_view::npos;
    }
    return text.empty() || (text.size() >= 8 && text.size() <= 63 && printable_ascii(text));
}

void read_wifi(TomlTable& table, std::vector<CardSettings::Wifi>& into) {
    CardSettings::Wifi wifi;
    table.text(
        "ssid", "expected the network's name: 1 to 32 bytes",
        [&wifi](std::string_view text) {
            const bool good = is_path(text) && text.size() <= 32;
            if (good) wifi.ssid = text;
            return good;
        },
        TomlTable::Needed::yes);
    table.text(
        "passphrase",
        "expected the network's password: 8 to 63 characters without accents; \"\" for an open "
        "network",
        [&wifi](std::string_view text) {
            if (is_passphrase(text)) wifi.passphrase = text;
            return is_passphrase(text);
        },
        TomlTable::Needed::yes, TomlTable::Shown::secret);
    table.flag("hidden", wifi.hidden);
    into.push_back(std::move(wifi));
}

void read_fixed(TomlTable& table, std::optional<CardSettings::Fixed>& into) {
    CardSettings::Fixed fixed;
    std::optional<Network> network;
    table.choice<bool>("on", fixed.wifi, {{"cable", false}, {"wifi", true}});
    table.text(
        "address",
        "expected a numeric address and its prefix, as \"192.168.1.20/24\" (/24 is 255.255.255.0)",
        [&](std::string_view text) {
            network = network_from(text);
            fixed.address = text;
            return network.has_value();
        },
        TomlTable::Needed::yes);
    table.text("gateway",
               "expected a numeric address of the same network as `address`, as \"192.168.1.1\"",
               [&](std::string_view text) {
                   const auto gateway = numeric(text);
                   fixed.gateway = text;
                   return gateway && (!network || reaches(*network, *gateway));
               });
    if (table.has("dns")) {
        table.texts("dns", most_name_servers,
                    "expected the numeric address of a name server, as \"8.8.8.8\"",
                    [&fixed](std::string_view text) {
                        fixed.dns.emplace_back(text);
                        return numeric(text).has_value();
                    });
    }
    into = std::move(fixed);
}

void read_network(TomlTable table, CardSettings& settings) {
    table.text("country", "expected the two capital letters of a country, as \"VN\"",
               [&settings](std::string_view text) {
                   const bool good =
                       text.size() == 2 && std::all_of(text.begin(), text.end(),
                                                       [](char c) { return c >= 'A' && c <= 'Z'; });
                   if (good) settings.country = text;
                   return good;
               });
    table.tables("wifi", most_networks,
                 [&settings](TomlTable& one) { read_wifi(one, settings.wifi); });
    table.tables("static", 1, [&settings](TomlTable& one) { read_fixed(one, settings.fixed); });
}

void read_centre(TomlTable table, CardSettings& settings) {
    read_mixers(table, settings.card.mixers);
    std::optional<KeyBytes> key;
    read_key(table, "key", key, TomlTable::Needed::yes);
    if (key) settings.card.mixer_key = *key;
    table.text(
        "secret", "expected a secret: 44 characters of base64, as `giaobanctl card` made it",
        [&settings](std::string_view text) {
            // Also one whose wiping a power cut has torn: base64 has no hyphen.
            settings.secret_used =
                text.size() == used_secret.size() && text.find('-') != std::string_view::npos;
            if (!settings.secret_used) settings.card.secret = secret_bytes(text);
            return settings.secret_used || settings.card.secret.has_value();
        },
        TomlTable::Needed::no, TomlTable::Shown::secret);
}

template <typename Read>
void read_word(TomlTable& table, std::string_view key, Read read,
               std::optional<std::string>& into) {
    std::string word;
    read(table, key, word);
    if (!word.empty()) into = std::move(word);
}

void read(TomlTable& table, CardSettings& settings) {
    {
        TomlTable box = table.table("box");
        read_name(box, settings.card.name);
        Language language = Language::vi;
        box.choice<Language>("language", language, {{"vi", Language::vi}, {"en", Language::en}});
        if (box.has("language")) settings.language = language;
    }
    read_centre(table.table("centre"), settings);
    read_network(table.table("network"), settings);
    {
        TomlTable sound = table.table("sound");
        int volume = -1;
        sound.number("volume", volume, 0, 100);
        if (volume >= 0) settings.volume_percent = volume;
    }
    TomlTable board = table.table("board");
    read_word(board, "button", read_button_device, settings.button);
    read_word(board, "button_key", read_button_key, settings.button_key);
    read_word(board, "floor_lamp", read_lamp, settings.floor_lamp);
    read_word(board, "link_lamp", read_lamp, settings.link_lamp);
}

int line_at(std::string_view text, std::size_t place) {
    const auto until = text.begin() + static_cast<std::ptrdiff_t>(place);
    return 1 + static_cast<int>(std::count(text.begin(), until, '\n'));
}

/// What an editor has made of the file before anybody could read it as TOML.
std::optional<ConfigError> letter_trouble(std::string_view text, std::string_view file) {
    const auto trouble = [file](int line, std::string accepted) {
        return ConfigError{std::string(file), line, "", "", std::move(accepted)};
    };
    if (text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF") ||
        text.find('\0') != std::string_view::npos) {
        return trouble(0, "saved as UTF-16 (Unicode): save it again as UTF-8");
    }
    if (is_utf8(text)) return std::nullopt;
    int line = 1;
    for (std::size_t begin = 0; begin < text.size(); ++line) {
        const std::size_t end = std::min(text.find('\n', begin), text.size());
        if (!is_utf8(text.substr(begin, end - begin))) break;
        begin = end + 1;
    }
    return trouble(line, "a letter that is not UTF-8: save the file again as UTF-8");
}

/// “ ” ‘ ’ « » of a word processor, where TOML wants ".
bool has_curly_quotes(std::string_view line) {
    for (const std::string_view quote : {"\u201C", "\u201D", "\u2018", "\u2019", "\u00AB"}) {
        if (line.find(quote) != std::string_view::npos) return true;
    }
    return false;
}

void explain_curly_quotes(ConfigErrors& errors, std::string_view text) {
    for (ConfigError& error : errors) {
        if (!error.accepted.starts_with("not TOML")) continue;
        for (std::size_t at = 0; at < text.size();) {
            const std::size_t end = std::min(text.find('\n', at), text.size());
            if (line_at(text, at) == error.line && has_curly_quotes(text.substr(at, end - at))) {
                error.accepted = "curly quotation marks: use straight ones (\"), as Notepad does";
            }
            at = end + 1;
        }
    }
}

}  // namespace

Parsed<CardSettings> CardSettings::parse(std::string_view text, std::string_view file) {
    if (auto trouble = letter_trouble(text, file)) return Unexpected(ConfigErrors{*trouble});
    Findings findings{std::string(file), {}, {}};
    CardSettings settings;
    if (const auto toml = parse_toml(text, findings)) {
        TomlTable table(*toml, "", findings);
        read(table, settings);
    }
    if (findings.errors.empty()) return settings;
    explain_curly_quotes(findings.errors, text);
    sort_by_line(findings.errors);
    return Unexpected(std::move(findings.errors));
}

Parsed<CardSettings> CardSettings::load(const std::string& path) {
    Findings findings{path, {}, {}};
    auto text = read_file(path, findings);
    if (!text) return Unexpected(std::move(findings.errors));
    auto settings = parse(*text, path);
    wipe(std::as_writable_bytes(std::span(*text)));
    return settings;
}

CardSettings CardSettings::copy() const {
    CardSettings copy;
    copy.card.name = card.name;
    copy.card.mixers = card.mixers;
    copy.card.mixer_key = card.mixer_key;
    if (card.secret) copy.card.secret = card.secret->copy();
    copy.secret_used = secret_used;
    copy.language = language;
    copy.country = country;
    copy.wifi = wifi;
    copy.fixed = fixed;
    copy.volume_percent = volume_percent;
    copy.button = button;
    copy.button_key = button_key;
    copy.floor_lamp = floor_lamp;
    copy.link_lamp = link_lamp;
    return copy;
}

std::vector<std::size_t> places_of(const Secret<32>& secret, std::string_view bytes) {
    static_assert(used_secret.size() == 44, "as long as 32 bytes in base64");
    std::string text = key_text(secret.bytes());
    std::vector<std::size_t> places;
    for (std::size_t at = bytes.find(text); at != std::string_view::npos;
         at = bytes.find(text, at + text.size())) {
        places.push_back(at);
    }
    wipe(std::as_writable_bytes(std::span(text)));
    return places;
}

}  // namespace giaoban::config
