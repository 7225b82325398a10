#include "config/card_settings_words.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

namespace giaoban::config {

namespace {

struct Wording {
    std::string_view english;  ///< of a key: its whole name; of a message: what it begins with
    std::string_view vietnamese;
};

constexpr std::array messages{
    Wording{"is not there, and is needed", "thiếu mục này, phải có"},
    Wording{"not TOML",
            "sai cú pháp: hãy xem dấu ngoặc kép \", dấu = và dấu ngoặc vuông ở dòng này và dòng "
            "trước"},
    Wording{"curly quotation marks", "dấu ngoặc kép cong: hãy dùng dấu ngoặc kép thẳng (\")"},
    Wording{"saved as UTF-16", "tệp được lưu dạng UTF-16 (Unicode): hãy lưu lại dạng UTF-8"},
    Wording{"a letter that is not UTF-8", "có chữ không phải UTF-8: hãy lưu lại tệp dạng UTF-8"},
    Wording{"longer than 64 KiB", "dài hơn 64 KiB: không phải tệp cài đặt"},
    Wording{"is longer than", "quá dài: không phải tệp cài đặt"},
    Wording{"a line of more than 1024 bytes", "có dòng dài hơn 1024 byte: không phải tệp cài đặt"},
    Wording{"expected a table", "phải là một bảng: tên trong ngoặc vuông, các mục ở bên dưới"},
    Wording{"expected at most", "quá nhiều bảng cùng tên"},
    Wording{"expected a list", "phải là danh sách trong ngoặc vuông, mỗi phần tử trong ngoặc kép"},
    Wording{"expected true or false", "cần true (có) hoặc false (không)"},
    Wording{"expected one of", "cần một trong các từ:"},
    Wording{"is not a file", "không phải là một tệp"},
    Wording{"cannot be read", "không đọc được"},
    Wording{"is not on the card", "không có tệp này trên thẻ: hãy chép giaoban.toml vào thẻ"},
};

constexpr std::array keys{
    Wording{"box.name",
            "cần tên dài 1 đến 64 byte, không có / \\ \", không bắt đầu bằng . hay -, không có dấu "
            "cách ở hai đầu"},
    Wording{"box.language", "cần \"vi\" hoặc \"en\""},
    Wording{"centre.mixers", "cần địa chỉ và cổng của trung tâm, ví dụ \"giaoban.example:24380\""},
    Wording{"centre.key", "cần khóa của trung tâm: đúng 44 ký tự, chép y nguyên"},
    Wording{"centre.secret",
            "cần mã bí mật: đúng 44 ký tự như `giaobanctl card` đã tạo, chép y nguyên"},
    Wording{"network.country", "cần hai chữ hoa của nước, ví dụ \"VN\""},
    Wording{"network.wifi.ssid", "cần tên mạng Wi-Fi dài 1 đến 32 byte"},
    Wording{"network.wifi.passphrase",
            "cần mật khẩu Wi-Fi 8 đến 63 ký tự không dấu; để \"\" nếu mạng không có mật khẩu"},
    Wording{"network.static.on", "cần \"cable\" (dây) hoặc \"wifi\""},
    Wording{"network.static.address", "cần địa chỉ IP kèm /24, ví dụ \"192.168.1.20/24\""},
    Wording{"network.static.gateway",
            "cần địa chỉ IP của cổng ra, cùng mạng với address, ví dụ \"192.168.1.1\""},
    Wording{"network.static.dns", "cần địa chỉ IP của máy chủ tên miền, ví dụ \"8.8.8.8\""},
    Wording{"sound.volume", "cần số nguyên từ 0 đến 100, không có ngoặc kép"},
    Wording{"board.button", "cần \"auto\", \"none\" hoặc thiết bị nút bấm"},
    Wording{"board.button_key", "cần \"auto\", \"any\" hoặc tên phím, ví dụ \"KEY_ENTER\""},
    Wording{"board.floor_lamp", "cần \"none\" hoặc tên đèn, ví dụ \"ACT\""},
    Wording{"board.link_lamp", "cần \"none\" hoặc tên đèn, ví dụ \"PWR\""},
};

std::string unknown_key(std::string_view accepted) {
    const std::size_t first = accepted.find('`');
    const std::size_t last = accepted.rfind('`');
    if (first != std::string_view::npos && last > first) {
        return "không có mục này; có phải là " +
               std::string(accepted.substr(first, last - first + 1)) + "?";
    }
    constexpr std::string_view there_are = "there are";
    const std::size_t at = accepted.find(there_are);
    if (at == std::string_view::npos) return "không có mục này";
    return "không có mục này; chỉ có" + std::string(accepted.substr(at + there_are.size()));
}

/// What would have been right; English where there are no words for it yet.
std::string accepted_in_vietnamese(const ConfigError& error) {
    const std::string_view accepted = error.accepted;
    if (accepted.starts_with("no such key")) return unknown_key(accepted);
    const auto message = std::find_if(messages.begin(), messages.end(), [&](const Wording& one) {
        return accepted.starts_with(one.english);
    });
    // That there must be a list is said by its key better.
    const bool of_key = message == messages.end() || accepted.starts_with("expected a list") ||
                        accepted.starts_with("expected one of");
    if (of_key) {
        const auto key = std::find_if(keys.begin(), keys.end(),
                                      [&](const Wording& one) { return one.english == error.key; });
        if (key != keys.end()) return std::string(key->vietnamese);
    }
    return message != messages.end() ? std::string(message->vietnamese) : error.accepted;
}

std::string sentence(std::string_view line_word, const ConfigError& error, std::string accepted) {
    ConfigError told = error;
    told.file = error.line > 0
                    ? std::string(line_word) + " " + std::to_string(error.line)
                    : (error.key.empty() && error.value.empty() ? std::string("giaoban.toml") : "");
    told.line = 0;
    told.accepted = std::move(accepted);
    std::string text = told.text();
    if (text.starts_with(": ")) text.erase(0, 2);
    return text;
}

}  // namespace

std::string in_vietnamese(const ConfigError& error) {
    return sentence("dòng", error, accepted_in_vietnamese(error));
}

std::string in_english(const ConfigError& error) { return sentence("line", error, error.accepted); }

}  // namespace giaoban::config
