#include "net/keys/boot_counter.h"

#include <algorithm>
#include <charconv>
#include <limits>
#include <optional>

#include "net/keys/private_file.h"

namespace giaoban::net {
namespace {

using Kind = FileTrouble::Kind;

constexpr std::string_view word = "boots ";

std::filesystem::path copy_of(const std::filesystem::path& path) {
    std::filesystem::path copy = path;
    copy += ".copy";
    return copy;
}

// The number stands there twice, so that a damaged one is not believed.
std::string write(std::uint32_t count) {
    const std::string number = std::to_string(count);
    return std::string(word) + number + " " + number + "\n";
}

std::optional<std::uint32_t> parse(std::string_view text) {
    if (!text.starts_with(word)) return std::nullopt;
    std::uint32_t count = 0;
    const char* const end = text.data() + text.size();
    const auto [rest, error] = std::from_chars(text.data() + word.size(), end, count);
    if (error != std::errc{} || text != write(count) || rest == end) return std::nullopt;
    return count;
}

struct Read {
    std::uint32_t count = 0;
    std::string warning;
};

Read read(const std::filesystem::path& path) {
    const auto content = read_private_file(path);
    if (!content) {
        return {0, content.error().kind == Kind::missing ? "" : content.error().message};
    }
    const auto count = parse(*content);
    if (!count) return {0, path.string() + ": is damaged and no count of starts"};
    return {*count, ""};
}

}  // namespace

BootCount count_boot(const std::filesystem::path& path) {
    const Read first = read(path);
    const Read second = read(copy_of(path));
    const std::uint32_t last = std::max(first.count, second.count);
    // At the end of the count it stays there; the mixing box's answer carries on from then.
    const bool at_end = last == std::numeric_limits<std::uint32_t>::max();
    BootCount boot{at_end ? last : last + 1, first.warning};
    if (boot.warning.empty()) boot.warning = second.warning;
    for (const auto& one : {copy_of(path), path}) {
        const auto written = write_private_file(one, write(boot.value), Replace::yes);
        if (!written && boot.warning.empty()) boot.warning = written.error().message;
    }
    return boot;
}

}  // namespace giaoban::net
