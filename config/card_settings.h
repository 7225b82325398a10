#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config/card.h"
#include "config/config_error.h"
#include "config/settings.h"

namespace giaoban::config {

/// The settings' file in the root of the card's FAT partition, and what Windows makes of it when it hides endings.
inline constexpr std::string_view settings_file = "giaoban.toml";
inline constexpr std::string_view settings_file_of_windows = "giaoban.toml.txt";

/// Stands in the place of a secret that was used: as long as one, and no base64.
inline constexpr std::string_view used_secret = "used----------------------------------------";

/// giaoban.toml: all that a technician says of one box, on the partition that any PC can write. Who it is and where its
/// mixing box is (the Card), its network, and what goes before box.toml. Made by `giaobanctl card`.
///
/// Units:      volume in percent.
/// Errors:     all at once, with line and key; the text may be a Windows editor's (BOM, CR LF). What was saved as UTF-16
///             or in another letter code is told as that.
/// Limits:     8 wireless networks, 3 name servers; 64 KiB.
struct CardSettings {
    struct Wifi {
        std::string ssid;        ///< 1 to 32 bytes
        std::string passphrase;  ///< empty: an open network
        bool hidden = false;
        friend bool operator==(const Wifi&, const Wifi&) = default;
    };
    /// An address that no DHCP gives.
    struct Fixed {
        bool wifi = false;    ///< of the wireless network, in place of the cable
        std::string address;  ///< with its prefix: 192.168.1.20/24
        std::string gateway;
        std::vector<std::string> dns;
        friend bool operator==(const Fixed&, const Fixed&) = default;
    };

    Card card;
    /// Its secret was used and wiped: the box has enrolled with this file.
    bool secret_used = false;
    std::optional<Language> language;
    std::string country = "VN";  ///< whose rules the radio keeps; ISO 3166
    std::vector<Wifi> wifi;      ///< the first that is there, by signal
    std::optional<Fixed> fixed;
    std::optional<int> volume_percent;
    std::optional<std::string> button;  ///< these as in box.toml: button.device, button.key, …
    std::optional<std::string> button_key;
    std::optional<std::string> floor_lamp;
    std::optional<std::string> link_lamp;

    [[nodiscard]] static Parsed<CardSettings> parse(std::string_view text, std::string_view file);
    [[nodiscard]] static Parsed<CardSettings> load(const std::string& path);
    [[nodiscard]] CardSettings copy() const;

    /// The file's text in Vietnamese and English, what is not set as an example behind `#`. To be wiped by the
    /// caller: secrets are in it.
    [[nodiscard]] std::string text() const;
    /// What of it goes before box.toml, as a box.toml of its own.
    [[nodiscard]] std::string box_toml() const;
};

/// Where that secret stands in a file's bytes; each place is as long as used_secret.
[[nodiscard]] std::vector<std::size_t> places_of(const Secret<32>& secret, std::string_view bytes);

}  // namespace giaoban::config
