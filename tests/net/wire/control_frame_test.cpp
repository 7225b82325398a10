#include "net/wire/control_frame.h"

#include <string>
#include <vector>

#include "tests/catch.h"

using namespace giaoban;
using namespace giaoban::net;
using namespace std::chrono_literals;

namespace {

constexpr Instant start{1000s};

Bytes written(const FrameBuffer& buffer, std::size_t size) { return Bytes(buffer).first(size); }

BoxState busy_box() {
    BoxState state;
    state.presses = {0x0123456789ABCDEF, 4'000'000'000, 17};
    state.counted = {0x0123456789ABCDEF, 3'999'999'999, 16};
    state.floor_seen = FloorState::waiting;
    state.place_seen = 3;
    state.software = "giaoban 0.1.0 (opus 1.6.1, dred)";
    state.sound = SoundHealth::failing;
    state.figures = {180ms, 52, 3, 12, 27};
    state.catch_up = CatchUp{4'294'000'000, 96'000, 3, 175};
    state.behind = 31'400ms;
    state.reply_seen = true;
    state.call_answered = 7;
    state.self_test = {5, SelfTestState::failed, SelfTestTrouble::no_card};
    state.stay = {.room = RoomId{2}, .visit = 0xF000'0001, .from = 0};
    state.told_ago = 2'340ms;
    state.floor_left = 0ms;
    state.update = {.release = "0.1.0-1a2b3c4d",
                    .stage = UpdateStage::failed,
                    .trouble = UpdateTrouble::rolled_back,
                    .of = "0.1.0-55555555",
                    .pieces = 1234,
                    .whole = true,
                    .why = "it did not start"};
    state.down = {.live = true, .loss = 0.125, .queue = 340ms, .growth = -55ms, .rate_bps = 19'400};
    return state;
}

MeetingView busy_view() {
    MeetingView view;
    view.policy = FloorPolicy::open;
    view.role = Role::chair;
    view.floor = FloorState::speaking;
    view.floor_ends = start + 12'345ms;
    view.warned = true;
    view.speakers = {"Xã Hồng Thái", "Xã Đà Vị"};
    view.speaking = 2;
    view.connected = 14;
    view.enrolled = 15;
    view.chair_present = true;
    view.queue_length = 4;
    view.uplink_rung = 3;
    view.downlink_rung = 9;
    view.counted = {7, 1, 0};
    view.reply = true;
    view.held = true;
    view.call = 7;
    view.self_test = 5;
    view.doctor = 9;
    view.stay = {.room = RoomId{2},
                 .visit = 0xF000'0001,
                 .title = "Tiếp công dân",
                 .recording = true,
                 .from = 0};
    view.update = {.release = "0.1.0-55555555",
                   .sha256 = {std::byte{1}, std::byte{0xFF}},
                   .size = 107'521,
                   .bundle_size = 161'234'567,
                   .from = "0.1.0-1a2b3c4d",
                   .install = true};
    view.history = HistoryAnswer{3, 4'294'000'000, 95'040, 65'500, 1'600};
    return view;
}

}  // namespace

TEST_CASE("a box's frame is read as it was written", "[net][wire]") {
    FrameBuffer buffer;
    const BoxFrame frame{{9, 4, true}, busy_box()};
    const auto size = encode(frame, buffer);
    REQUIRE(size);
    const auto read = decode_box_frame(written(buffer, *size));
    REQUIRE(read);
    CHECK(read->header == frame.header);
    REQUIRE(read->state);
    CHECK(*read->state == busy_box());
}

TEST_CASE("a mixing box's frame carries the time that is left, not a time of day", "[net][wire]") {
    FrameBuffer buffer;
    const WallTime wall{Milliseconds{1'795'430'400'123}};
    const auto size = encode(MeetingFrame{{1, 2, false}, busy_view(), wall}, start, buffer);
    REQUIRE(size);
    // The box's clock says something else altogether.
    const Instant arrived{5s};
    const auto read = decode_meeting_frame(written(buffer, *size), arrived);
    REQUIRE(read);
    REQUIRE(read->view);
    CHECK(read->view->floor_ends == arrived + 12'345ms);
    CHECK(read->mixer_time == wall);
    MeetingView expected = busy_view();
    expected.floor_ends = arrived + 12'345ms;
    CHECK(*read->view == expected);
}

TEST_CASE("a confirmation alone takes few bytes", "[net][wire]") {
    FrameBuffer buffer;
    const auto box = encode(BoxFrame{{300, 300, true}, std::nullopt}, buffer);
    REQUIRE(box);
    CHECK(*box <= 8);
    const WallTime wall{Milliseconds{1'795'430'400'123}};
    const auto mixer = encode(MeetingFrame{{300, 300, false}, std::nullopt, wall}, start, buffer);
    REQUIRE(mixer);
    CHECK(*mixer <= 13);
    const auto read = decode_box_frame(Bytes{});
    REQUIRE(read);
    CHECK(read->header == FrameHeader{});
    CHECK_FALSE(read->state);
}

TEST_CASE("the fullest frames fit into a datagram", "[net][wire]") {
    MeetingView view = busy_view();
    view.speakers.assign(max_speakers_named, std::string(max_name_bytes, 'x'));
    view.speaking = view.connected = view.enrolled = view.queue_length = view.place = 0xFFFF;
    view.counted = {~0ULL, ~0U, ~0U};
    view.stay.title = std::string(max_text_bytes, 'x');
    view.update.release = view.update.from = std::string(max_release_bytes, 'x');
    view.update.size = view.update.bundle_size = ~0U;
    FrameBuffer buffer;
    CHECK(encode(MeetingFrame{{~0U, ~0U, true}, view, WallTime{}}, start, buffer));
    BoxState state = busy_box();
    state.software = state.update.why = std::string(max_text_bytes, 'x');
    state.update.release = state.update.of = std::string(max_release_bytes, 'x');
    state.update.pieces = ~0U;
    CHECK(encode(BoxFrame{{~0U, ~0U, true}, state}, buffer));
}

TEST_CASE("what is beyond its bound is neither written nor read", "[net][wire]") {
    FrameBuffer buffer;
    MeetingView view;
    SECTION("too many names") {
        view.speakers.assign(max_speakers_named + 1, "x");
        const auto size = encode(MeetingFrame{{}, view, {}}, start, buffer);
        CHECK(size.error() == WireFault::out_of_range);
    }
    SECTION("a name that is too long") {
        view.speakers = {std::string(max_name_bytes + 1, 'x')};
        const auto size = encode(MeetingFrame{{}, view, {}}, start, buffer);
        CHECK(size.error() == WireFault::bad_text);
    }
    SECTION("a text with an escape") {
        BoxState state;
        state.software = "\x1B]0;hello";
        CHECK(encode(BoxFrame{{}, state}, buffer).error() == WireFault::bad_text);
    }
    SECTION("a release that would be another file's name") {
        BoxState state;
        state.update.release = "../../etc/shadow";
        CHECK(encode(BoxFrame{{}, state}, buffer).error() == WireFault::bad_text);
        view.update.release = "a b";
        CHECK(encode(MeetingFrame{{}, view, {}}, start, buffer).error() == WireFault::bad_text);
    }
    SECTION("a buffer that is too small") {
        CHECK(encode(BoxFrame{{1, 1, true}, busy_box()}, MutableBytes(buffer).first(20)).error() ==
              WireFault::too_large);
    }
    SECTION("more bytes than any frame has") {
        const std::vector<std::byte> bytes(max_frame_bytes + 1);
        CHECK(decode_box_frame(bytes).error() == WireFault::too_large);
        CHECK(decode_meeting_frame(bytes, start).error() == WireFault::too_large);
    }
}

namespace {

// By hand, since our own encoder refuses to write them. Field 4 (box) of length N.
std::vector<std::byte> frame_with_box(std::initializer_list<unsigned> box) {
    std::vector<std::byte> bytes{std::byte{0x22}, static_cast<std::byte>(box.size())};
    for (const unsigned octet : box)
        bytes.push_back(static_cast<std::byte>(octet));
    return bytes;
}

}  // namespace

TEST_CASE("a newer peer may say more than is known here", "[net][wire]") {
    SECTION("an unknown field is stepped over") {
        // Field 100, varint 5; then sound well.
        const auto read = decode_box_frame(frame_with_box({0xA0, 0x06, 0x05, 0x30, 0x01}));
        REQUIRE(read);
        CHECK(read->state->sound == SoundHealth::well);
    }
    SECTION("an unknown word of an enum is the harmless one") {
        const auto read = decode_box_frame(frame_with_box({0x18, 0x63, 0x30, 0x63}));
        REQUIRE(read);
        CHECK(read->state->floor_seen == FloorState::idle);
        CHECK(read->state->sound == SoundHealth::unknown);
    }
}

TEST_CASE("bytes of anybody are refused with a reason", "[net][wire]") {
    SECTION("a number that does not fit") {
        // place_seen 65536
        CHECK(decode_box_frame(frame_with_box({0x20, 0x80, 0x80, 0x04})).error() ==
              WireFault::out_of_range);
    }
    SECTION("a text with a control character") {
        CHECK(decode_box_frame(frame_with_box({0x2A, 0x01, 0x07})).error() == WireFault::bad_text);
    }
    SECTION("a text that is no UTF-8") {
        CHECK_FALSE(decode_box_frame(frame_with_box({0x2A, 0x01, 0xFF})));
    }
    SECTION("a length beyond the end") {
        const std::vector<std::byte> bytes{std::byte{0x22}, std::byte{0x7F}, std::byte{0x08}};
        CHECK(decode_box_frame(bytes).error() == WireFault::malformed);
    }
    SECTION("a year in which nobody meets") {
        std::vector<std::byte> bytes{std::byte{0x30}};
        bytes.insert(bytes.end(), 9, std::byte{0xFF});
        bytes.push_back(std::byte{0x01});
        CHECK(decode_meeting_frame(bytes, start).error() == WireFault::out_of_range);
        // The year 9252: fewer milliseconds than a number has room for, more nanoseconds.
        CHECK(decode_meeting_frame(as_bytes("\x30\xFB\x80\xF7\xBF\xD1\xA0\x34"), start).error() ==
              WireFault::out_of_range);
    }
}

TEST_CASE("every beginning of a frame is read or refused, never worse", "[net][wire]") {
    FrameBuffer buffer;
    const auto size = encode(BoxFrame{{9, 4, true}, busy_box()}, buffer);
    REQUIRE(size);
    for (std::size_t length = 0; length < *size; ++length) {
        const auto read = decode_box_frame(written(buffer, length));
        if (read && read->state) CHECK(read->state->software.size() <= max_text_bytes);
    }
}
