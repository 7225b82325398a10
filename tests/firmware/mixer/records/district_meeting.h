#pragma once

#include <array>
#include <string>
#include <vector>

#include "firmware/mixer/records/chain.h"
#include "firmware/mixer/records/roll.h"
#include "tests/firmware/mixer/records/meetings.h"

namespace giaoban::mixer::test {

/// A morning of a district as it might be, with 12 communes: enough for a form of several pages.
inline std::vector<Entry> district_meeting() {
    using enum EntryKind;
    constexpr std::array names{"UBND huyện Trạm Tấu", "Xã Bản Công", "Xã Bản Mù",  "Xã Hát Lừu",
                               "Xã Làng Nhì",         "Xã Pá Hu",    "Xã Pá Lau",  "Xã Phình Hồ",
                               "Xã Tà Xi Láng",       "Xã Trạm Tấu", "Xã Túc Đán", "Xã Xà Hồ",
                               "Thị trấn Trạm Tấu"};
    std::vector<Entry> entries;
    const auto add = [&](std::int64_t second, EntryKind kind, unsigned box = 0,
                         std::string text = "", std::int64_t length_ms = 0, std::string who = "") {
        Entry made = entry(second, kind, box, std::move(text), length_ms);
        if (box != 0) made.name = names.at(box - 1);
        made.who = std::move(who);
        entries.push_back(made);
    };
    add(0, meeting_opened, 0, "Giao ban công tác phòng chống thiên tai tuần 47 năm 2026", 0,
        "nguyenvanhung");
    for (unsigned box = 1; box <= 11; ++box)
        add(0, joined, box, box == 1 ? "chair" : "member");
    add(15, recording_on, 0, "", 0, "letran");
    add(95, joined, 12, "member");
    add(420, spoke, 1, "done", 405'000);
    add(421, time_limit, 0, "", 300'000, "nguyenvanhung");
    std::int64_t second = 430;
    for (unsigned box = 2; box <= 12; ++box) {
        add(second, asked, box);
        add(second + 5 + box, granted, box);
        const std::int64_t length = 60 + 23 * static_cast<std::int64_t>(box);
        add(second + 5 + box + length, spoke, box,
            box == 5   ? "time_limit"
            : box == 8 ? "interrupted"
            : box == 9 ? "lost"
                       : "done",
            1000 * length);
        if (box == 9) {
            add(second + 5 + box + length, lost, 9);
            add(second + 5 + box + length + 41, returned, 9);
        }
        second += length + 30;
    }
    add(second, policy, 0, "open", 0, "nguyenvanhung");
    add(second + 20, muted, 7, "", 0, "nguyenvanhung");
    add(second + 50, unmuted, 7, "", 0, "nguyenvanhung");
    add(second + 60, called, 13, "", 0, "nguyenvanhung");
    add(second + 90, room_opened, 0, "Tiếp dân: ông Giàng A Sáu", 0, "nguyenvanhung");
    entries.back().room = 1;
    add(second + 300, spoke, 3, "done", 100'000);
    entries.back().room = 1;
    add(second + 400, room_closed, 0, "", 0, "nguyenvanhung");
    entries.back().room = 1;
    add(second + 420, note, 0,
        "Chủ tọa nhận xét: các xã đã chủ động sơ tán 37 hộ; đường lên Tà Xi Láng sạt lở tại km 14, "
        "dự kiến thông xe trong hai ngày.");
    add(second + 430, action, 9,
        "Báo cáo bằng văn bản số hộ cần hỗ trợ lương thực trước 16 giờ thứ Sáu");
    add(second + 440, action, 3, "Cử lực lượng trực ngầm tràn 24/24 giờ đến khi nước rút");
    add(second + 450, recording_off, 0, "", 0, "letran");
    add(second + 460, meeting_closed, 0, "", 0, "nguyenvanhung");
    return entries;
}

/// As a reader would find them.
inline MeetingRecord record_of(const std::vector<Entry>& entries) {
    MeetingRecord record;
    record.entries = placed(entries);
    record.meeting = meeting_of(record.entries).value();
    ChainHash hash = chain_start();
    for (const StoredEntry& stored : record.entries)
        hash = chain_link(hash, stored);
    record.hash = hash_text(hash);
    return record;
}

}  // namespace giaoban::mixer::test
