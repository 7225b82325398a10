#include "firmware/mixer/recording/recording_notes.h"

#include "tests/catch.h"

using namespace giaoban;
using namespace giaoban::mixer;
using namespace std::chrono_literals;

namespace {

const RecordingNotes whole{
    .serial = 4'000'000'000,
    .started_unix_ms = 1'763'884'800'123,
    .input_hz = 48'000,
    .title = "Giao ban tuần 47",
    .artist = "Xã Hồng Thái",
    .chapters = {{.at = 0ms, .title = "Chủ tọa"}, {.at = 61'500ms, .title = ""}},
    .closed = true};

}  // namespace

TEST_CASE("notes that are written are read again", "[mixer][recording]") {
    CHECK(RecordingNotes::parse(whole.to_text()) == whole);
    CHECK(RecordingNotes::parse(RecordingNotes{}.to_text()) == RecordingNotes{});
}

TEST_CASE("notes grow at their end, and what a power cut tore off is passed over",
          "[mixer][recording]") {
    std::string text = whole.to_text();
    text += opened_line;
    CHECK_FALSE(RecordingNotes::parse(text)->closed);
    text += chapter_line({.at = 2h, .title = "Xã Tân Trào"});
    CHECK(RecordingNotes::parse(text)->chapters.back() == audio::Chapter{2h, "Xã Tân Trào"});
    text += closed_line;
    CHECK(RecordingNotes::parse(text)->closed);

    const std::string torn = text.substr(0, text.size() - 1);
    CHECK_FALSE(RecordingNotes::parse(torn)->closed);
    const std::string next = chapter_line({.at = 3h, .title = "Xã Minh Thanh"});
    for (std::size_t cut = 0; cut < next.size(); ++cut)
        CHECK(RecordingNotes::parse(text + next.substr(0, cut)) == RecordingNotes::parse(text));
}

TEST_CASE("what makes no sense in notes is passed over", "[mixer][recording]") {
    const auto notes = RecordingNotes::parse(
        "giaoban recording 1\nserial x\nstarted -5\nrate 7\nchapter\nchapter 5\nchapter -1 "
        "a\nchapter 1e3 a\n"
        "chapter 99999999999999999999 a\nchapter 7 b\nnonsense\n\nclosed by me\n");
    REQUIRE(notes);
    CHECK(notes->chapters == std::vector<audio::Chapter>{{7ms, "b"}});
    CHECK_FALSE(notes->closed);
    CHECK(notes->input_hz == 16'000);
    CHECK_FALSE(RecordingNotes::parse(""));
    CHECK_FALSE(RecordingNotes::parse("giaoban recording 2\n"));
}

TEST_CASE("texts are one line of what may be shown", "[mixer][recording]") {
    CHECK(shown("Xã Hồng Thái") == "Xã Hồng Thái");
    CHECK(shown("a\nclosed\n") == "a?closed?");
    CHECK(shown("\x1b[2J\xff") == "?[2J?");
    CHECK(shown(std::string(1'000, 'a')).size() == longest_shown);
}

TEST_CASE("the header says when it began, and chapters only of what is there",
          "[mixer][recording]") {
    const auto words = whole.words(1s);
    CHECK(words.title == whole.title);
    CHECK(words.artist == whole.artist);
    CHECK(words.date == "2025-11-23T08:00:00Z");
    CHECK(words.chapters.size() == 1);
    CHECK(whole.words(2min).chapters.size() == 2);
}
