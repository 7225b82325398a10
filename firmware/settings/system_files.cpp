#include "firmware/settings/system_files.h"

#include <span>

#include "config/vocab/hex.h"

namespace giaoban::settings {

namespace {

using config::CardSettings;

// As board/image/root/usr/lib/systemd/network has them: the cable before the radio.
constexpr int cable_metric = 100;
constexpr int wifi_metric = 300;

/// Source: systemd.network(5).
std::string fixed_address(const CardSettings& settings) {
    if (!settings.fixed) return {};
    const CardSettings::Fixed& fixed = *settings.fixed;
    std::string text =
        fixed.wifi ? "[Match]\nName=wl*\nType=wlan\n" : "[Match]\nName=en* eth*\nType=ether\n";
    text +=
        "[Link]\nRequiredForOnline=no\n[Network]\nDHCP=no\nLinkLocalAddressing=yes\n"
        "IPv6AcceptRA=no\nAddress=" +
        fixed.address + "\n";
    for (const std::string& server : fixed.dns)
        text += "DNS=" + server + "\n";
    if (!fixed.gateway.empty()) {
        text += "[Route]\nGateway=" + fixed.gateway +
                "\nMetric=" + std::to_string(fixed.wifi ? wifi_metric : cable_metric) + "\n";
    }
    return text;
}

/// The names as hexadecimal digits: no character of theirs can end the line. A passphrase is printable ASCII, and
/// wpa_supplicant takes all up to the last quotation mark of the line.
/// Source: wpa_supplicant.conf(5).
std::string supplicant(const CardSettings& settings) {
    if (settings.wifi.empty()) return {};
    std::string text = "ap_scan=1\nupdate_config=0\ncountry=" + settings.country + "\n";
    for (const CardSettings::Wifi& wifi : settings.wifi) {
        text += "network={\n\tssid=" + hex(std::as_bytes(std::span(wifi.ssid))) + "\n";
        if (wifi.hidden) text += "\tscan_ssid=1\n";
        if (wifi.passphrase.empty()) {
            text += "\tkey_mgmt=NONE\n";
        } else if (wifi.passphrase.size() == 64) {
            text += "\tkey_mgmt=WPA-PSK\n\tpsk=" + wifi.passphrase + "\n";
        } else {
            text += "\tkey_mgmt=WPA-PSK\n\tpsk=\"" + wifi.passphrase + "\"\n";
        }
        text += "}\n";
    }
    return text;
}

}  // namespace

std::vector<SystemFile> system_files(const CardSettings& settings) {
    using Folder = SystemFile::Folder;
    using Readers = SystemFile::Readers;
    return {{Folder::own, "box.toml", settings.box_toml(), Readers::all},
            {Folder::networkd, "08-static.network", fixed_address(settings), Readers::all},
            {Folder::own, "wpa_supplicant.conf", supplicant(settings), Readers::root}};
}

}  // namespace giaoban::settings
