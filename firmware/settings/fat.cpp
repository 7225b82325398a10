#include "firmware/settings/fat.h"

#include <fcntl.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <span>
#include <string_view>

#include "config/card_settings.h"
#include "config/whole_file.h"

namespace giaoban::settings {

namespace {

constexpr std::size_t longest_file = 64 * 1024;

std::string words(std::string_view doing) {
    return std::string(doing) + ": " + std::strerror(errno);
}

/// The folder's file system, writable as long as this is there; a folder of a test always is.
class Writable {
  public:
    explicit Writable(const std::string& folder) : folder_(folder) {
        struct ::statvfs about {};
        if (::statvfs(folder.c_str(), &about) != 0 || (about.f_flag & ST_RDONLY) == 0) return;
        remounted_ = remount(0);
        if (!remounted_) trouble_ = words(folder + ": cannot be made writable");
    }
    Writable(const Writable&) = delete;
    Writable& operator=(const Writable&) = delete;
    ~Writable() {
        if (!remounted_) return;
        // All of the FAT, its directory as well, before it cannot be written any more.
        const int fd = ::open(folder_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        if (fd >= 0) {
            static_cast<void>(::syncfs(fd));
            ::close(fd);
        }
        static_cast<void>(remount(MS_RDONLY));
    }
    [[nodiscard]] const std::optional<std::string>& trouble() const { return trouble_; }

  private:
    [[nodiscard]] bool remount(unsigned long how) const {
        constexpr unsigned long as_mounted = MS_NOSUID | MS_NODEV | MS_NOEXEC;
        return ::mount(nullptr, folder_.c_str(), nullptr, MS_REMOUNT | as_mounted | how, nullptr) ==
               0;
    }

    std::string folder_;
    bool remounted_ = false;
    std::optional<std::string> trouble_;
};

bool exists(const std::string& path) {
    struct ::stat about {};
    return ::lstat(path.c_str(), &about) == 0;
}

}  // namespace

std::string Fat::settings_path() const {
    const std::string path = folder_ + "/" + std::string(config::settings_file);
    const std::string windows = folder_ + "/" + std::string(config::settings_file_of_windows);
    return !exists(path) && exists(windows) ? windows : path;
}

config::Parsed<std::string> Fat::settings() const {
    const std::string path = settings_path();
    const auto trouble = [](std::string what) {
        return Unexpected(
            config::ConfigErrors{{std::string(config::settings_file), 0, "", "", std::move(what)}});
    };
    if (!exists(path)) return trouble("is not on the card: copy giaoban.toml into its root");
    std::string text;
    if (const auto fault = config::read_whole(path, longest_file, text))
        return trouble(fault->what);
    return text;
}

std::optional<std::string> Fat::tell(const std::string& page) const {
    const std::string path = folder_ + "/" + errors_file;
    if (page.empty() && !exists(path)) return std::nullopt;
    std::string there;
    if (!page.empty() && !config::read_whole(path, longest_file, there) && there == page) {
        return std::nullopt;
    }
    const Writable writable(folder_);
    if (writable.trouble()) return writable.trouble();
    if (page.empty()) {
        const auto removed = config::remove_whole(path);
        if (!removed) return path + ": " + removed.error().what;
        return std::nullopt;
    }
    const auto fault = config::write_whole(path, page, config::Existing::replace);
    if (fault) return path + ": " + fault->what;
    return std::nullopt;
}

std::optional<std::string> Fat::wipe(const Secret<32>& secret) const {
    const std::string path = settings_path();
    std::string text;
    if (const auto fault = config::read_whole(path, longest_file, text)) {
        return path + ": " + fault->what;
    }
    const auto places = config::places_of(secret, text);
    giaoban::wipe(std::as_writable_bytes(std::span(text)));
    if (places.empty()) return path + ": the secret is not there as it was read";
    const Writable writable(folder_);
    if (writable.trouble()) return writable.trouble();
    const int fd = ::open(path.c_str(), O_WRONLY | O_CLOEXEC | O_NOFOLLOW);
    if (fd < 0) return words(path + ": cannot be written");
    bool good = true;
    for (const std::size_t place : places) {
        good = good && ::pwrite(fd, config::used_secret.data(), config::used_secret.size(),
                                static_cast<::off_t>(place)) ==
                           static_cast<::ssize_t>(config::used_secret.size());
    }
    good = good && ::fsync(fd) == 0;
    ::close(fd);
    if (!good) return words(path + ": cannot be written");
    return std::nullopt;
}

}  // namespace giaoban::settings
