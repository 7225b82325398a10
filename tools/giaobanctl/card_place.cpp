#include "tools/giaobanctl/card_place.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <vector>

#include "config/card_settings.h"
#include "config/whole_file.h"

namespace giaoban::ctl {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t longest_file = std::size_t{64} * 1024;

/// A folder that nobody else reads, gone afterwards.
class PrivateFolder {
  public:
    PrivateFolder() {
        std::string name = (fs::temp_directory_path() / "giaobanctl-XXXXXX").string();
        if (::mkdtemp(name.data()) != nullptr) path_ = name;
    }
    PrivateFolder(const PrivateFolder&) = delete;
    PrivateFolder& operator=(const PrivateFolder&) = delete;
    ~PrivateFolder() {
        std::error_code ignored;
        if (!path_.empty()) fs::remove_all(path_, ignored);
    }
    [[nodiscard]] const std::string& path() const { return path_; }

  private:
    std::string path_;
};

/// Runs a program of mtools. What went wrong; its own words go to standard error.
std::optional<std::string> run(std::vector<std::string> words, bool quiet = false) {
    std::vector<char*> arguments;
    for (std::string& word : words)
        arguments.push_back(word.data());
    arguments.push_back(nullptr);
    ::posix_spawn_file_actions_t actions;
    ::posix_spawn_file_actions_init(&actions);
    if (quiet) ::posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0);
    ::pid_t child = 0;
    const int failed =
        ::posix_spawnp(&child, arguments[0], &actions, nullptr, arguments.data(), environ);
    ::posix_spawn_file_actions_destroy(&actions);
    if (failed == ENOENT) {
        return words[0] + " is not installed: it writes into a card's image; apt install mtools";
    }
    if (failed != 0) return words[0] + ": " + std::strerror(failed);
    int status = 0;
    while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) return words[0] + " failed";
    return std::nullopt;
}

/// Where the first partition begins, if it is a FAT. Source: the table of a DOS disk, bytes 446 to 461 and 510.
std::optional<unsigned long long> fat_offset(const std::string& image) {
    std::array<char, 512> sector{};
    std::ifstream in(image, std::ios::binary);
    if (!in.read(sector.data(), sector.size())) return std::nullopt;
    const auto byte = [&sector](std::size_t at) { return static_cast<unsigned char>(sector[at]); };
    if (byte(510) != 0x55 || byte(511) != 0xAA) return std::nullopt;
    const unsigned kind = byte(446 + 4);
    if (kind != 0x0C && kind != 0x0B && kind != 0x0E && kind != 0x06) return std::nullopt;
    unsigned long long first = 0;
    for (std::size_t i = 4; i-- > 0;)
        first = first * 256 + byte(446 + 8 + i);
    return first == 0 ? std::nullopt : std::optional(first * 512);
}

bool sync(const std::string& path) {
    const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (fd < 0) return false;
    const bool good = ::fsync(fd) == 0;
    ::close(fd);
    return good;
}

}  // namespace

Expected<CardPlace, std::string> CardPlace::of(const std::string& out) {
    CardPlace place;
    std::error_code failed;
    if (fs::is_directory(out, failed)) {
        place.file_ = out + "/" + std::string(config::settings_file);
        return place;
    }
    place.file_ = out;
    if (out.ends_with(".xz") || out.ends_with(".zst")) {
        return Unexpected(out + ": is packed: unpack it first (xz -dk)");
    }
    if (!out.ends_with(".img")) return place;
    const auto offset = fat_offset(out);
    if (!offset) {
        return Unexpected(out + ": is no image of a card: its first partition is no FAT");
    }
    place.image_ = out;
    place.offset_ = *offset;
    place.file_ = std::string(config::settings_file);
    return place;
}

Expected<std::optional<std::string>, std::string> CardPlace::there() const {
    std::string file = file_;
    const PrivateFolder folder;
    if (image_) {
        const std::string part = *image_ + "@@" + std::to_string(offset_);
        if (const auto trouble = run({"mdir", "-i", part, "-b", "::"}, true)) {
            return Unexpected(*image_ + ": " + *trouble);
        }
        file = folder.path() + "/settings";
        if (run({"mcopy", "-i", part, "-n", "::" + file_, file}, true)) return std::nullopt;
    }
    std::error_code failed;
    if (!fs::exists(file, failed)) return std::nullopt;
    std::string text;
    if (const auto fault = config::read_whole(file, longest_file, text)) {
        return Unexpected(file + ": " + fault->what);
    }
    return std::optional(std::move(text));
}

std::optional<std::string> CardPlace::put(const std::string& settings) const {
    const PrivateFolder folder;
    // Not by a link, which a FAT has not: who may replace what is decided before.
    const std::string file = image_ ? folder.path() + "/settings" : file_;
    if (const auto fault = config::write_whole(file, settings, config::Existing::replace)) {
        return file + ": " + fault->what;
    }
    if (!image_) return std::nullopt;
    const std::string part = *image_ + "@@" + std::to_string(offset_);
    if (const auto trouble = run({"mcopy", "-i", part, "-o", file, "::" + file_})) {
        return *image_ + ": " + *trouble;
    }
    if (!sync(*image_)) return *image_ + ": cannot be made safe on disk";
    return std::nullopt;
}

void CardPlace::take_away() const {
    if (image_) {
        static_cast<void>(
            run({"mdel", "-i", *image_ + "@@" + std::to_string(offset_), "::" + file_}, true));
        return;
    }
    std::error_code ignored;
    fs::remove(file_, ignored);
}

std::string CardPlace::text() const { return image_ ? *image_ + ": " + file_ : file_; }

}  // namespace giaoban::ctl
