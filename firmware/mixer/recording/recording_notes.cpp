#include "firmware/mixer/recording/recording_notes.h"

#include <array>
#include <charconv>
#include <ctime>

#include "net/wire/text_rules.h"

namespace giaoban::mixer {

namespace {

constexpr std::string_view first_line = "giaoban recording 1";
// A year of 366 days: no recording is longer, and no sum of samples overflows.
constexpr std::int64_t longest_ms = std::int64_t{366} * 24 * 3600 * 1000;
// Of the year 9999, the last that ISO 8601 has four digits for.
constexpr std::int64_t last_unix_ms = 253'402'300'799'999;

template <typename Number>
bool read_number(std::string_view text, Number least, Number most, Number& into) {
    Number value{};
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (fault != std::errc{} || end != text.data() + text.size()) return false;
    if (value < least || value > most) return false;
    into = value;
    return true;
}

std::string iso_8601(std::int64_t unix_ms) {
    const auto seconds = static_cast<std::time_t>(unix_ms / 1000);
    std::tm parts{};
    std::array<char, 32> text{};
    if (::gmtime_r(&seconds, &parts) == nullptr) return {};
    return {text.data(), std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ", &parts)};
}

void read_chapter(std::string_view rest, RecordingNotes& notes) {
    const std::size_t space = rest.find(' ');
    std::int64_t ms = 0;
    if (space == std::string_view::npos || notes.chapters.size() >= audio::most_chapters ||
        !read_number<std::int64_t>(rest.substr(0, space), 0, longest_ms, ms)) {
        return;
    }
    notes.chapters.push_back({.at = Milliseconds{ms}, .title = shown(rest.substr(space + 1))});
}

void read_line(std::string_view line, RecordingNotes& notes) {
    const std::string_view key = line.substr(0, line.find(' '));
    const std::string_view rest = key.size() < line.size() ? line.substr(key.size() + 1) : "";
    if (key == "serial") {
        (void)read_number<std::uint32_t>(rest, 0, UINT32_MAX, notes.serial);
    } else if (key == "started") {
        (void)read_number<std::int64_t>(rest, 0, last_unix_ms, notes.started_unix_ms);
    } else if (key == "rate") {
        (void)read_number<std::int32_t>(rest, 8'000, 48'000, notes.input_hz);
    } else if (key == "title") {
        notes.title = shown(rest);
    } else if (key == "artist") {
        notes.artist = shown(rest);
    } else if (key == "chapter") {
        read_chapter(rest, notes);
    } else if (line == "closed" || line == "opened") {
        notes.closed = line == "closed";
    }
}

}  // namespace

std::string RecordingNotes::to_text() const {
    std::string text(first_line);
    text += "\nserial " + std::to_string(serial);
    text += "\nstarted " + std::to_string(started_unix_ms);
    text += "\nrate " + std::to_string(input_hz);
    text += "\ntitle " + title;
    text += "\nartist " + artist + "\n";
    for (const audio::Chapter& chapter : chapters)
        text += chapter_line(chapter);
    if (closed) text += closed_line;
    return text;
}

std::optional<RecordingNotes> RecordingNotes::parse(std::string_view text) {
    if (text.substr(0, text.find('\n')) != first_line) return std::nullopt;
    RecordingNotes notes;
    // What does not end with a line's end was being written when the power went.
    for (std::size_t end = 0; (end = text.find('\n')) != std::string_view::npos;) {
        read_line(text.substr(0, end), notes);
        text.remove_prefix(end + 1);
    }
    return notes;
}

audio::RecordingWords RecordingNotes::words(Samples until) const {
    audio::RecordingWords words{.title = title,
                                .artist = artist,
                                .date = started_unix_ms > 0 ? iso_8601(started_unix_ms) : "",
                                .chapters = {}};
    for (const audio::Chapter& chapter : chapters) {
        if (chapter.at <= until) words.chapters.push_back(chapter);
    }
    return words;
}

std::string chapter_line(const audio::Chapter& chapter) {
    const auto ms = std::chrono::floor<Milliseconds>(chapter.at).count();
    return "chapter " + std::to_string(ms) + " " + chapter.title + "\n";
}

std::string shown(std::string_view text) {
    std::string clean(net::cut_to(text, longest_shown));
    if (net::is_showable(clean, longest_shown)) return clean;
    // Not text, or with control characters: what is ASCII of it can still be read.
    for (char& each : clean) {
        if (each < ' ' || each > '~') each = '?';
    }
    return clean;
}

}  // namespace giaoban::mixer
