#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "config/vocab/expected.h"

namespace giaoban::config {

/// One thing that is wrong in a configuration, card or roster file, as the person who wrote it needs
/// to hear it. The value of a secret is never in it.
struct ConfigError {
    std::string file;
    int line = 0;          ///< from 1; 0: the file as a whole
    std::string key;       ///< with its tables: `sound.volume_percent`; empty: no key is to blame
    std::string value;     ///< as it stands in the file; empty: there is none
    std::string accepted;  ///< what would have been right, or what to do

    /// `box.toml:12: sound.volume_percent = 150: expected a whole number from 0 to 100`
    [[nodiscard]] std::string text() const;

    friend bool operator==(const ConfigError&, const ConfigError&) = default;
};

/// All that is wrong in one file, in the order of its lines. Never empty.
using ConfigErrors = std::vector<ConfigError>;

/// One line for each error.
[[nodiscard]] std::string text(const ConfigErrors& errors);

/// In the order of a file's lines; what concerns the file as a whole comes first.
void sort_by_line(ConfigErrors& errors);

template <typename T>
using Parsed = Expected<T, ConfigErrors>;

}  // namespace giaoban::config
