#include "audio/record/opus_tags.h"

#include <map>

#include "tests/audio/record/pages.h"
#include "tests/catch.h"

using namespace giaoban;
using namespace giaoban::audio;
using namespace giaoban::test;
using namespace std::chrono_literals;

namespace {

/// The comments of a header, as RFC 7845 section 5.2 says.
std::map<std::string, std::string> read_comments(Bytes packet) {
    REQUIRE(as_text(packet.first(8)) == "OpusTags");
    packet = packet.subspan(8);
    const auto text = [&packet] {
        const auto size = static_cast<std::size_t>(little(packet.first(4)));
        REQUIRE(size <= packet.size() - 4);
        const std::string read(as_text(packet.subspan(4, size)));
        packet = packet.subspan(4 + size);
        return read;
    };
    (void)text();
    std::uint64_t count = little(packet.first(4));
    packet = packet.subspan(4);
    std::map<std::string, std::string> comments;
    while (count-- > 0) {
        const std::string comment = text();
        comments.emplace(comment.substr(0, comment.find('=')),
                         comment.substr(comment.find('=') + 1));
    }
    for (const std::byte rest : packet)
        REQUIRE(rest == std::byte{0});
    return comments;
}

}  // namespace

TEST_CASE("chapters are comments, numbered from 001, with times to the millisecond",
          "[audio][record]") {
    const auto bytes = opus_tags({.title = "Giao ban tuần 47",
                                  .artist = "",
                                  .date = "2026-11-23T01:00:00Z",
                                  .chapters = {{.at = 0ms, .title = "Chủ tọa"},
                                               {.at = 3723456ms, .title = "Xã Hồng Thái"},
                                               {.at = 100h, .title = ""}}});
    CHECK(bytes.size() == tags_bytes);
    const auto comments = read_comments(bytes);
    CHECK(comments.size() == 8);
    CHECK(comments.at("TITLE") == "Giao ban tuần 47");
    CHECK(comments.at("DATE") == "2026-11-23T01:00:00Z");
    CHECK(comments.at("CHAPTER001") == "00:00:00.000");
    CHECK(comments.at("CHAPTER002") == "01:02:03.456");
    CHECK(comments.at("CHAPTER002NAME") == "Xã Hồng Thái");
    CHECK(comments.at("CHAPTER003") == "100:00:00.000");
    CHECK(comments.at("CHAPTER003NAME").empty());
}

TEST_CASE("999 chapters fit however long their titles, cut at whole characters",
          "[audio][record]") {
    RecordingWords words;
    for (int i = 0; i < 1'200; ++i) {
        std::string title;
        while (title.size() < 300)
            title += "ế";
        words.chapters.push_back({.at = std::chrono::seconds{i}, .title = title});
    }
    const auto comments = read_comments(opus_tags(words));
    CHECK(comments.size() == 999 * 2);
    CHECK(comments.at("CHAPTER999") == "00:16:38.000");
    const std::string title = comments.at("CHAPTER999NAME");
    CHECK(title == "ếếế" + title.substr(9));
    CHECK(title.size() % 3 == 0);
}
