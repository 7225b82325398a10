#include "tools/giaobanctl/doctor_words.h"

#include <algorithm>
#include <array>
#include <cstdlib>

#include "tools/giaobanctl/json_text.h"

namespace giaoban::ctl {

namespace {

using net::DoctorFinding;
using net::DoctorItem;
using net::DoctorTrouble;
using net::DoctorVerdict;

struct Words {
    const char* word;  ///< for programs
    const char* en;
    const char* vi;
};

// In the order of net::DoctorItem.
constexpr std::array<Words, net::doctor_items> items{{
    {"sound_card", "sound card", "loa hội nghị"},
    {"levels", "speaker and microphone", "loa và micrô"},
    {"button", "button", "nút bấm"},
    {"lamps", "lamps", "đèn báo"},
    {"temperature", "temperature", "nhiệt độ"},
    {"power", "power", "nguồn điện"},
    {"centre", "centre", "trung tâm"},
    {"link_up", "link, to the centre", "đường lên"},
    {"link_down", "link, from the centre", "đường xuống"},
    {"disk", "disk", "thẻ nhớ"},
    {"memory", "memory", "bộ nhớ"},
    {"program", "program", "phần mềm"},
    {"system", "system", "hệ thống"},
    {"faults", "faults", "lỗi đã ghi"},
}};

// In the order of net::DoctorTrouble: what it is, and what to do about what is bad.
struct Advice {
    Words what;
    const char* en;
    const char* vi;
};
constexpr std::array<Advice, net::doctor_troubles> troubles{{
    {{"none", "", ""}, "", ""},
    {{"not_measured", "nothing here measures it", "không đo được"}, "", ""},
    {{"switched_off", "switched off in box.toml", "đã tắt trong box.toml"}, "", ""},
    {{"not_tried", "not tried", "chưa thử"}, "", ""},
    {{"no_answer", "the test did not end in time", "việc thử không kết thúc"}, "", ""},
    {{"other", "something that this giaobanctl does not know", "giaobanctl này chưa biết"}, "", ""},
    {{"no_card", "not found", "không thấy"},
     "plug in the USB speakerphone, or try another USB socket or cable",
     "cắm loa hội nghị USB, hoặc thử cổng hay dây USB khác"},
    {{"card_failing", "it fails now and then", "chập chờn"},
     "plug it in directly, without a hub, and try another cable",
     "cắm trực tiếp, không qua bộ chia, và thử dây khác"},
    {{"not_heard", "the microphone does not hear the speaker", "micrô không nghe thấy loa"},
     "turn up the speakerphone, unmute its microphone, and take away what covers it",
     "vặn to loa, bật micrô của loa, và bỏ vật che loa"},
    {{"too_loud", "the microphone is overdriven", "micrô bị quá to"},
     "turn down the speakerphone, or lower sound.microphone in box.toml",
     "vặn nhỏ loa, hoặc giảm sound.microphone trong box.toml"},
    {{"no_button", "not found", "không thấy"},
     "check its cable and button.device and button.key in box.toml",
     "kiểm tra dây nút, và button.device, button.key trong box.toml"},
    {{"button_stuck", "it is held down", "bị kẹt"},
     "free the button, or look for a short in its cable",
     "gỡ nút bị kẹt, hoặc tìm chỗ chập dây"},
    {{"no_lamp", "not found, or not this box's to light", "không thấy, hoặc không được phép bật"},
     "check the lamp's cable and [lamps] in box.toml",
     "kiểm tra dây đèn và [lamps] trong box.toml"},
    {{"hot", "too hot: the processor is slowed down", "quá nóng: bộ xử lý phải chạy chậm"},
     "put the box where air can pass, out of the sun, or give it a heat sink",
     "đặt nơi thoáng, tránh nắng, hoặc gắn tản nhiệt"},
    {{"undervoltage", "the voltage is too low now", "điện áp đang quá thấp"},
     "use the Raspberry Pi's own power supply and a short, thick cable",
     "dùng bộ nguồn chính hãng và dây ngắn, to"},
    {{"undervoltage_before", "the voltage was too low since the start",
      "điện áp đã có lúc quá thấp"},
     "use the Raspberry Pi's own power supply and a short, thick cable",
     "dùng bộ nguồn chính hãng và dây ngắn, to"},
    {{"no_network", "no network", "không có mạng"},
     "check the network cable, the Wi-Fi or the modem",
     "kiểm tra dây mạng, Wi-Fi hoặc modem"},
    {{"no_centre", "the mixing box does not answer", "hộp trộn không trả lời"},
     "call the centre: is it on, and is its address on the card right?",
     "gọi trung tâm: máy có bật không, địa chỉ trên thẻ có đúng không?"},
    {{"not_enrolled", "the centre does not know this card", "trung tâm không biết thẻ này"},
     "make a new card for this box (giaobanctl card)",
     "làm thẻ mới cho hộp này (giaobanctl card)"},
    {{"refused", "the centre refuses this box", "trung tâm từ chối hộp này"},
     "make a new card for this box (giaobanctl card --replace)",
     "làm thẻ mới cho hộp này (giaobanctl card --replace)"},
    {{"meeting_full", "the meeting is full", "cuộc họp đã đủ điểm"},
     "raise limits.max_boxes at the centre",
     "tăng limits.max_boxes ở trung tâm"},
    {{"slow_round_trip", "a second or more there and back", "trễ một giây hoặc hơn"},
     "is something else using the link? Try another network",
     "có ai dùng chung mạng không? Thử mạng khác"},
    {{"loss", "a tenth or more is lost", "mất một phần mười hoặc hơn"},
     "move the modem's aerial, or try another network",
     "chỉnh ăng-ten modem, hoặc thử mạng khác"},
    {{"disk_full", "full", "đầy"},
     "make the card anew, or look what fills /data",
     "làm lại thẻ, hoặc xem /data chứa gì"},
    {{"disk_read_only", "cannot be written", "không ghi được"},
     "the card is worn out or was damaged: replace it",
     "thẻ đã hỏng: thay thẻ"},
    {{"low_memory", "nearly used up", "gần hết"},
     "unplug the box and plug it in again; tell its maker",
     "rút điện rồi cắm lại; báo nhà sản xuất"},
    {{"faults", "there were faults since the start", "đã có lỗi từ khi bật"},
     "read the newest file in /data/faults",
     "đọc tệp mới nhất trong /data/faults"},
}};

bool vietnamese(Tongue tongue) noexcept { return tongue == Tongue::vietnamese; }

const char* in(const Words& words, Tongue tongue) {
    return vietnamese(tongue) ? words.vi : words.en;
}

const Words& item_of(const DoctorFinding& finding) {
    return items[static_cast<std::size_t>(finding.item)];
}

const Advice& advice_of(const DoctorFinding& finding) {
    return troubles[static_cast<std::size_t>(finding.trouble)];
}

std::string tenths(std::int64_t value) {
    const std::string sign = value < 0 ? "-" : "";
    return sign + std::to_string(std::abs(value) / 10) + "." + std::to_string(std::abs(value) % 10);
}

/// The figures that the item has, whatever they came to.
std::string figures(const DoctorFinding& finding, Tongue tongue) {
    const bool vi = vietnamese(tongue);
    const std::string value = std::to_string(finding.value);
    const std::string other = std::to_string(finding.other);
    if (finding.trouble == DoctorTrouble::not_measured) return {};
    if (finding.trouble == DoctorTrouble::switched_off) return finding.text;
    switch (finding.item) {
        case DoctorItem::sound_card:
        case DoctorItem::lamps:
        case DoctorItem::system: return finding.text;
        case DoctorItem::levels: return (vi ? "micrô -" : "microphone at -") + value + " dB";
        case DoctorItem::button:
            if (finding.value < 0) {
                return finding.text +
                       (vi ? ", chưa bấm từ khi bật" : ", not pressed since the start");
            }
            return finding.text + (vi ? ", bấm cách đây " : ", pressed ") + value +
                   (vi ? " giây" : " s ago");
        case DoctorItem::temperature:
            return tenths(finding.value) + " °C" + (vi ? ", cao nhất " : ", at most ") +
                   tenths(finding.other) + " °C";
        case DoctorItem::power:
            return value + (vi ? " lần điện áp thấp" : " times too low since the start");
        case DoctorItem::centre:
            return finding.value < 0 ? "" : value + (vi ? " ms khứ hồi" : " ms there and back");
        case DoctorItem::link_up:
        case DoctorItem::link_down:
            return tenths(finding.other / 100) + " kbit/s, " + tenths(finding.value) +
                   (vi ? " % mất" : " % lost");
        case DoctorItem::disk:
        case DoctorItem::memory:
            return value + (vi ? " MiB trống trong " : " MiB free of ") + other;
        case DoctorItem::program:
            return finding.text + (vi ? ", chạy được " : ", up for ") + value + " s";
        case DoctorItem::faults:
            return value + (vi ? " từ khi bật, tất cả " : " since the start, ever ") + other +
                   (finding.text.empty() ? "" : " (" + finding.text + ")");
    }
    return {};
}

const char* verdict_word(DoctorVerdict verdict, Tongue tongue) {
    switch (verdict) {
        case DoctorVerdict::good: return vietnamese(tongue) ? "TỐT " : "good";
        case DoctorVerdict::unknown: return "-   ";
        case DoctorVerdict::bad: return vietnamese(tongue) ? "HỎNG" : "BAD ";
    }
    return "-   ";
}

/// Characters, not bytes: Vietnamese letters have up to three.
std::string padded(std::string text, std::size_t width) {
    const auto letters = static_cast<std::size_t>(std::ranges::count_if(
        text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
    if (letters < width) text.append(width - letters, ' ');
    return text;
}

std::string line_of(const DoctorFinding& finding, Tongue tongue) {
    constexpr std::size_t width = 22;  // the longest name
    const Advice& advice = advice_of(finding);
    const std::string what = in(advice.what, tongue);
    const std::string numbers = figures(finding, tongue);
    std::string line = std::string(verdict_word(net::verdict_of(finding.trouble), tongue)) + "  " +
                       padded(in(item_of(finding), tongue), width) + "  " + what +
                       (what.empty() || numbers.empty() ? "" : ": ") + numbers + "\n";
    const std::string to_do = vietnamese(tongue) ? advice.vi : advice.en;
    if (!to_do.empty()) line += std::string(width + 8, ' ') + "-> " + to_do + "\n";
    return line;
}

}  // namespace

Tongue tongue_of(std::string_view word, std::string_view lang) {
    if (word == "vi") return Tongue::vietnamese;
    if (word == "en") return Tongue::english;
    return lang.starts_with("vi") ? Tongue::vietnamese : Tongue::english;
}

std::size_t bad_ones(const net::DoctorReport& report) {
    return static_cast<std::size_t>(std::ranges::count_if(report.findings, [](const auto& each) {
        return net::verdict_of(each.trouble) == DoctorVerdict::bad;
    }));
}

std::string as_text(const net::DoctorReport& report, std::string_view name, Tongue tongue) {
    const std::size_t bad = bad_ones(report);
    std::string text(name);
    if (bad == 0) {
        text += vietnamese(tongue) ? ": tốt\n" : ": all is well\n";
    } else {
        text += ": " + std::to_string(bad) + (vietnamese(tongue) ? " điểm hỏng\n" : " bad\n");
    }
    for (const DoctorFinding& finding : report.findings)
        text += line_of(finding, tongue);
    return text;
}

std::string as_json(const net::DoctorReport& report, std::string_view name) {
    JsonText json;
    json.object().text("name", name).flag("well", bad_ones(report) == 0).list("findings");
    for (const DoctorFinding& finding : report.findings) {
        const DoctorVerdict verdict = net::verdict_of(finding.trouble);
        const Advice& advice = advice_of(finding);
        json.object()
            .text("item", item_of(finding).word)
            .text("verdict", verdict == DoctorVerdict::good  ? "good"
                             : verdict == DoctorVerdict::bad ? "bad"
                                                             : "unknown")
            .text("trouble", advice.what.word)
            .number("value", finding.value)
            .number("other", finding.other)
            .text("text", finding.text)
            .text("to_do", advice.en)
            .text("to_do_vi", advice.vi)
            .end_object();
    }
    return json.end_list().end_object().result() + "\n";
}

}  // namespace giaoban::ctl
