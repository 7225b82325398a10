#include "firmware/mixer/records/minutes_form.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "firmware/mixer/records/letterhead.h"
#include "firmware/mixer/records/paper.h"
#include "firmware/mixer/records/words.h"

namespace giaoban::mixer {

namespace {

using Align = Paper::Align;

constexpr Paper::Style body{Paper::usual_letters, false, false, Align::justified, 10, 1.5};
constexpr Paper::Style heading{Paper::usual_letters, true, false, Align::left, 10, 1.5};
constexpr Paper::Style remark{12, false, true, Align::left, 10, 1.5};

// More would make a row of the roll longer than is read; the CSV has all of them.
constexpr std::size_t most_presences = 6;

// From – to, which no line breaks apart (U+00A0).
constexpr const char* between = "\u00A0–\u00A0";

/// Writes the form of one meeting, part by part.
class Form {
  public:
    Form(const MeetingRecord& record, const config::MinutesSettings& settings, Zone zone)
        : record_(record),
          settings_(settings),
          zone_(zone),
          roll_(roll_of(record)),
          paper_("Biên bản: " + record.meeting.title, "Cuộc họp số " +
                                                          std::to_string(record.meeting.id) +
                                                          " · Mã kiểm chứng " + record.hash) {}

    Expected<std::string, std::string> written() && {
        write_letterhead(paper_, settings_, "BB");
        write_title();
        write_facts();
        write_roll();
        write_turns();
        write_actions();
        write_conclusions();
        write_end();
        return std::move(paper_).finish();
    }

  private:
    [[nodiscard]] std::string at(std::int64_t unix_ms) const { return clock_text(zone_(unix_ms)); }
    [[nodiscard]] const MeetingRow& meeting() const { return record_.meeting; }

    void write_title() {
        const Paper::Style title{14, true, false, Align::centre, 0, 0.5};
        paper_.paragraph("BIÊN BẢN", title);
        paper_.line({meeting().title.empty() ? "Cuộc họp giao ban" : meeting().title, title, 40});
        paper_.gap(3);
        if (meeting().closed_ms) return;
        paper_.paragraph("DỰ THẢO: cuộc họp chưa kết thúc khi lập biên bản này.",
                         {12, true, true, Align::centre, 0, 3});
    }

    void write_facts() {
        const auto members = std::count_if(roll_.begin(), roll_.end(), [](const RollRow& row) {
            return row.role == Role::member;
        });
        paper_.paragraph("Thời gian bắt đầu: " + spoken_text(zone_(meeting().opened_ms)) + ".",
                         body);
        const std::string place =
            settings_.place.empty()
                ? "......................................................................"
                : settings_.place;
        paper_.paragraph("Địa điểm: " + place + " (điểm cầu trung tâm) và " +
                             std::to_string(members) + " điểm cầu.",
                         body);
        paper_.paragraph("Hình thức: họp trực tuyến bằng âm thanh qua hệ thống Giao Ban.", body);
        paper_.paragraph("Chủ trì: " + std::string(90, '.'), body);
        paper_.paragraph("Thư ký (người ghi biên bản): " + std::string(60, '.'), body);
        write_recording();
    }

    void write_recording() {
        std::string times;
        for (const StoredEntry& stored : record_.entries) {
            if (stored.entry.room != 0) continue;
            if (stored.entry.kind == EntryKind::recording_on) {
                times += (times.empty() ? "từ " : "; từ ") + at(stored.entry.unix_ms);
            } else if (stored.entry.kind == EntryKind::recording_off && !times.empty()) {
                times += " đến " + at(stored.entry.unix_ms);
            }
        }
        paper_.paragraph(times.empty() ? "Ghi âm: cuộc họp không được ghi âm."
                                       : "Ghi âm: cuộc họp được ghi âm " + times + ".",
                         body);
    }

    [[nodiscard]] std::string presence_in_words(const RollRow& row) const {
        std::string words;
        const std::size_t shown = std::min(row.there.size(), most_presences);
        for (std::size_t i = 0; i < shown; ++i) {
            if (i > 0) words += "; ";
            words += at(row.there[i].from_ms) + between + at(row.there[i].to_ms);
        }
        if (shown < row.there.size()) {
            words += "; và " + std::to_string(row.there.size() - shown) + " lần nữa";
        }
        return words;
    }

