#include "firmware/mixer/records_desk.h"

#include <algorithm>
#include <utility>

#include "firmware/mixer/records/minutes_files.h"
#include "firmware/mixer/records/roll.h"

namespace giaoban::mixer {

namespace {

using Trouble = chair::RecordsTrouble;

Trouble failed(std::string words) { return {Trouble::Kind::failed, std::move(words)}; }
Trouble no_such(std::string words) { return {Trouble::Kind::no_such, std::move(words)}; }

MinutesFormat format_of(chair::PaperForm form) noexcept {
    switch (form) {
        case chair::PaperForm::pdf: return MinutesFormat::pdf;
        case chair::PaperForm::csv: return MinutesFormat::csv;
        case chair::PaperForm::json: return MinutesFormat::json;
    }
    return MinutesFormat::json;
}

Expected<std::string, Trouble> paper_of(CommandResult result) {
    if (result.exit != CommandResult::Exit::done) {
        return Unexpected(no_such(std::move(result.err)));
    }
    if (result.out.size() > chair::RecordsDoor::most_paper) {
        return Unexpected(failed("the paper has more than 32 MiB"));
    }
    return std::move(result.out);
}

// What an account did is a note of the minutes: `WHAT [ADDRESS] TEXT`, with "refused" before what was not done.
constexpr std::string_view refused_word = "refused: ";

std::string note_text(const chair::ActionLine& line) {
    std::string text = line.what;
    text.append(" [").append(line.address).append("]");
    if (!line.done || !line.text.empty()) text.append(" ");
    if (!line.done) text.append(refused_word);
    return text.append(line.text);
}

std::optional<chair::ActionLine> action_of(const StoredEntry& stored) {
    const Entry& entry = stored.entry;
    const std::size_t open = entry.text.find(" [");
    const std::size_t close = entry.text.find(']', open);
    if (entry.kind != EntryKind::note || open == std::string::npos || close == std::string::npos) {
        return std::nullopt;
    }
    chair::ActionLine line;
    line.serial = stored.serial;
    line.unix_ms = entry.unix_ms;
    line.who = entry.who;
    line.what = entry.text.substr(0, open);
    line.address = entry.text.substr(open + 2, close - open - 2);
    line.text = entry.text.substr(std::min(close + 2, entry.text.size()));
    line.done = !line.text.starts_with(refused_word);
    if (!line.done) line.text.erase(0, refused_word.size());
    return line;
}

}  // namespace

std::filesystem::path RecordsDesk::recordings_folder(const config::MixerConfig& config) {
    return std::filesystem::path(config.state_dir) / "recordings";
}

std::string RecordsDesk::recording_name(std::uint64_t meeting, std::uint32_t room) {
    std::string name = "meeting-" + std::to_string(meeting);
    if (room != 0) name += "-room-" + std::to_string(room);
    return name;
}

RecordsDesk::RecordsDesk(const config::MixerConfig& config, Minutes& minutes,
                         chair::Desk::Post post, std::function<std::int64_t()> unix_ms)
    : place_{.folder_or_file = minutes_folder(config), .settings = config.minutes},
      shelf_(recordings_folder(config)),
      minutes_(minutes),
      unix_ms_(std::move(unix_ms)),
      desk_(std::move(post)) {}

template <typename T>
void RecordsDesk::ask(Answer<T> answer, Read<T> read) {
    auto shared = std::make_shared<Answer<T>>(std::move(answer));
    const bool taken = desk_.submit([shared, read = std::move(read)]() -> chair::Desk::Back {
        auto found = std::make_shared<Expected<T, Trouble>>(read());
        return [shared, found] { (*shared)(std::move(*found)); };
    });
    if (!taken)
        (*shared)(Unexpected(Trouble{Trouble::Kind::busy, "too much is asked for at once"}));
}

Expected<MinutesReader*, Trouble> RecordsDesk::reader() {
    if (!reader_) {
        auto opened = MinutesReader::open(place_.folder_or_file);
        if (!opened) return Unexpected(failed(opened.error().what));
        reader_.emplace(std::move(*opened));
    }
    return &*reader_;
}

chair::MeetingLine RecordsDesk::line_of(const MeetingRecord& record) const {
    chair::MeetingLine line;
    line.id = record.meeting.id;
    line.title = record.meeting.title;
    line.opened_ms = record.meeting.opened_ms;
    line.closed_ms = record.meeting.closed_ms.value_or(0);
    line.boxes = static_cast<std::uint32_t>(roll_of(record).size());
    line.turns = static_cast<std::uint32_t>(turns_of(record).size());
    const std::string name = recording_name(line.id, 0);
    for (const ShelvedRecording& kept : shelf_.list()) {
        if (kept.name != name) continue;
        line.pinned = kept.pinned;
        line.recording_bytes = kept.bytes;
    }
    return line;
}

Expected<std::vector<chair::MeetingLine>, Trouble> RecordsDesk::list() {
    const auto minutes = reader();
    if (!minutes) return Unexpected(minutes.error());
    const auto rows = (*minutes)->meetings(most_meetings);
    if (!rows) return Unexpected(failed(rows.error().what));
    std::vector<chair::MeetingLine> lines;
    for (const MeetingRow& row : *rows) {
        const auto record = (*minutes)->meeting(row.id);
        if (!record) return Unexpected(failed(record.error().what));
        lines.push_back(line_of(*record));
    }
    return lines;
}

Expected<chair::MeetingRecord, Trouble> RecordsDesk::whole(std::uint64_t id) {
    const auto minutes = reader();
    if (!minutes) return Unexpected(minutes.error());
    const auto record = (*minutes)->meeting(id);
    if (!record) return Unexpected(no_such(record.error().what));
    chair::MeetingRecord all;
    all.meeting = line_of(*record);
    for (const RollRow& row : roll_of(*record)) {
        chair::RollLine line{.box = row.box,
                             .name = row.name,
                             .stays = {},
                             .drops = static_cast<std::uint32_t>(row.drops())};
        for (const Presence& there : row.there)
            line.stays.push_back({there.from_ms, there.to_ms});
        all.roll.push_back(std::move(line));
    }
    for (const TurnRow& row : turns_of(*record)) {
        all.turns.push_back({.box = row.box,
                             .name = row.name,
                             .asked_ms = row.asked_ms.value_or(0),
                             .from_ms = row.from_ms,
                             .to_ms = row.to_ms.value_or(0),
                             .ended = row.ended});
    }
    for (const StoredEntry& stored : actions_of(*record)) {
        const auto action = action_of(stored);
        all.actions.push_back(action.value_or(chair::ActionLine{
            .serial = stored.serial,
            .unix_ms = stored.entry.unix_ms,
            .who = stored.entry.who,
            .address = {},
            .what = std::string(to_text(stored.entry.kind)),
            .text = stored.entry.name.empty() ? stored.entry.text : stored.entry.name}));
    }
    const auto verified = (*minutes)->verify();
    all.verdict.holds = verified && verified->sound();
    if (!verified) {
        all.verdict.text = verified.error().what;
    } else if (!verified->sound()) {
        all.verdict.text = verified->faults.front().what;
    }
    return all;
}

Expected<std::vector<chair::ActionLine>, Trouble> RecordsDesk::actions_before(
    std::uint64_t before) {
    constexpr std::uint64_t at_a_time = 500;
    constexpr int most_looks = 40;
    const auto minutes = reader();
    if (!minutes) return Unexpected(minutes.error());
    std::vector<chair::ActionLine> lines;
    std::uint64_t end = before != 0 ? before : minutes_.counts().durable + 1;
    for (int look = 0; look < most_looks && end > 1 && lines.size() < most_audit; ++look) {
        const std::uint64_t begin = end > at_a_time ? end - at_a_time : 1;
        const auto entries = (*minutes)->since(begin - 1, end - begin);
        if (!entries) return Unexpected(failed(entries.error().what));
        for (auto entry = entries->rbegin(); entry != entries->rend(); ++entry) {
            auto line = action_of(*entry);
            if (line && lines.size() < most_audit) lines.push_back(std::move(*line));
        }
        end = begin;
    }
    return lines;
}

void RecordsDesk::meetings(Answer<std::vector<chair::MeetingLine>> answer) {
    ask<std::vector<chair::MeetingLine>>(std::move(answer), [this] { return list(); });
}

void RecordsDesk::meeting(std::uint64_t id, Answer<chair::MeetingRecord> answer) {
    ask<chair::MeetingRecord>(std::move(answer), [this, id] { return whole(id); });
}

void RecordsDesk::minutes(std::uint64_t id, chair::PaperForm form, Answer<std::string> answer) {
    ask<std::string>(std::move(answer), [this, id, form] {
        return paper_of(export_meeting(place_, std::to_string(id), format_of(form)));
    });
}

void RecordsDesk::report(std::uint16_t year, chair::PaperForm form, Answer<std::string> answer) {
    ask<std::string>(std::move(answer), [this, year, form] {
        return paper_of(report_year(place_, year, format_of(form)));
    });
}

void RecordsDesk::recording(std::uint64_t id, Answer<std::filesystem::path> answer) {
    ask<std::filesystem::path>(
        std::move(answer), [this, id]() -> Expected<std::filesystem::path, Trouble> {
            auto path = shelf_.file_of(recording_name(id, 0));
            std::error_code trouble;
            if (!std::filesystem::is_regular_file(path, trouble)) {
                return Unexpected(no_such("there is no recording of this meeting"));
            }
            return path;
        });
}

void RecordsDesk::pin(std::uint64_t id, bool pinned, Answer<Done> answer) {
    ask<Done>(std::move(answer), [this, id, pinned]() -> Expected<Done, Trouble> {
        const auto done = shelf_.pin(recording_name(id, 0), pinned);
        if (!done) return Unexpected(no_such(done.error()));
        return Done{};
    });
}

void RecordsDesk::audit(std::uint64_t before, Answer<std::vector<chair::ActionLine>> answer) {
    ask<std::vector<chair::ActionLine>>(std::move(answer),
                                        [this, before] { return actions_before(before); });
}

bool RecordsDesk::note(chair::ActionLine line) {
    Entry entry;
    entry.unix_ms = unix_ms_();
    entry.kind = EntryKind::note;
    entry.who = line.who;
    entry.text = note_text(line);
    return minutes_.append(std::move(entry)) != 0;
}

}  // namespace giaoban::mixer
