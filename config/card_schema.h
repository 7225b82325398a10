#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config/card.h"
#include "config/toml_table.h"

namespace giaoban::config {

/// What cards and the roster's files have in common. Of this folder alone.
void read_name(TomlTable& table, std::string& into);
void read_key(TomlTable& table, std::string_view key, std::optional<KeyBytes>& into,
              TomlTable::Needed needed);
void read_mixers(TomlTable& table, std::vector<HostPort>& into);
void read_secret(TomlTable& table, std::optional<Secret<32>>& into);

}  // namespace giaoban::config
