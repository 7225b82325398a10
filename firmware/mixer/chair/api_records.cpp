// Api: minutes, recordings, reports and the audit log.
#include <charconv>

#include "firmware/mixer/chair/api.h"
#include "firmware/mixer/chair/byte_range.h"
#include "firmware/mixer/chair/json_answer.h"
#include "firmware/mixer/chair/json_body.h"
#include "firmware/mixer/chair/records_json.h"

namespace giaoban::chair {

namespace json = boost::json;

namespace {

template <typename Number>
std::optional<Number> number(std::string_view text) noexcept {
    Number value = 0;
    const auto [end, wrong] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (wrong != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return value;
}

Answer no_such_meeting() { return error_answer(404, "not_found", "there is no such meeting"); }

Answer trouble(const RecordsTrouble& why) {
    switch (why.kind) {
        case RecordsTrouble::Kind::no_such: return error_answer(404, "not_found", why.words);
        case RecordsTrouble::Kind::busy: return error_answer(503, "busy", why.words);
        case RecordsTrouble::Kind::failed: break;
    }
    return error_answer(500, "failed", why.words);
}

template <typename T>
RecordsDoor::Answer<T> as_json(const Api::Respond& respond) {
    return [respond](Expected<T, RecordsTrouble> found) {
        respond(found ? json_answer(to_json(*found)) : trouble(found.error()));
    };
}

std::string_view ending(PaperForm form) noexcept {
    return form == PaperForm::pdf ? "pdf" : form == PaperForm::csv ? "csv" : "json";
}

/// A paper to be kept: it is saved under a name rather than shown, so that nothing in it is run as part of the page.
RecordsDoor::Answer<std::string> as_paper(const Api::Respond& respond, std::string name,
                                          PaperForm form) {
    return [respond, name = std::move(name), form](Expected<std::string, RecordsTrouble> paper) {
        if (!paper) return respond(trouble(paper.error()));
        if (paper->size() > RecordsDoor::most_paper)
            return respond(error_answer(500, "failed", "the paper is longer than 32 MiB"));
        Answer answer;
        answer.content_type = form == PaperForm::pdf   ? "application/pdf"
                              : form == PaperForm::csv ? "text/csv; charset=utf-8"
                                                       : "application/json";
        answer.headers.emplace_back("Content-Disposition", "attachment; filename=\"" + name + "." +
                                                               std::string(ending(form)) + "\"");
        answer.body = std::move(*paper);
        respond(std::move(answer));
    };
}

Answer recording_answer(const std::filesystem::path& path, std::uint64_t id,
                        const std::string& range, const std::string& if_range) {
    std::error_code failed;
    const std::uint64_t size = std::filesystem::file_size(path, failed);
    if (failed) return error_answer(404, "not_found", "the recording is not there any more");
    const auto written = std::filesystem::last_write_time(path, failed).time_since_epoch().count();
    const std::string etag = "\"" + std::to_string(size) + "-" + std::to_string(written) + "\"";
    // A part of another version is of no use: RFC 9110 section 13.1.5.
    const bool other_version = !if_range.empty() && if_range != etag;
    const ByteRange part = ByteRange::from_header(other_version ? "" : range, size);
    Answer answer;
    answer.content_type = "audio/ogg; codecs=opus";
    answer.headers.emplace_back("Accept-Ranges", "bytes");
    answer.headers.emplace_back("ETag", etag);
    if (part.kind == ByteRange::Kind::unsatisfiable) {
        answer = error_answer(416, "range", "the recording is not that long");
        answer.headers.emplace_back("Content-Range", part.content_range(size));
        return answer;
    }
    if (part.kind == ByteRange::Kind::part) {
        answer.status = 206;
        answer.headers.emplace_back("Content-Range", part.content_range(size));
    } else {
        answer.headers.emplace_back(
            "Content-Disposition", "inline; filename=\"giao-ban-" + std::to_string(id) + ".opus\"");
    }
    answer.file = FilePart{path, part.from, part.length};
    return answer;
}

}  // namespace

void Api::meetings(const Work& work) {
    doors_.records.meetings(as_json<std::vector<MeetingLine>>(work.respond));
}

void Api::meeting(const Work& work) {
    const auto id = number<std::uint64_t>(work.parameters.front());
    if (!id) return work.respond(no_such_meeting());
    doors_.records.meeting(*id, as_json<MeetingRecord>(work.respond));
}

void Api::minutes(const Work& work, PaperForm form) {
    const auto id = number<std::uint64_t>(work.parameters.front());
    if (!id) return work.respond(no_such_meeting());
    doors_.records.minutes(
        *id, form, as_paper(work.respond, "giao-ban-" + std::to_string(*id) + "-minutes", form));
}

void Api::report(const Work& work, PaperForm form) {
    const auto year = number<std::uint16_t>(work.parameters.front());
    constexpr std::uint16_t first_year = 2000;
    constexpr std::uint16_t last_year = 2200;
    if (!year || *year < first_year || *year > last_year)
        return work.respond(error_answer(404, "not_found", "expected a year from 2000 to 2200"));
    doors_.records.report(*year, form,
                          as_paper(work.respond, "giao-ban-report-" + std::to_string(*year), form));
}

void Api::recording(const Work& work) {
    const auto id = number<std::uint64_t>(work.parameters.front());
    if (!id) return work.respond(no_such_meeting());
    doors_.records.recording(*id, [respond = work.respond, id = *id, range = work.request.range,
                                   if_range = work.request.if_range](
                                      Expected<std::filesystem::path, RecordsTrouble> path) {
        respond(path ? recording_answer(*path, id, range, if_range) : trouble(path.error()));
    });
}

void Api::pin(const Work& work) {
    JsonBody body(work.request.body);
    const bool pinned = body.flag("pinned");
    if (!body.complete()) return work.respond(bad_request(body.fault()));
    const auto id = number<std::uint64_t>(work.parameters.front());
    if (!id) return work.respond(no_such_meeting());
    const std::string who = work.session->name;
    doors_.records.pin(
        *id, pinned,
        [this, id = *id, pinned, who, address = work.request.address,
         respond = work.respond](const Expected<RecordsDoor::Done, RecordsTrouble>& done) {
            note(who, address, pinned ? "pin" : "unpin", "meeting " + std::to_string(id),
                 done.has_value());
            respond(done ? done_answer() : trouble(done.error()));
        });
}

void Api::audit(const Work& work) {
    std::uint64_t before = 0;
    for (const auto& [key, value] : work.query) {
        const auto serial = key == "before" ? number<std::uint64_t>(value) : std::nullopt;
        if (!serial) return work.respond(bad_request("expected ?before=SERIAL or nothing"));
        before = *serial;
    }
    doors_.records.audit(before, as_json<std::vector<ActionLine>>(work.respond));
}

}  // namespace giaoban::chair
