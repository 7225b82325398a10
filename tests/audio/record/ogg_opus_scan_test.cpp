#include "audio/record/ogg_opus_scan.h"

#include "audio/record/ogg_opus_writer.h"
#include "tests/audio/record/pages.h"
#include "tests/catch.h"

using namespace giaoban;
using namespace giaoban::audio;
using namespace giaoban::test;
using namespace std::chrono_literals;

namespace {

constexpr std::uint32_t serial = 77;

std::vector<std::byte> ten_pages(std::uint32_t of = serial) {
    OggOpusWriter writer({.serial = of});
    const std::vector<std::byte> packet{std::byte{0x48}, std::byte{3}, std::byte{4}};
    for (int i = 0; i < 450; ++i)
        REQUIRE(writer.add(Samples{20ms} * i, packet) == OggOpusWriter::Added::taken);
    return writer.finish();
}

OggOpusScan::Page last_of(Bytes bytes) {
    OggOpusScan scan(serial);
    scan.feed(bytes);
    REQUIRE(scan.last());
    return *scan.last();
}

}  // namespace

TEST_CASE("the last page of a whole recording is found, in whatever pieces it is read",
          "[audio][record]") {
    const auto bytes = ten_pages();
    const auto pages = read_pages(bytes);
    for (const std::size_t piece :
         {std::size_t{1}, std::size_t{27}, std::size_t{1'000}, bytes.size()}) {
        OggOpusScan scan(serial);
        for (std::size_t at = 0; at < bytes.size(); at += piece)
            scan.feed(Bytes(bytes).subspan(at, std::min(piece, bytes.size() - at)));
        REQUIRE(scan.last());
        CHECK(scan.last()->end == bytes.size());
        CHECK(scan.last()->closes);
        CHECK(scan.last()->number == 11);
        CHECK(scan.last()->until == 9'020ms);
        REQUIRE(scan.last_but_one());
        CHECK(scan.last_but_one()->end == pages.back().begin);
        CHECK(scan.last_but_one()->until == 9s);
        CHECK(scan.damaged() == 0);
    }
}

TEST_CASE("a file that is cut off anywhere ends with its last whole page", "[audio][record]") {
    const auto bytes = ten_pages();
    const auto pages = read_pages(bytes);
    for (std::size_t cut = 0; cut < bytes.size(); cut += 7) {
        OggOpusScan scan(serial);
        scan.feed(Bytes(bytes).first(cut));
        std::uint64_t end = 0;
        for (const ReadPage& page : pages) {
            if (page.begin <= cut) end = page.begin;
        }
        CHECK((scan.last() ? scan.last()->end : 0) == end);
    }
}

TEST_CASE("a page that rots in the midst costs itself and not what comes after it",
          "[audio][record]") {
    auto bytes = ten_pages();
    const auto pages = read_pages(bytes);
    bytes[pages[3].begin + 100] ^= std::byte{1};
    OggOpusScan scan(serial);
    scan.feed(bytes);
    REQUIRE(scan.last());
    CHECK(scan.last()->end == bytes.size());
    CHECK(scan.damaged() == pages[4].begin - pages[3].begin);
}

TEST_CASE("zeros at the end, as a file system leaves them, are not of the recording",
          "[audio][record]") {
    auto bytes = ten_pages();
    const std::size_t size = bytes.size();
    bytes.resize(size + 5'000);
    CHECK(last_of(bytes).end == size);
}

TEST_CASE("pages of another stream, or from before, are not of the recording", "[audio][record]") {
    auto bytes = ten_pages();
    const std::size_t size = bytes.size();
    const auto others = ten_pages(serial + 1);
    const auto again = ten_pages();
    bytes.insert(bytes.end(), others.begin(), others.end());
    bytes.insert(bytes.end(), again.begin(), again.end());
    CHECK(last_of(bytes).end == size);
    OggOpusScan nothing(serial);
    nothing.feed(others);
    CHECK_FALSE(nothing.last());
}
