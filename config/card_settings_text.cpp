// How a settings file is written; how it is read is in card_settings.cpp.
#include <span>

#include "config/card_settings.h"
#include "config/key_text.h"

namespace giaoban::config {

namespace {

/// A basic string of TOML. Source: TOML 1.0, "String".
std::string in_quotes(std::string_view text) {
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') out += '\\';
        out += c;
    }
    return out + "\"";
}

std::string list(const std::vector<std::string>& texts) {
    std::string out = "[";
    for (const std::string& text : texts) {
        if (out.size() > 1) out += ", ";
        out += in_quotes(text);
    }
    return out + "]";
}

std::string line(std::string_view key, const std::string& value) {
    return std::string(key) + " = " + value + "\n";
}

/// The key, or an example of it that says nothing.
std::string or_example(std::string_view key, const std::optional<std::string>& value,
                       std::string_view example) {
    return value ? line(key, in_quotes(*value)) : "# " + line(key, in_quotes(example));
}

std::string centre_text(const CardSettings& settings) {
    std::vector<std::string> mixers;
    for (const HostPort& mixer : settings.card.mixers)
        mixers.push_back(mixer.text());
    std::string out =
        "\n[centre]\n"
        "# Địa chỉ máy trộn ở trung tâm. / Where the mixing box is, in the order in which it is "
        "tried.\n" +
        line("mixers", list(mixers)) +
        "# Khóa công khai của trung tâm. / The mixing box's public key.\n" +
        line("key", in_quotes(key_text(settings.card.mixer_key)));
    if (settings.card.secret) {
        std::string secret = key_text(settings.card.secret->bytes());
        out +=
            "# Chỉ dùng một lần, thiết bị tự xóa. / For the first contact alone: the box wipes "
            "it.\n";
        out += line("secret", in_quotes(secret));
        wipe(std::as_writable_bytes(std::span(secret)));
    } else if (settings.secret_used) {
        out += line("secret", in_quotes(used_secret));
    }
    return out;
}

std::string network_text(const CardSettings& settings) {
    std::string out =
        "\n[network]\n"
        "# Cắm dây mạng thì không cần khai gì. / Nothing is needed for a cable.\n" +
        line("country", in_quotes(settings.country)) + "\n# Wi-Fi\n";
    if (settings.wifi.empty()) {
        out += "# [[network.wifi]]\n# ssid = \"tên mạng\"\n# passphrase = \"mật khẩu\"\n";
    }
    for (const CardSettings::Wifi& wifi : settings.wifi) {
        out += "[[network.wifi]]\n" + line("ssid", in_quotes(wifi.ssid)) +
               line("passphrase", in_quotes(wifi.passphrase));
        if (wifi.hidden) out += "hidden = true\n";
    }
    out += "\n# Địa chỉ IP tĩnh. / An address that no DHCP gives.\n";
    if (!settings.fixed) {
        return out +
               "# [network.static]\n# address = \"192.168.1.20/24\"\n# gateway = \"192.168.1.1\"\n"
               "# dns = [\"8.8.8.8\"]\n";
    }
    out += "[network.static]\n";
    if (settings.fixed->wifi) out += line("on", in_quotes("wifi"));
    out += line("address", in_quotes(settings.fixed->address));
    if (!settings.fixed->gateway.empty())
        out += line("gateway", in_quotes(settings.fixed->gateway));
    if (!settings.fixed->dns.empty()) out += line("dns", list(settings.fixed->dns));
    return out;
}

const char* word(Language language) { return language == Language::vi ? "vi" : "en"; }

}  // namespace

std::string CardSettings::text() const {
    const std::string volume = std::to_string(volume_percent.value_or(80)) + "\n";
    return "# Giao Ban: cài đặt của một thiết bị. Tệp này phải có tên giaoban.toml và nằm ở thư "
           "mục gốc của thẻ.\n"
           "# Settings of one box. The file must be called giaoban.toml, in the root of the card's "
           "partition GIAOBAN.\n"
           "# Lưu dạng UTF-8. Nếu có lỗi, thiết bị ghi vào LOI-ERRORS.txt. / Save it as UTF-8. "
           "Mistakes are told in LOI-ERRORS.txt.\n"
           "\n[box]\n# Tên thiết bị trong cuộc họp. / Its name in the meeting.\n" +
           line("name", in_quotes(card.name)) +
           (language ? line("language", in_quotes(word(*language)))
                     : std::string("# language = \"vi\"\n")) +
           centre_text(*this) + network_text(*this) +
           "\n[sound]\n# Âm lượng loa, 0 đến 100. / Of the speaker, 0 to 100.\n" +
           (volume_percent ? "" : "# ") + "volume = " + volume +
           "\n[board]\n# Nút bấm và đèn. / Button and lamps: as in box.toml.\n" +
           or_example("button", button, "auto") + or_example("button_key", button_key, "any") +
           or_example("floor_lamp", floor_lamp, "ACT") + or_example("link_lamp", link_lamp, "PWR");
}

std::string CardSettings::box_toml() const {
    std::string out = "# Made of the card's giaoban.toml at each start.\n";
    if (language) out += line("language", in_quotes(word(*language)));
    if (volume_percent)
        out += "[sound]\nvolume_percent = " + std::to_string(*volume_percent) + "\n";
    if (button || button_key) out += "[button]\n";
    if (button) out += line("device", in_quotes(*button));
    if (button_key) out += line("key", in_quotes(*button_key));
    if (floor_lamp || link_lamp) out += "[lamps]\n";
    if (floor_lamp) out += line("floor", in_quotes(*floor_lamp));
    if (link_lamp) out += line("link", in_quotes(*link_lamp));
    return out;
}

}  // namespace giaoban::config
