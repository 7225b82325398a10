#include "firmware/mixer/records/words.h"

#include "firmware/mixer/records/civil_time.h"

namespace giaoban::mixer {

namespace {

std::string policy_in_words(std::string_view policy) {
    if (policy == "queue") return "lần lượt theo danh sách đăng ký";
    if (policy == "open") return "phát biểu tự do";
    if (policy == "chair") return "chỉ chủ tọa phát biểu";
    return std::string(policy);
}

std::string policy_action(std::string_view text) {
    if (text == "all others held") return "Tạm dừng lần lượt phát biểu";
    if (text == "held no more") return "Tiếp tục lần lượt phát biểu";
    return "Quy định phát biểu: " + policy_in_words(text);
}

}  // namespace

std::string action_in_words(const Entry& entry) {
    switch (entry.kind) {
        case EntryKind::meeting_opened: return "Khai mạc cuộc họp";
        case EntryKind::meeting_closed: return "Bế mạc cuộc họp";
        case EntryKind::muted: return "Tắt micrô: " + entry.name;
        case EntryKind::unmuted: return "Cho phép mở lại micrô: " + entry.name;
        case EntryKind::policy: return policy_action(entry.text);
        case EntryKind::time_limit:
            if (entry.box != no_box) return "Cho thêm thời gian phát biểu: " + entry.name;
            return entry.length_ms == 0
                       ? "Không giới hạn thời gian phát biểu"
                       : "Giới hạn thời gian phát biểu: " + length_text(entry.length_ms);
        case EntryKind::called: return "Gọi điểm cầu: " + entry.name;
        case EntryKind::room_opened: return "Mở phòng riêng số " + std::to_string(entry.room);
        case EntryKind::room_closed: return "Đóng phòng riêng số " + std::to_string(entry.room);
        case EntryKind::recording_on: return "Bắt đầu ghi âm";
        case EntryKind::recording_off: return "Dừng ghi âm";
        case EntryKind::action: return entry.text;
        default: return std::string(to_text(entry.kind));
    }
}

std::string ended_in_words(std::string_view ended) {
    const auto how = ended_from(ended);
    if (!how) return std::string(ended);
    switch (*how) {
        case Ended::done: return "nói xong";
        case Ended::time_limit: return "hết giờ";
        case Ended::revoked: return "chủ tọa dừng";
        case Ended::interrupted: return "bị ngắt lời";
        case Ended::lost: return "mất kết nối";
        case Ended::closed: return "cuộc họp kết thúc";
    }
    return std::string(ended);
}

std::string grouped(std::int64_t number) {
    std::string text = std::to_string(number);
    const std::size_t sign = number < 0 ? 1 : 0;
    for (std::size_t place = text.size(); place > sign + 3; place -= 3) {
        text.insert(place - 3, ".");
    }
    return text;
}

}  // namespace giaoban::mixer
