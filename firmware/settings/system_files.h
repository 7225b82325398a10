#pragma once

#include <string>
#include <vector>

#include "config/card_settings.h"

namespace giaoban::settings {

/// A file of the running system, made of the settings at each start.
struct SystemFile {
    enum class Folder : std::uint8_t {
        own,
        networkd
    };  ///< /run/giaoban-settings, /run/systemd/network
    enum class Readers : std::uint8_t { all, root };
    Folder folder = Folder::own;
    std::string name;
    std::string text;  ///< empty: there is to be no such file
    Readers readers = Readers::all;
};

/// What goes before box.toml, the address that no DHCP gives, and what wpa_supplicant is told. All of them, each time: one
/// that is not wanted any more is empty.
[[nodiscard]] std::vector<SystemFile> system_files(const config::CardSettings& settings);

}  // namespace giaoban::settings
