#pragma once

#include <string>

#include "config/config_error.h"

namespace giaoban::config {

/// What is wrong in a settings file, in Vietnamese: `dòng 7: sound.volume = 150: cần số nguyên từ 0 đến 100`. For a file
/// that is read on any PC; without the file's name.
[[nodiscard]] std::string in_vietnamese(const ConfigError& error);
/// The same in English: `line 7: sound.volume = 150: expected a whole number from 0 to 100`.
[[nodiscard]] std::string in_english(const ConfigError& error);

}  // namespace giaoban::config
