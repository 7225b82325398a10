#include "config/card.h"

#include <algorithm>

#include "config/card_schema.h"
#include "config/card_settings.h"
#include "config/key_text.h"
#include "config/toml_table.h"
#include "config/whole_file.h"

namespace giaoban::config {

namespace {

constexpr std::size_t most_mixers = 8;
constexpr std::string_view accepted_key =
    "expected a key: 44 characters of base64, as `giaobanctl keygen` prints it";
constexpr std::string_view accepted_secret = "expected a secret: 44 characters of base64";

}  // namespace

bool is_utf8(std::string_view text) noexcept {
    for (std::size_t i = 0; i < text.size();) {
        const auto lead = static_cast<unsigned char>(text[i++]);
        if (lead < 0x80) continue;
        const int more = lead >= 0xC2 && lead <= 0xDF   ? 1
                         : lead >= 0xE0 && lead <= 0xEF ? 2
                         : lead >= 0xF0 && lead <= 0xF4 ? 3
                                                        : 0;
        if (more == 0) return false;
        for (int k = 0; k < more; ++k, ++i) {
            if (i >= text.size()) return false;
            const auto next = static_cast<unsigned char>(text[i]);
            // Overlong forms, surrogates and what is beyond U+10FFFF show in the second byte.
            const unsigned least = k > 0 ? 0x80 : lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
            const unsigned most = k > 0 ? 0xBF : lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
            if (next < least || next > most) return false;
        }
    }
    return true;
}

bool valid_name(std::string_view name) noexcept {
    constexpr std::size_t longest = 64;
    if (name.empty() || name.size() > longest || !is_utf8(name)) return false;
    if (name.front() == '.' || name.front() == '-') return false;
    if (name.front() == ' ' || name.back() == ' ') return false;
    return std::none_of(name.begin(), name.end(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte < 0x20 || byte == 0x7F || c == '/' || c == '\\' || c == '"';
    });
}

void read_name(TomlTable& table, std::string& into) {
    table.text(
        "name", "expected a name: " + std::string(accepted_name),
        [&into](std::string_view name) {
            if (!valid_name(name)) return false;
            into = name;
            return true;
        },
        TomlTable::Needed::yes);
}

void read_key(TomlTable& table, std::string_view key, std::optional<KeyBytes>& into,
              TomlTable::Needed needed) {
    table.text(
        key, accepted_key,
        [&into](std::string_view text) {
            into = key_bytes(text);
            return into.has_value();
        },
        needed);
}

void read_secret(TomlTable& table, std::optional<Secret<32>>& into) {
    table.text(
        "secret", accepted_secret,
        [&into](std::string_view text) {
            into = secret_bytes(text);
            return into.has_value();
        },
        TomlTable::Needed::no, TomlTable::Shown::secret);
}

void read_mixers(TomlTable& table, std::vector<HostPort>& into) {
    table.texts("mixers", most_mixers,
                "expected a name or numeric address and a port, as \"mixer.example:24380\" or "
                "\"[2001:db8::1]:24380\"",
                [&into](std::string_view place) {
                    const auto mixer = HostPort::from(place);
                    if (mixer && mixer->port != 0) into.push_back(*mixer);
                    return mixer && mixer->port != 0;
                });
}

Parsed<Card> Card::parse(std::string_view text, std::string_view file) {
    Findings findings{std::string(file), {}, {}};
    Card card;
    if (const auto toml = parse_toml(text, findings)) {
        if (toml->contains("box") || toml->contains("centre")) {
            auto settings = CardSettings::parse(text, file);
            if (!settings) return Unexpected(settings.error());
            return std::move(settings->card);
        }
        TomlTable table(*toml, "", findings);
        read_name(table, card.name);
        read_mixers(table, card.mixers);
        std::optional<KeyBytes> key;
        read_key(table, "mixer_key", key, TomlTable::Needed::yes);
        if (key) card.mixer_key = *key;
        read_secret(table, card.secret);
    }
    if (findings.errors.empty()) return card;
    sort_by_line(findings.errors);
    return Unexpected(std::move(findings.errors));
}

Parsed<Card> Card::load(const std::string& path) {
    Findings findings{path, {}, {}};
    auto text = read_file(path, findings);
    if (!text) return Unexpected(std::move(findings.errors));
    auto card = parse(*text, path);
    wipe(std::as_writable_bytes(std::span(*text)));
    return card;
}

std::string Card::text() const {
    std::string text =
        "# The card of one box of Giao Ban, made by `giaobanctl card`: who it is, and where its "
        "mixing\n"
        "# box is. Copy it to the box as /var/lib/giaoban-box/card.toml.\n"
        "name = \"" +
        name +
        "\"\n"
        "# Where the mixing box is, in the order in which it is tried.\n"
        "mixers = [";
    for (const HostPort& mixer : mixers) {
        if (mixer != mixers.front()) text += ", ";
        text += "\"" + mixer.text() + "\"";
    }
    text += "]\n# The mixing box's public key: nobody else can be taken for it.\nmixer_key = \"" +
            key_text(mixer_key) + "\"\n";
    if (secret) {
        text +=
            "# For the first contact alone: the box takes this line out when it is "
            "enrolled.\nsecret = \"";
        std::string shown = key_text(secret->bytes());
        text += shown + "\"\n";
        wipe(std::as_writable_bytes(std::span(shown)));
    }
    return text;
}

Parsed<void> Card::store(const std::string& path, bool replace) const {
    std::string whole = text();
    const auto fault = write_whole(path, whole, replace ? Existing::replace : Existing::refuse);
    wipe(std::as_writable_bytes(std::span(whole)));
    if (fault) return Unexpected(ConfigErrors{{path, 0, "", "", fault->what}});
    return {};
}

Parsed<void> forget_secret(const std::string& path) {
    Findings findings{path, {}, {}};
    auto text = read_file(path, findings);
    if (!text) return Unexpected(std::move(findings.errors));
    const auto toml = parse_toml(*text, findings);
    if (!toml) return Unexpected(std::move(findings.errors));
    const toml::table* table = &*toml;
    if (const toml::table* centre = (*toml)["centre"].as_table()) table = centre;
    const auto secret = table->find("secret");
    if (secret == table->end()) return {};

    const auto begins = secret->first.source().begin.line;
    const auto ends = secret->second.source().end.line;
    std::string kept;
    kept.reserve(text->size());
    std::size_t line = 1;
    for (std::size_t at = 0; at < text->size(); ++line) {
        const std::size_t next = std::min(text->find('\n', at), text->size() - 1) + 1;
        if (line < begins || line > ends) kept.append(*text, at, next - at);
        at = next;
    }
    const auto fault = write_whole(path, kept, Existing::replace);
    wipe(std::as_writable_bytes(std::span(*text)));
    if (fault) return Unexpected(ConfigErrors{{path, 0, "", "", fault->what}});
    return {};
}

}  // namespace giaoban::config
