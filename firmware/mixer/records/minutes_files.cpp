#include "firmware/mixer/records/minutes_files.h"

#include <fcntl.h>
#include <unistd.h>

#include <charconv>
#include <string>

#include "config/whole_file.h"

namespace giaoban::mixer {

namespace {

// A serial of at most 20 digits, a blank, 64 digits of the hash, a line feed.
constexpr std::size_t longest_head_file = 86;

std::filesystem::path head_file(const std::filesystem::path& folder) {
    return folder / "minutes.head";
}

std::filesystem::path with(std::filesystem::path path, const char* end) { return path += end; }

}  // namespace

void sync_folder(const std::filesystem::path& folder) noexcept {
    const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0) return;
    static_cast<void>(::fsync(descriptor));
    static_cast<void>(::close(descriptor));
}

std::filesystem::path minutes_folder(const config::MixerConfig& config) {
    if (!config.minutes.directory.empty()) return config.minutes.directory;
    return std::filesystem::path(config.state_dir) / "minutes";
}

std::filesystem::path minutes_file(const std::filesystem::path& folder) {
    return folder / "minutes.db";
}

std::optional<ChainHead> read_head_file(const std::filesystem::path& folder) {
    std::string text;
    if (config::read_whole(head_file(folder).string(), longest_head_file, text)) {
        return std::nullopt;
    }
    ChainHead head;
    const char* const end = text.data() + text.size();
    const auto [rest, trouble] = std::from_chars(text.data(), end, head.serial);
    if (trouble != std::errc() || rest == end || *rest != ' ' || text.back() != '\n') {
        return std::nullopt;
    }
    const auto hash = hash_from({rest + 1, static_cast<std::size_t>(end - rest) - 2});
    if (!hash) return std::nullopt;
    head.hash = *hash;
    return head;
}

Expected<void, RecordTrouble> write_head_file(const std::filesystem::path& folder,
                                              const ChainHead& head) {
    const std::string path = head_file(folder).string();
    const std::string text = std::to_string(head.serial) + " " + hash_text(head.hash) + "\n";
    if (const auto fault = config::write_whole(path, text, config::Existing::replace)) {
        return Unexpected(RecordTrouble{RecordTrouble::Kind::other, path + ": " + fault->what});
    }
    return {};
}

Expected<std::filesystem::path, RecordTrouble> set_aside(const std::filesystem::path& folder) {
    const std::filesystem::path file = minutes_file(folder);
    std::error_code trouble;
    const auto there = [&trouble](const std::filesystem::path& path) {
        return std::filesystem::exists(path, trouble);
    };
    std::filesystem::path aside;
    int number = 0;
    do {
        aside = folder / ("minutes.damaged-" + std::to_string(++number) + ".db");
    } while (there(aside) || there(with(aside, "-wal")));
    trouble.clear();
    // The log first: beside a new database it would be read into that.
    if (there(with(file, "-wal"))) {
        std::filesystem::rename(with(file, "-wal"), with(aside, "-wal"), trouble);
    }
    if (!trouble) std::filesystem::remove(with(file, "-shm"), trouble);
    if (!trouble && there(file)) std::filesystem::rename(file, aside, trouble);
    if (trouble) {
        return Unexpected(RecordTrouble{
            RecordTrouble::Kind::other,
            file.string() + " is damaged and cannot be set aside: " + trouble.message()});
    }
    sync_folder(folder);
    return aside;
}

void remove_file(const std::filesystem::path& folder) noexcept {
    std::error_code ignored;
    for (const char* const end : {"", "-wal", "-shm"}) {
        std::filesystem::remove(with(minutes_file(folder), end), ignored);
    }
}

}  // namespace giaoban::mixer
