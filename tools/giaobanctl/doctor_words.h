#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "net/wire/doctor_report.h"

namespace giaoban::ctl {

enum class Tongue : std::uint8_t { english, vietnamese };

/// "vi" or "en"; anything else by the environment's LANG: Vietnamese where that begins with "vi".
[[nodiscard]] Tongue tongue_of(std::string_view word, std::string_view lang);

/// What the doctor found, a line each: what it is, whether it is good, and for what is bad what to do about it.
[[nodiscard]] std::string as_text(const net::DoctorReport& report, std::string_view name,
                                  Tongue tongue);
[[nodiscard]] std::string as_json(const net::DoctorReport& report, std::string_view name);

/// How many are bad.
[[nodiscard]] std::size_t bad_ones(const net::DoctorReport& report);

}  // namespace giaoban::ctl
