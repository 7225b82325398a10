#include "tools/giaobanctl/doctor.h"

#include <utility>

#include "net/wire/box_local.h"
#include "net/wire/meeting_local.h"
#include "net/wire/meeting_request.h"
#include "tools/giaobanctl/ask.h"

namespace giaoban::ctl {

namespace {

/// Longer than the mixing box has patience with a box (DoctorDesk), or a box with its speakerphone (DoctorRun).
constexpr Duration longest = std::chrono::seconds(50);

struct Looked {
    std::string name;
    net::DoctorReport report;
};

Expected<Looked, Outcome> look_at_this_box(const DoctorOrder& order, bool begin, Instant now) {
    const auto kind =
        begin ? net::BoxRequest::Kind::doctor_begin : net::BoxRequest::Kind::doctor_look;
    const auto question = net::encode(net::BoxRequest{kind});
    if (!question) return Unexpected(not_understood(order.socket));
    const auto answer = ask(order.socket, *question);
    if (!answer) return Unexpected(answer.error());
    auto status = net::decode_box_status(*answer, now);
    if (!status) return Unexpected(not_understood(order.socket));
    if (!status->done) return Unexpected(refused(status->reason));
    return Looked{std::move(status->name), std::move(status->doctor)};
}

Expected<Looked, Outcome> look_through_centre(const DoctorOrder& order, bool begin) {
    net::MeetingRequest request;
    request.kind =
        begin ? net::MeetingRequest::Kind::doctor_begin : net::MeetingRequest::Kind::doctor_look;
    request.name = order.box;
    const auto question = net::encode(request);
    if (!question) {
        return Unexpected(Outcome{Exit::usage, "", "that is no name of a box: " + order.box});
    }
    const auto answer = ask(order.socket, *question);
    if (!answer) return Unexpected(answer.error());
    auto status = net::decode_meeting_status(*answer);
    if (!status) return Unexpected(not_understood(order.socket));
    if (!status->done) return Unexpected(refused(status->reason));
    return Looked{order.box, std::move(status->doctor)};
}

Expected<Looked, Outcome> look(const DoctorOrder& order, bool begin, Instant now) {
    return order.box.empty() ? look_at_this_box(order, begin, now)
                             : look_through_centre(order, begin);
}

}  // namespace

Outcome ask_doctor(const DoctorOrder& order, const std::function<Instant()>& pause) {
    Instant now = pause();
    const Instant end = now + longest;
    auto looked = look(order, true, now);
    while (looked && looked->report.state == net::DoctorState::running && now < end) {
        now = pause();
        looked = look(order, false, now);
    }
    if (!looked) return looked.error();
    if (looked->report.state != net::DoctorState::done) {
        return refused(
            "`" + looked->name +
            "` did not answer: its link was lost meanwhile, or its software is older than "
            "the question (giaobanctl meeting status shows both)");
    }
    const bool well = bad_ones(looked->report) == 0;
    return {well ? Exit::done : Exit::refused,
            order.json ? as_json(looked->report, looked->name)
                       : as_text(looked->report, looked->name, order.tongue),
            ""};
}

}  // namespace giaoban::ctl
