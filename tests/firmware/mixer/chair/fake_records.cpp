#include "tests/firmware/mixer/chair/fake_records.h"

#include <array>
#include <fstream>
#include <utility>

namespace giaoban::chair::test {

namespace {

constexpr std::int64_t minute = 60'000;
constexpr std::int64_t hour = 60 * minute;
constexpr std::int64_t day = 24 * hour;

Unexpected<RecordsTrouble> no_such(std::string words) {
    return Unexpected(RecordsTrouble{RecordsTrouble::Kind::no_such, std::move(words)});
}

MeetingRecord made_up(std::uint64_t id, std::int64_t opened) {
    constexpr std::array<const char*, 5> names{"Xã Hồng Thái", "Xã Đà Vị", "Xã Yên Hoa",
                                               "Xã Khau Tinh", "Xã Sinh Long"};
    MeetingRecord record;
    record.meeting.id = id;
    record.meeting.title = "Giao ban tuần " + std::to_string(40 + id);
    record.meeting.opened_ms = opened;
    record.meeting.closed_ms = opened + hour;
    record.meeting.boxes = static_cast<std::uint32_t>(names.size());
    for (std::size_t i = 0; i < names.size(); ++i) {
        const auto at = static_cast<std::int64_t>(i);
        RollLine line{BoxId{static_cast<std::uint16_t>(i + 2)}, names[i], {}, 0};
        line.stays.push_back({opened - at * minute, opened + 20 * minute});
        line.stays.push_back({opened + 21 * minute, opened + hour});
        line.drops = 1;
        record.roll.push_back(std::move(line));
        record.turns.push_back({BoxId{static_cast<std::uint16_t>(i + 2)}, names[i],
                                opened + at * 8 * minute, opened + at * 8 * minute + 30'000,
                                opened + at * 8 * minute + 5 * minute, i == 2 ? "time" : "done"});
    }
    record.meeting.turns = static_cast<std::uint32_t>(record.turns.size());
    record.actions.push_back({id * 100, opened, "chu.tri", "10.0.0.5", "open_meeting",
                              "open_meeting " + record.meeting.title, true});
    record.actions.push_back({id * 100 + 9, opened + hour, "chu.tri", "10.0.0.5", "close_meeting",
                              "close_meeting", true});
    record.verdict = {true, "every entry is as it was written"};
    return record;
}

std::string paper_of(const std::string& title, PaperForm form) {
    if (form == PaperForm::json) return "{\"title\":\"" + title + "\"}";
    if (form == PaperForm::csv) return "box,name,from,to\r\n2,Xã Hồng Thái,1,2\r\n";
    // The smallest page that viewers open.
    return "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 "
           "R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 "
           "842]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n";
}

}  // namespace

FakeRecords::FakeRecords(const std::filesystem::path& folder, std::int64_t now_ms)
    : recording_(folder / "1.opus") {
    for (std::uint64_t id = 1; id <= 3; ++id) {
        const std::int64_t opened = now_ms - static_cast<std::int64_t>(4 - id) * 7 * day;
        meetings_.emplace(id, made_up(id, opened));
    }
    if (!std::filesystem::exists(recording_)) {
        std::filesystem::create_directories(folder);
        std::ofstream out(recording_, std::ios::binary);
        for (int i = 0; i < 300'000; ++i)
            out.put(static_cast<char>(i % 251));
    }
    meetings_.at(1).meeting.recording_bytes = std::filesystem::file_size(recording_);
}

template <typename T>
void FakeRecords::give(Answer<T> answer, Expected<T, RecordsTrouble> what) {
    if (!later) return answer(std::move(what));
    later([answer = std::move(answer), what = std::move(what)] { answer(what); });
}

void FakeRecords::meetings(Answer<std::vector<MeetingLine>> answer) {
    std::vector<MeetingLine> lines;
    for (auto one = meetings_.rbegin(); one != meetings_.rend(); ++one)
        lines.push_back(one->second.meeting);
    give<std::vector<MeetingLine>>(std::move(answer), std::move(lines));
}

void FakeRecords::meeting(std::uint64_t id, Answer<MeetingRecord> answer) {
    const auto found = meetings_.find(id);
    if (found == meetings_.end())
        return give<MeetingRecord>(std::move(answer), no_such("there is no such meeting"));
    give<MeetingRecord>(std::move(answer), found->second);
}

void FakeRecords::minutes(std::uint64_t id, PaperForm form, Answer<std::string> answer) {
    const auto found = meetings_.find(id);
    if (found == meetings_.end())
        return give<std::string>(std::move(answer), no_such("there is no such meeting"));
    give<std::string>(std::move(answer), paper_of(found->second.meeting.title, form));
}

void FakeRecords::report(std::uint16_t year, PaperForm form, Answer<std::string> answer) {
    give<std::string>(std::move(answer), paper_of("Báo cáo " + std::to_string(year), form));
}

void FakeRecords::recording(std::uint64_t id, Answer<std::filesystem::path> answer) {
    if (id != 1)
        return give<std::filesystem::path>(std::move(answer), no_such("it was not recorded"));
    give<std::filesystem::path>(std::move(answer), recording_);
}

void FakeRecords::pin(std::uint64_t id, bool pinned, Answer<Done> answer) {
    const auto found = meetings_.find(id);
    if (found == meetings_.end())
        return give<Done>(std::move(answer), no_such("there is no such meeting"));
    found->second.meeting.pinned = pinned;
    give<Done>(std::move(answer), Done{});
}

void FakeRecords::audit(std::uint64_t before, Answer<std::vector<ActionLine>> answer) {
    std::vector<ActionLine> lines;
    for (auto one = notes_.rbegin(); one != notes_.rend() && lines.size() < most_audit; ++one) {
        if (before == 0 || one->serial < before) lines.push_back(*one);
    }
    give<std::vector<ActionLine>>(std::move(answer), std::move(lines));
}

bool FakeRecords::note(ActionLine line) {
    if (!takes_notes) return false;
    line.serial = notes_.size() + 1;
    notes_.push_back(std::move(line));
    return true;
}

}  // namespace giaoban::chair::test
