#include "firmware/mixer/chair/byte_range.h"

#include "tests/catch.h"

using giaoban::chair::ByteRange;
using Kind = ByteRange::Kind;

namespace {

ByteRange of(const char* header, std::uint64_t size = 10'000) {
    return ByteRange::from_header(header, size);
}

bool is_part(const ByteRange& range, std::uint64_t from, std::uint64_t length) {
    return range.kind == Kind::part && range.from == from && range.length == length;
}

}  // namespace

TEST_CASE("the ranges of RFC 9110 section 14.1.2", "[chair]") {
    CHECK(is_part(of("bytes=0-499"), 0, 500));
    CHECK(is_part(of("bytes=500-999"), 500, 500));
    CHECK(is_part(of("bytes=-500"), 9'500, 500));
    CHECK(is_part(of("bytes=9500-"), 9'500, 500));
    CHECK(is_part(of("bytes=0-0"), 0, 1));
    CHECK(is_part(of("bytes=9999-20000"), 9'999, 1));
    CHECK(is_part(of("bytes=-20000"), 0, 10'000));
    CHECK(of("bytes=500-999").content_range(10'000) == "bytes 500-999/10000");
}

TEST_CASE("what lies behind the end is not given", "[chair]") {
    CHECK(of("bytes=10000-").kind == Kind::unsatisfiable);
    CHECK(of("bytes=-0").kind == Kind::unsatisfiable);
    CHECK(of("bytes=0-", 0).kind == Kind::unsatisfiable);
    CHECK(of("bytes=10000-").content_range(10'000) == "bytes */10000");
}

TEST_CASE("what is not understood is the whole", "[chair]") {
    for (const char* header : {"", "bytes", "bytes=", "bytes=-", "bytes=a-b", "bytes=5-1",
                               "bytes=0-1,4-5", "items=0-1", "bytes=99999999999999999999-",
                               "bytes=1-99999999999999999999", "bytes=+1-2", "bytes= 1-2"}) {
        INFO(header);
        CHECK(of(header).kind == Kind::whole);
        CHECK(of(header).length == 10'000);
    }
}
