#include "net/wire/doctor_report.h"

#include "net/wire/box_local.h"
#include "net/wire/control_frame.h"
#include "net/wire/meeting_local.h"
#include "net/wire/meeting_request.h"
#include "tests/catch.h"

using namespace giaoban;
using namespace giaoban::net;

namespace {

/// As large as the doctor makes it: every number at its widest, six texts.
DoctorReport fullest() {
    DoctorReport report{~0U, DoctorState::done, {}};
    for (std::size_t i = 0; i < doctor_items; ++i) {
        report.findings.push_back({.item = static_cast<DoctorItem>(i),
                                   .trouble = DoctorTrouble::faults,
                                   .value = -2'147'483'647,
                                   .other = 2'147'483'647,
                                   .text = i < 6 ? std::string(max_doctor_text, 'x') : ""});
    }
    return report;
}

}  // namespace

TEST_CASE("the fullest report fits into a box's fullest state", "[net][wire]") {
    BoxState state;
    state.presses = {~0ULL, ~0U, ~0U};
    state.counted = state.presses;
    state.software = std::string(max_text_bytes, 'x');
    state.figures = {Milliseconds{0xFFFF'FFFF}, 1000, 1000, 1000, 96};
    state.catch_up = CatchUp{~0U, ~0U, ~0U, 200};
    state.place_seen = 0xFFFF;
    state.call_answered = ~0U;
    state.self_test = {~0U, SelfTestState::failed, SelfTestTrouble::no_answer};
    state.stay = {.room = RoomId{~0U}, .visit = ~0U, .from = ~0U};
    state.told_ago = Milliseconds{0xFFFF'FFFF};
    state.floor_left = Milliseconds{0xFFFF'FFFF};
    state.doctor = fullest();
    FrameBuffer buffer;
    const auto size = encode(BoxFrame{{~0U, ~0U, true}, state}, buffer);
    REQUIRE(size);
    CHECK(*size <= max_frame_bytes);
    const auto read = decode_box_frame(Bytes(buffer).first(*size));
    REQUIRE(read);
    CHECK(read->state->doctor == fullest());
}

TEST_CASE("a report beyond its bounds is not written", "[net][wire]") {
    FrameBuffer buffer;
    BoxState state;
    state.doctor = fullest();
    state.doctor.findings[7].text = std::string(max_doctor_text + 1, 'x');
    CHECK(encode(BoxFrame{{1, 1, true}, state}, buffer).error() == WireFault::bad_text);
    state.doctor = fullest();
    for (auto& finding : state.doctor.findings)
        finding.text = std::string(max_doctor_text, 'x');
    CHECK(encode(BoxFrame{{1, 1, true}, state}, buffer).error() == WireFault::too_large);
    state.doctor.findings.resize(max_doctor_findings + 1);
    CHECK(encode(BoxFrame{{1, 1, true}, state}, buffer).error() == WireFault::out_of_range);
}

TEST_CASE("the local sockets carry question and report", "[net][wire]") {
    for (const auto kind : {BoxRequest::Kind::doctor_begin, BoxRequest::Kind::doctor_look}) {
        const auto read = decode_box_request(encode(BoxRequest{kind}).value());
        REQUIRE(read);
        CHECK(read->kind == kind);
    }
    for (const auto kind :
         {MeetingRequest::Kind::doctor_begin, MeetingRequest::Kind::doctor_look}) {
        MeetingRequest request;
        request.kind = kind;
        request.name = "Xã Đà Vị";
        const auto read = decode_meeting_request(encode(request).value());
        REQUIRE(read);
        CHECK(*read == request);
    }
    BoxStatus box;
    box.doctor = fullest();
    CHECK(decode_box_status(encode(box, Instant{}).value(), Instant{})->doctor == fullest());
    MeetingStatus meeting;
    meeting.doctor = fullest();
    CHECK(decode_meeting_status(encode(meeting).value())->doctor == fullest());
}
