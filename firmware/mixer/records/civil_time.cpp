#include "firmware/mixer/records/civil_time.h"

#include <ctime>

#include <algorithm>
#include <chrono>

namespace giaoban::mixer {

namespace {

/// With zeros in front up to `digits`.
std::string padded(std::int64_t number, std::size_t digits = 2) {
    std::string text = std::to_string(number);
    return text.size() < digits ? std::string(digits - text.size(), '0') + text : text;
}

std::int64_t whole_seconds(std::int64_t unix_ms) {
    return std::chrono::floor<std::chrono::seconds>(std::chrono::milliseconds(unix_ms)).count();
}

// From the year 1 to 9999: beyond, there is no such text in RFC 3339, and no such meeting.
constexpr std::int64_t earliest = -62'135'596'800;
constexpr std::int64_t latest = 253'402'214'400;

CivilTime from(const ::tm& broken) {
    return {broken.tm_year + 1900,
            broken.tm_mon + 1,
            broken.tm_mday,
            broken.tm_hour,
            broken.tm_min,
            std::min(broken.tm_sec, 59),
            static_cast<int>(broken.tm_gmtoff / 60)};
}

}  // namespace

CivilTime time_here(std::int64_t unix_ms) {
    const ::time_t seconds = std::clamp(whole_seconds(unix_ms), earliest, latest);
    ::tm broken{};
    ::localtime_r(&seconds, &broken);
    return from(broken);
}

CivilTime time_in_vietnam(std::int64_t unix_ms) {
    constexpr int offset_min = 7 * 60;
    const ::time_t seconds = std::clamp(whole_seconds(unix_ms), earliest, latest) + offset_min * 60;
    ::tm broken{};
    ::gmtime_r(&seconds, &broken);
    CivilTime time = from(broken);
    time.offset_min = offset_min;
    return time;
}

std::string clock_text(const CivilTime& time) {
    return minute_text(time) + ":" + padded(time.second);
}

std::string minute_text(const CivilTime& time) {
    return padded(time.hour) + ":" + padded(time.minute);
}

std::string date_text(const CivilTime& time) {
    return padded(time.day) + "/" + padded(time.month) + "/" + padded(time.year, 4);
}

std::string iso_text(const CivilTime& time) {
    const int offset = std::abs(time.offset_min);
    return padded(time.year, 4) + "-" + padded(time.month) + "-" + padded(time.day) + "T" +
           clock_text(time) + (time.offset_min < 0 ? "-" : "+") + padded(offset / 60) + ":" +
           padded(offset % 60);
}

std::string spoken_text(const CivilTime& time) {
    return padded(time.hour) + " giờ " + padded(time.minute) + " phút, ngày " + padded(time.day) +
           " tháng " + padded(time.month) + " năm " + padded(time.year, 4);
}

std::string length_text(std::int64_t length_ms) {
    // Rounded: 59.9 s of speech are a minute.
    const std::int64_t seconds = (std::max<std::int64_t>(length_ms, 0) + 500) / 1000;
    const std::string rest = ":" + padded(seconds % 60);
    if (seconds < 3600) return std::to_string(seconds / 60) + rest;
    return std::to_string(seconds / 3600) + ":" + padded(seconds / 60 % 60) + rest;
}

}  // namespace giaoban::mixer
