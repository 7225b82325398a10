#pragma once

#include <cstdint>
#include <string>

namespace giaoban::mixer {

/// A time as people write it, somewhere.
struct CivilTime {
    int year = 1970;
    int month = 1;  ///< 1 to 12
    int day = 1;
    int hour = 0;
    int minute = 0;
    int second = 0;
    int offset_min = 0;  ///< east of UTC
};

/// Where people write it: milliseconds since 1970 UTC to the time on their clocks.
using Zone = CivilTime (*)(std::int64_t unix_ms);

/// As this machine is set (TZ, /etc/localtime).
[[nodiscard]] CivilTime time_here(std::int64_t unix_ms);
/// UTC+7, without summer time.
[[nodiscard]] CivilTime time_in_vietnam(std::int64_t unix_ms);

[[nodiscard]] std::string clock_text(const CivilTime& time);   ///< 08:05:09
[[nodiscard]] std::string minute_text(const CivilTime& time);  ///< 08:05
[[nodiscard]] std::string date_text(const CivilTime& time);    ///< 23/11/2026
[[nodiscard]] std::string iso_text(
    const CivilTime& time);  ///< 2026-11-23T08:05:09+07:00 (RFC 3339)
[[nodiscard]] std::string spoken_text(
    const CivilTime& time);  ///< 08 giờ 05 phút, ngày 23 tháng 11 năm 2026
[[nodiscard]] std::string length_text(std::int64_t length_ms);  ///< 1:05:09, or 5:09

}  // namespace giaoban::mixer
