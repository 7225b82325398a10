#include "net/wire/meeting_request.h"

#include "net/wire/text_rules.h"
#include "tests/catch.h"

using namespace giaoban;
using namespace giaoban::net;
using namespace std::chrono_literals;

TEST_CASE("a request of the chair is read as it was written", "[net][wire]") {
    for (int i = 0; i <= static_cast<int>(MeetingRequest::Kind::record); ++i) {
        const MeetingRequest request{.kind = static_cast<MeetingRequest::Kind>(i),
                                     .name = "Xã Đà Vị",
                                     .policy = FloorPolicy::chair,
                                     .open_microphones = 4,
                                     .queue_grants = QueueGrants::automatic,
                                     .seconds = 90s,
                                     .room = RoomId{3},
                                     .names = {"Xã Đà Vị", "Xã Hồng Thái"},
                                     .text = "Tiếp công dân",
                                     .on = true};
        const auto bytes = encode(request);
        REQUIRE(bytes);
        const auto read = decode_meeting_request(*bytes);
        REQUIRE(read);
        CHECK(*read == request);
    }
}

TEST_CASE("a word of the chair that is not known is refused, not taken for another",
          "[net][wire]") {
    const std::vector<std::byte> kind{std::byte{0x08}, std::byte{0x63}};
    CHECK(decode_meeting_request(kind).error() == WireFault::out_of_range);
    const std::vector<std::byte> policy{std::byte{0x18}, std::byte{0x63}};
    CHECK(decode_meeting_request(policy).error() == WireFault::out_of_range);
}

TEST_CASE("texts and lists of a request are bounded both ways", "[net][wire]") {
    MeetingRequest request;
    request.name = std::string(max_name_bytes + 1, 'x');
    CHECK(encode(request).error() == WireFault::bad_text);
    request.name.clear();
    request.text = std::string(max_title_bytes + 1, 'x');
    CHECK(encode(request).error() == WireFault::bad_text);
    request.text.clear();
    request.names.assign(max_request_names + 1, "x");
    CHECK(encode(request).error() == WireFault::out_of_range);
    request.names.assign(max_request_names, std::string(max_name_bytes, 'x'));
    request.text = std::string(max_title_bytes, 'x');
    CHECK(encode(request));
    const std::vector<std::byte> bytes(max_request_bytes + 1);
    CHECK(decode_meeting_request(bytes).error() == WireFault::too_large);
}
