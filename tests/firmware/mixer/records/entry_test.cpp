#include "firmware/mixer/records/entry.h"

#include <set>

#include "tests/catch.h"
#include "tests/firmware/mixer/records/meetings.h"

namespace giaoban::mixer::test {

TEST_CASE("every kind of entry and every end of a turn has a word, and is found by it",
          "[records]") {
    std::set<std::string_view> words;
    for (std::size_t i = 0; i < entry_kinds; ++i) {
        const auto kind = static_cast<EntryKind>(i);
        words.insert(to_text(kind));
        CHECK(entry_kind_from(to_text(kind)) == kind);
    }
    CHECK(words.size() == entry_kinds);
    CHECK(to_text(EntryKind::note) == "note");
    CHECK_FALSE(entry_kind_from("notes"));
    CHECK_FALSE(entry_kind_from(""));
    for (std::size_t i = 0; i < 6; ++i) {
        CHECK(ended_from(to_text(static_cast<Ended>(i))) == static_cast<Ended>(i));
    }
    CHECK_FALSE(ended_from("asleep"));
}

TEST_CASE("a text that is no UTF-8, or has control characters, is kept so that it can be shown",
          "[records]") {
    const auto [text, clean] = GENERATE(table<std::string, std::string>({
        {"Tà Xi Láng", "Tà Xi Láng"},
        {"two\nlines", "two\nlines"},
        {"a\x01"
         "b\x7f",
         "a\uFFFDb\uFFFD"},
        {"\xc3", "\uFFFD"},
        {"\xc0\xaf", "\uFFFD\uFFFD"},                      // overlong
        {"\xed\xa0\x80", "\uFFFD\uFFFD\uFFFD"},            // a surrogate
        {"\xf4\x90\x80\x80", "\uFFFD\uFFFD\uFFFD\uFFFD"},  // beyond U+10FFFF
        {"\xf0\x9f\x99\x82", "\xf0\x9f\x99\x82"},
        {std::string("a\0b", 3), "a\uFFFDb"},
    }));
    Entry dirty;
    dirty.name = dirty.who = dirty.text = text;
    const Entry cleaner = cleaned(dirty);
    CHECK(cleaner.name == clean);
    CHECK(cleaner.who == clean);
    CHECK(cleaner.text == clean);
}

TEST_CASE("a text that is too long is cut between characters", "[records]") {
    Entry long_one;
    for (int i = 0; i < 1000; ++i)
        long_one.text += "ế";  // 3 bytes
    CHECK(cleaned(long_one).text.size() == 1998);
    long_one.name = std::string(300, 'x');
    CHECK(cleaned(long_one).name.size() == longest_entry_name);
}

TEST_CASE("entries that differ in anything differ in their bytes", "[records]") {
    const StoredEntry one{7, 3, entry(5, EntryKind::asked, 2, "text", 4)};
    std::set<std::vector<std::byte>> all{canonical_bytes(one)};
    const auto with = [&](auto change) {
        StoredEntry other = one;
        change(other);
        all.insert(canonical_bytes(other));
    };
    with([](StoredEntry& e) { e.serial = 8; });
    with([](StoredEntry& e) { e.meeting = 4; });
    with([](StoredEntry& e) { e.entry.unix_ms += 1; });
    with([](StoredEntry& e) { e.entry.kind = EntryKind::granted; });
    with([](StoredEntry& e) { e.entry.box = BoxId{3}; });
    with([](StoredEntry& e) { e.entry.name = "Xã 3"; });
    with([](StoredEntry& e) { e.entry.who = "thuky"; });
    with([](StoredEntry& e) { e.entry.text = ""; });
    with([](StoredEntry& e) { e.entry.room = 1; });
    with([](StoredEntry& e) { e.entry.length_ms = -4; });
    // The same letters, parted otherwise.
    with([](StoredEntry& e) { e.entry.name = "Xã 2t", e.entry.text = "ext"; });
    with([](StoredEntry& e) { e.entry.who = "t", e.entry.text = "ext"; });
    CHECK(all.size() == 13);
}

TEST_CASE("an entry that cannot have been written by us is known by its numbers and its texts",
          "[records]") {
    Entry entry;
    entry.unix_ms = 1'795'000'000'000;
    entry.name = "Nậm Cắn";
    CHECK(is_possible(entry));
    const auto with = [&entry](auto change) {
        Entry other = entry;
        change(other);
        CHECK(is_possible(cleaned(other)));
        return is_possible(other);
    };
    CHECK_FALSE(with([](Entry& one) { one.unix_ms = -1; }));
    CHECK_FALSE(with([](Entry& one) { one.unix_ms = last_unix_ms + 1; }));
    CHECK_FALSE(with([](Entry& one) { one.length_ms = longest_ms + 1; }));
    CHECK_FALSE(with([](Entry& one) { one.text = "a\tb"; }));
    CHECK_FALSE(with([](Entry& one) { one.who = "\xFF"; }));
    CHECK_FALSE(with([](Entry& one) { one.name = std::string(longest_entry_name + 1, 'x'); }));
}

}  // namespace giaoban::mixer::test
