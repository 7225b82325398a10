#include "tools/giaobanctl/daemons.h"

#include <algorithm>

#include "tools/giaobanctl/ask.h"
#include "tools/giaobanctl/status_text.h"

namespace giaoban::ctl {

namespace {

Expected<net::BoxStatus, Outcome> ask_box(const std::string& socket, net::BoxRequest::Kind kind,
                                          Instant now) {
    const auto question = net::encode(net::BoxRequest{kind});
    if (!question) return Unexpected(not_understood(socket));
    const auto answer = ask(socket, *question);
    if (!answer) return Unexpected(answer.error());
    auto status = net::decode_box_status(*answer, now);
    if (!status) return Unexpected(not_understood(socket));
    if (!status->done) return Unexpected(refused(status->reason));
    return std::move(*status);
}

}  // namespace

Expected<net::MeetingStatus, Outcome> ask_meeting(const std::string& socket,
                                                  const net::MeetingRequest& request) {
    const auto question = net::encode(request);
    if (!question) {
        return Unexpected(Outcome{
            Exit::usage, "", "that cannot be asked: " + std::string(to_text(question.error()))});
    }
    const auto answer = ask(socket, *question);
    if (!answer) return Unexpected(answer.error());
    auto status = net::decode_meeting_status(*answer);
    if (!status) return Unexpected(not_understood(socket));
    if (!status->done) return Unexpected(refused(status->reason));
    return std::move(*status);
}

Outcome meeting_status(const std::string& socket, bool json) {
    const auto status = ask_meeting(socket, {});
    if (!status) return status.error();
    return done(json ? as_json(*status) : as_text(*status));
}

Outcome steer(const std::string& socket, const net::MeetingRequest& request) {
    const auto status = ask_meeting(socket, request);
    if (!status) return status.error();
    if (request.kind != net::MeetingRequest::Kind::grant_next || status->speakers.empty()) {
        return done("");
    }
    // Who was granted the floor last is last of those who speak.
    for (const net::BoxRow& row : status->boxes) {
        if (row.box == status->speakers.back()) return done(row.name + "\n");
    }
    return done("");
}

Outcome set_policy(const std::string& socket, const PolicyOrder& order) {
    net::MeetingRequest request;
    request.kind = net::MeetingRequest::Kind::set_policy;
    request.policy = order.policy;
    request.open_microphones = order.open_microphones;
    request.room = order.room;
    if (order.queue_grants) {
        request.queue_grants = *order.queue_grants;
    } else {
        const auto now = ask_meeting(socket, {});
        if (!now) return now.error();
        request.queue_grants = now->queue_grants;
    }
    return steer(socket, request);
}

Outcome box_status(const std::string& socket, bool json, Instant now) {
    const auto status = ask_box(socket, net::BoxRequest::Kind::status, now);
    if (!status) return status.error();
    return done(json ? as_json(*status, now) : as_text(*status, now));
}

Outcome press(const std::string& socket, net::BoxRequest::Kind kind, Instant now) {
    const auto status = ask_box(socket, kind, now);
    return status ? done("") : status.error();
}

}  // namespace giaoban::ctl
