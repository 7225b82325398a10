#include "firmware/mixer/records/entry.h"

#include <algorithm>
#include <array>

#include "config/vocab/bytes.h"

namespace giaoban::mixer {

namespace {

constexpr std::array<std::string_view, entry_kinds> kind_words{
    "meeting_opened", "meeting_closed", "joined",
    "lost",           "returned",       "asked",
    "withdrew",       "granted",        "spoke",
    "muted",          "unmuted",        "policy",
    "time_limit",     "called",         "room_opened",
    "room_closed",    "recording_on",   "recording_off",
    "action",         "note",           "log"};
constexpr std::array<std::string_view, 6> ended_words{"done",        "time_limit", "revoked",
                                                      "interrupted", "lost",       "closed"};

template <typename Word, std::size_t N>
std::optional<Word> word_from(const std::array<std::string_view, N>& words,
                              std::string_view text) noexcept {
    const auto* const found = std::find(words.begin(), words.end(), text);
    if (found == words.end()) return std::nullopt;
    return static_cast<Word>(found - words.begin());
}

/// How long the character at the front of `text` is; 0: it is none. Source: RFC 3629 section 4, whose grammar leaves
/// out overlong forms, surrogates and what is beyond U+10FFFF.
std::size_t character_at_front(std::string_view text) noexcept {
    const auto at = [text](std::size_t i) {
        return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U;
    };
    const auto tail = [&at](std::size_t i) { return at(i) >= 0x80 && at(i) <= 0xBF; };
    const unsigned first = at(0);
    if (first < 0x80) return first >= 0x20 && first != 0x7F ? 1 : first == '\n' ? 1 : 0;
    if (first >= 0xC2 && first <= 0xDF) return tail(1) ? 2 : 0;
    if (first >= 0xE0 && first <= 0xEF) {
        const unsigned least = first == 0xE0 ? 0xA0 : 0x80;
        const unsigned most = first == 0xED ? 0x9F : 0xBF;
        return at(1) >= least && at(1) <= most && tail(2) ? 3 : 0;
    }
    if (first >= 0xF0 && first <= 0xF4) {
        const unsigned least = first == 0xF0 ? 0x90 : 0x80;
        const unsigned most = first == 0xF4 ? 0x8F : 0xBF;
        return at(1) >= least && at(1) <= most && tail(2) && tail(3) ? 4 : 0;
    }
    return 0;
}

std::string cleaned_text(std::string_view text, std::size_t most) {
    std::string clean;
    while (!text.empty()) {
        const std::size_t length = character_at_front(text);
        const std::string_view character = length == 0 ? "\uFFFD" : text.substr(0, length);
        if (clean.size() + character.size() > most) break;
        clean += character;
        text.remove_prefix(std::max<std::size_t>(length, 1));
    }
    return clean;
}

template <typename U>
void add_number(std::vector<std::byte>& bytes, U value) {
    const std::size_t at = bytes.size();
    bytes.resize(at + sizeof(U));
    store_be(MutableBytes(bytes).subspan(at), value);
}

void add_text(std::vector<std::byte>& bytes, std::string_view text) {
    add_number(bytes, static_cast<std::uint64_t>(text.size()));
    const Bytes content = as_bytes(text);
    bytes.insert(bytes.end(), content.begin(), content.end());
}

}  // namespace

std::string_view to_text(EntryKind kind) noexcept {
    return kind_words.at(static_cast<std::size_t>(kind));
}

std::optional<EntryKind> entry_kind_from(std::string_view word) noexcept {
    return word_from<EntryKind>(kind_words, word);
}

std::string_view to_text(Ended how) noexcept {
    return ended_words.at(static_cast<std::size_t>(how));
}

std::optional<Ended> ended_from(std::string_view word) noexcept {
    return word_from<Ended>(ended_words, word);
}

Entry cleaned(Entry entry) {
    entry.name = cleaned_text(entry.name, longest_entry_name);
    entry.who = cleaned_text(entry.who, longest_entry_name);
    entry.text = cleaned_text(entry.text, longest_entry_text);
    entry.unix_ms = std::clamp<std::int64_t>(entry.unix_ms, 0, last_unix_ms);
    entry.length_ms = std::clamp<std::int64_t>(entry.length_ms, 0, longest_ms);
    return entry;
}

bool is_possible(const Entry& entry) { return cleaned(entry) == entry; }

std::vector<std::byte> canonical_bytes(const StoredEntry& stored) {
    const Entry& entry = stored.entry;
    std::vector<std::byte> bytes;
    bytes.reserve(128 + entry.name.size() + entry.who.size() + entry.text.size());
    add_number(bytes, stored.serial);
    add_number(bytes, stored.meeting);
    add_number(bytes, static_cast<std::uint64_t>(entry.unix_ms));
    add_text(bytes, to_text(entry.kind));
    add_number(bytes, number_of(entry.box));
    add_text(bytes, entry.name);
    add_text(bytes, entry.who);
    add_text(bytes, entry.text);
    add_number(bytes, entry.room);
    add_number(bytes, static_cast<std::uint64_t>(entry.length_ms));
    return bytes;
}

}  // namespace giaoban::mixer
