#include "firmware/mixer/records/minutes_form.h"

#include <set>
#include <sstream>

#include "tests/catch.h"
#include "tests/firmware/mixer/records/district_meeting.h"
#include "tests/firmware/mixer/records/printed.h"

namespace giaoban::mixer::test {

namespace {

config::MinutesSettings district() {
    config::MinutesSettings settings;
    settings.superior = "UBND TỈNH LÀO CAI";
    settings.organisation = "UBND HUYỆN TRẠM TẤU";
    settings.place = "Phòng họp tầng 2, UBND huyện Trạm Tấu";
    return settings;
}

Printed printed(const std::string& name, const std::vector<Entry>& entries,
                const config::MinutesSettings& settings = district()) {
    const auto pdf = pdf_of(record_of(entries), settings, time_in_vietnam);
    REQUIRE(pdf);
    return {name, *pdf};
}

}  // namespace

TEST_CASE("the form has all that is signed, in Vietnamese", "[records]") {
    const Printed form = printed("bien-ban.pdf", district_meeting());
    const std::string text = form.words();
    for (const char* const words : {"UBND TỈNH LÀO CAI",
                                    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
                                    "Độc lập - Tự do - Hạnh phúc",
                                    "BIÊN BẢN",
                                    "Giao ban công tác phòng chống thiên tai tuần 47 năm 2026",
                                    "08 giờ 00 phút, ngày 23 tháng 11 năm 2026",
                                    "Phòng họp tầng 2",
                                    "và 11 điểm cầu",
                                    "Xã Tà Xi Láng",
                                    "Chủ tọa",
                                    "hết giờ",
                                    "bị ngắt lời",
                                    "mất kết nối",
                                    "Giới hạn thời gian phát biểu: 5:00",
                                    "Tắt micrô: Xã Pá Lau",
                                    "Mở phòng riêng số 1",
                                    "nguyenvanhung",
                                    "Cử lực lượng trực ngầm tràn 24/24 giờ",
                                    "sơ tán 37 hộ",
                                    "THƯ KÝ",
                                    "CHỦ TỌA",
                                    "(Họ và tên)",
                                    "Nơi nhận:"}) {
        INFO(words);
        CHECK(text.find(words) != std::string::npos);
    }
    CHECK(text.find(record_of(district_meeting()).hash) != std::string::npos);
    CHECK(form.pages() >= 2);
}

TEST_CASE("of a private room the form names neither the title nor who spoke", "[records]") {
    const std::string text = printed("bien-ban.pdf", district_meeting()).words();
    CHECK(text.find("Giàng A Sáu") == std::string::npos);
    CHECK(text.find("Tổng cộng 12 lượt phát biểu") != std::string::npos);
}

TEST_CASE("every letter of Vietnamese is in the font, which is in the file", "[records]") {
    const std::string letters =
        "aàảãáạăằẳẵắặâầẩẫấậ eèẻẽéẹêềểễếệ iìỉĩíị oòỏõóọôồổỗốộơờởỡớợ uùủũúụưừửữứự yỳỷỹýỵ đ "
        "AÀẢÃÁẠĂẰẲẴẮẶÂẦẨẪẤẬ EÈẺẼÉẸÊỀỂỄẾỆ IÌỈĨÍỊ OÒỎÕÓỌÔỒỔỖỐỘƠỜỞỠỚỢ UÙỦŨÚỤƯỪỬỮỨỰ YỲỶỸÝỴ Đ";
    const Printed form = printed("letters.pdf", {entry(0, EntryKind::meeting_opened, 0, "Chữ"),
                                                 entry(1, EntryKind::note, 0, letters),
                                                 entry(2, EntryKind::meeting_closed)});
    std::string text = form.words();
    for (const char* const group :
         {"aàảãáạăằẳẵắặâầẩẫấậ", "OÒỎÕÓỌÔỒỔỖỐỘƠỜỞỠỚỢ", "YỲỶỸÝỴ", "UÙỦŨÚỤƯỪỬỮỨỰ"}) {
        INFO(text);
        CHECK(text.find(group) != std::string::npos);
    }
    // One family: a letter that it lacks would have been taken from another.
    std::istringstream fonts(form.fonts());
    std::set<std::string> families;
    std::string line;
    for (int i = 0; std::getline(fonts, line); ++i) {
        if (i < 2) continue;  // the heads
        families.insert(line.substr(7, line.find_first_of("- ") - 7));
        CHECK(line.find("yes yes") != std::string::npos);  // embedded, its used letters alone
    }
    INFO(form.fonts());
    CHECK(families.size() == 1);
}

TEST_CASE("a meeting that is still open gives a draft, and an empty one a form to fill in",
          "[records]") {
    const std::string text =
        printed("draft.pdf", {entry(0, EntryKind::meeting_opened)}, config::MinutesSettings{})
            .words();
    CHECK(text.find("DỰ THẢO") != std::string::npos);
    CHECK(text.find("Không có điểm cầu nào tham dự.") != std::string::npos);
    CHECK(text.find("Không có lượt phát biểu nào được ghi nhận.") != std::string::npos);
    CHECK(text.find("Ghi nhận cuối cùng vào 08 giờ 00 phút") != std::string::npos);
}

TEST_CASE("a long meeting of many boxes runs over pages, and no row is lost", "[records]") {
    std::vector<Entry> entries{entry(0, EntryKind::meeting_opened, 0, "Toàn tỉnh")};
    for (unsigned box = 1; box <= 120; ++box) {
        entries.push_back(entry(1, EntryKind::joined, box, box == 1 ? "chair" : "member"));
        for (int drop = 0; drop < 10; ++drop) {
            entries.push_back(entry(10 + 20 * drop, EntryKind::lost, box));
            entries.push_back(entry(20 + 20 * drop, EntryKind::returned, box));
        }
    }
    for (int turn = 0; turn < 300; ++turn)
        entries.push_back(entry(300 + 10 * turn, EntryKind::spoke, 2, "done", 9000));
    Entry words = entry(4000, EntryKind::note);
    words.text = std::string(2000, 'W');  // the widest text that an entry can be
    entries.push_back(words);
    entries.push_back(entry(4000, EntryKind::meeting_closed));
    const Printed form = printed("long.pdf", entries);
    const std::string text = form.words();
    CHECK(form.pages() > 10);
    CHECK(text.find("Xã 120") != std::string::npos);
    CHECK(text.find("và 5 lần nữa") != std::string::npos);
    CHECK(text.find("Tổng cộng 300 lượt phát biểu") != std::string::npos);
}

}  // namespace giaoban::mixer::test