    void write_roll() {
        paper_.paragraph("I. THÀNH PHẦN THAM DỰ", heading);
        Paper::Table table;
        table.columns = {
            {"TT", 10, Align::centre},         {"Điểm cầu", 42, Align::left},
            {"Vai trò", 20, Align::centre},    {"Có mặt (từ – đến)", 48, Align::left},
            {"Thời lượng", 20, Align::centre}, {"Số lần mất kết nối", 20, Align::centre}};
        for (const RollRow& row : roll_) {
            table.rows.push_back({std::to_string(table.rows.size() + 1), row.name,
                                  row.role == Role::chair ? "Chủ tọa" : "Đại biểu",
                                  presence_in_words(row), length_text(row.present_ms()),
                                  std::to_string(row.drops())});
        }
        if (table.rows.empty()) {
            paper_.paragraph("Không có điểm cầu nào tham dự.", remark);
        } else {
            paper_.table(table);
        }
    }

    void write_turns() {
        paper_.keep(25);
        paper_.paragraph("II. PHÁT BIỂU", heading);
        Paper::Table table;
        table.columns = {{"TT", 10, Align::centre},         {"Điểm cầu", 42, Align::left},
                         {"Đăng ký", 19, Align::centre},    {"Chờ", 15, Align::centre},
                         {"Từ", 19, Align::centre},         {"Đến", 19, Align::centre},
                         {"Thời lượng", 16, Align::centre}, {"Kết thúc", 20, Align::left}};
        std::int64_t sum = 0;
        for (const TurnRow& turn : turns_of(record_)) {
            if (turn.room != 0) continue;
            sum += turn.length_ms();
            table.rows.push_back({std::to_string(table.rows.size() + 1), turn.name,
                                  turn.asked_ms ? at(*turn.asked_ms) : "–",
                                  turn.waited_ms() ? length_text(*turn.waited_ms()) : "–",
                                  at(turn.from_ms), turn.to_ms ? at(*turn.to_ms) : "–",
                                  turn.to_ms ? length_text(turn.length_ms()) : "–",
                                  turn.to_ms ? ended_in_words(turn.ended) : "chưa ghi nhận"});
        }
        if (table.rows.empty()) {
            paper_.paragraph("Không có lượt phát biểu nào được ghi nhận.", remark);
            return;
        }
        paper_.table(table);
        paper_.paragraph("Tổng cộng " + std::to_string(table.rows.size()) +
                             " lượt phát biểu, thời lượng " + length_text(sum) + ".",
                         body);
    }

    void write_actions() {
        Paper::Table table;
        table.columns = {{"Lúc", 22, Align::centre},
                         {"Nội dung điều hành", 98, Align::left},
                         {"Người thực hiện", 40, Align::left}};
        for (const StoredEntry& stored : actions_of(record_)) {
            if (stored.entry.kind == EntryKind::action) continue;
            table.rows.push_back({at(stored.entry.unix_ms), action_in_words(stored.entry),
                                  stored.entry.who.empty() ? "–" : stored.entry.who});
        }
        paper_.keep(25);
        paper_.paragraph("III. ĐIỀU HÀNH", heading);
        paper_.table(table);
    }

    void write_conclusions() {
        paper_.keep(30);
        paper_.paragraph("IV. NỘI DUNG, KẾT LUẬN VÀ VIỆC CẦN LÀM", heading);
        Paper::Table table;
        table.columns = {{"TT", 10, Align::centre},
                         {"Việc cần làm", 100, Align::left},
                         {"Đơn vị thực hiện", 50, Align::left}};
        for (const StoredEntry& stored : record_.entries) {
            const Entry& entry = stored.entry;
            if (entry.room != 0) continue;
            if (entry.kind == EntryKind::note) {
                paper_.paragraph("- " + at(entry.unix_ms) + ": " + entry.text, body);
            } else if (entry.kind == EntryKind::action) {
                table.rows.push_back(
                    {std::to_string(table.rows.size() + 1), entry.text, entry.name});
            }
        }
        if (!table.rows.empty()) paper_.table(table);
        paper_.dotted(table.rows.empty() ? 6 : 3);
    }

    void write_end() {
        // The last sentence and the signatures stand together: nobody signs an empty page.
        paper_.keep(105);
        const std::string end = spoken_text(zone_(meeting().end_ms()));
        paper_.paragraph(meeting().closed_ms ? "Cuộc họp kết thúc vào " + end + "./."
                                             : "Ghi nhận cuối cùng vào " + end + "./.",
                         body);
        write_signatures(paper_, {"THƯ KÝ", "(Chữ ký)"}, {"CHỦ TỌA", "(Chữ ký, dấu của cơ quan)"});
        write_recipients(paper_);
    }

    const MeetingRecord& record_;
    const config::MinutesSettings& settings_;
    Zone zone_;
    std::vector<RollRow> roll_;
    Paper paper_;
};

}  // namespace

Expected<std::string, std::string> pdf_of(const MeetingRecord& record,
                                          const config::MinutesSettings& settings, Zone zone) {
    return Form(record, settings, zone).written();
}

}  // namespace giaoban::mixer
