#include "firmware/box/update_folder.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <system_error>
#include <utility>

#include "config/whole_file.h"
#include "net/wire/text_rules.h"
#include "net/wire/update_words.h"

namespace giaoban::box {

namespace {

constexpr std::size_t most_line = 1024;
constexpr std::string_view digits = "0123456789abcdef";

std::string hex(const net::Sha256& sum) {
    std::string text;
    for (const std::byte each : sum) {
        text += digits[std::to_integer<std::size_t>(each >> 4)];
        text += digits[std::to_integer<std::size_t>(each & std::byte{15})];
    }
    return text;
}

std::optional<net::Sha256> from_hex(std::string_view text) {
    net::Sha256 sum{};
    if (text.size() != sum.size() * 2) return std::nullopt;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto digit = digits.find(text[i]);
        if (digit == std::string_view::npos) return std::nullopt;
        sum[i / 2] = (sum[i / 2] << 4) | static_cast<std::byte>(digit);
    }
    return sum;
}

/// The next word of the text, which is then the rest.
std::string_view take_word(std::string_view& text) {
    const auto end = std::min(text.find(' '), text.size());
    const auto word = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    return word;
}

UpdateFolder::Stored why_not() {
    return errno == ENOSPC || errno == EDQUOT ? UpdateFolder::Stored::full
                                              : UpdateFolder::Stored::failed;
}

bool is_there(const std::string& path) {
    std::error_code ignored;
    return std::filesystem::exists(path, ignored);
}

}  // namespace

std::optional<UpdateOutcome> read_outcome(std::string_view line) {
    using What = UpdateOutcome::What;
    constexpr std::array<std::pair<std::string_view, What>, 8> words{
        {{"ready", What::ready},
         {"damaged", What::damaged},
         {"unfit", What::unfit},
         {"refused", What::refused},
         {"full", What::full},
         {"not-written", What::not_written},
         {"installed", What::installed},
         {"rolled-back", What::rolled_back}}};
    line = line.substr(0, line.find('\n'));
    const auto first = take_word(line);
    const auto release = take_word(line);
    if (!net::is_release(release)) return std::nullopt;
    for (const auto& [word, what] : words) {
        if (word != first) continue;
        const auto why = net::cut_to(line, net::max_text_bytes);
        return UpdateOutcome{
            .what = what,
            .release = std::string(release),
            .why = net::is_showable(why, net::max_text_bytes) ? std::string(why) : std::string()};
    }
    return std::nullopt;
}

UpdateFolder::UpdateFolder(std::string folder, std::string outcome_file)
    : folder_(std::move(folder)), outcome_file_(std::move(outcome_file)) {}

UpdateFolder::~UpdateFolder() {
    if (part_ >= 0) ::close(part_);
}

std::string UpdateFolder::part() const { return at("part-" + hex(of_)); }

std::uint32_t UpdateFolder::begin(const net::Sha256& of) {
    if (part_ >= 0) ::close(std::exchange(part_, -1));
    of_ = of;
    std::error_code ignored;
    std::filesystem::create_directories(folder_, ignored);
    for (const auto& each : std::filesystem::directory_iterator(folder_, ignored)) {
        if (each.path().filename().string().starts_with("part-") && each.path() != part())
            std::filesystem::remove(each.path(), ignored);
    }
    part_ = ::open(part().c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0600);
    struct ::stat about {};
    if (part_ < 0 || ::fstat(part_, &about) != 0) return 0;
    return about.st_size > 0xFFFF'FFFF ? 0 : static_cast<std::uint32_t>(about.st_size);
}

UpdateFolder::Stored UpdateFolder::cut(std::uint32_t size) {
    return part_ >= 0 && ::ftruncate(part_, static_cast<::off_t>(size)) == 0 ? Stored::well
                                                                             : Stored::failed;
}

UpdateFolder::Stored UpdateFolder::append(Bytes bytes) {
    while (!bytes.empty()) {
        const ::ssize_t written = ::write(part_, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return why_not();
        bytes = bytes.subspan(static_cast<std::size_t>(written));
    }
    return Stored::well;
}

std::size_t UpdateFolder::read(std::uint32_t offset, MutableBytes into) const {
    const ::ssize_t got = ::pread(part_, into.data(), into.size(), static_cast<::off_t>(offset));
    return got < 0 ? 0 : static_cast<std::size_t>(got);
}

UpdateFolder::Stored UpdateFolder::hand_over(std::string_view release, std::uint32_t bundle_size) {
    if (::fsync(part_) != 0) return why_not();
    // The offer first: `ready` is what is waited for. Both folders are the same, and are made safe by the second.
    const std::string offer =
        std::string(release) + " " + hex(of_) + " " + std::to_string(bundle_size) + "\n";
    errno = 0;
    if (config::write_whole(at("offer"), offer, config::Existing::replace)) return why_not();
    if (::rename(part().c_str(), at("ready").c_str()) != 0) return why_not();
    ::close(std::exchange(part_, -1));
    const int folder = ::open(folder_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    const bool safe = folder >= 0 && ::fsync(folder) == 0;
    if (folder >= 0) ::close(folder);
    return safe ? Stored::well : Stored::failed;
}

void UpdateFolder::discard() {
    if (part_ >= 0) ::close(std::exchange(part_, -1));
    (void)config::remove_whole(part());
}

std::uint64_t UpdateFolder::free_bytes() const {
    std::error_code trouble;
    const auto space = std::filesystem::space(folder_, trouble);
    return trouble ? 0 : space.available;
}

bool UpdateFolder::is_handed_over() const { return is_there(at("ready")); }

std::optional<net::Sha256> UpdateFolder::handed_over() const {
    std::string line;
    if (config::read_whole(at("offer"), most_line, line)) return std::nullopt;
    std::string_view rest = line;
    (void)take_word(rest);
    return from_hex(take_word(rest));
}

void UpdateFolder::take_back() { (void)config::remove_whole(at("ready")); }

bool UpdateFolder::is_to_be_installed() const { return is_there(at("install")); }

UpdateFolder::Stored UpdateFolder::install() {
    errno = 0;
    return config::write_whole(at("install"), "now\n", config::Existing::replace) ? why_not()
                                                                                  : Stored::well;
}

std::optional<UpdateOutcome> UpdateFolder::outcome() const {
    std::string line;
    if (config::read_whole(outcome_file_, most_line, line)) return std::nullopt;
    return read_outcome(line);
}

}  // namespace giaoban::box
