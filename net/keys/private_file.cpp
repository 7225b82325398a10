#include "net/keys/private_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace giaoban::net {
namespace {

using Kind = FileTrouble::Kind;

constexpr std::size_t longest = 64 * 1024;

/// A file that is open, until it goes out of sight.
class Descriptor {
  public:
    explicit Descriptor(int number) noexcept : number_(number) {}
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    ~Descriptor() {
        if (number_ >= 0) ::close(number_);
    }
    [[nodiscard]] bool open() const noexcept { return number_ >= 0; }
    [[nodiscard]] int number() const noexcept { return number_; }

  private:
    int number_;
};

Unexpected<FileTrouble> trouble(Kind kind, const std::filesystem::path& path,
                                const std::string& what) {
    return Unexpected(FileTrouble{kind, path.string() + ": " + what});
}

std::string system_says(int error) { return std::generic_category().message(error); }

Expected<void, FileTrouble> check_private(const Descriptor& file,
                                          const std::filesystem::path& path) {
    struct stat status {};
    if (::fstat(file.number(), &status) != 0) {
        return trouble(Kind::unreadable, path, system_says(errno));
    }
    if (!S_ISREG(status.st_mode)) return trouble(Kind::broken, path, "is not a file");
    if (status.st_uid != ::geteuid() && status.st_uid != 0) {
        return trouble(Kind::not_private, path,
                       "belongs to another user, who can read it: run `chown` on it");
    }
    if ((status.st_mode & 077U) != 0) {
        return trouble(Kind::not_private, path,
                       "others may read or write it: run `chmod 600` on it, and think of the "
                       "secret in it as known");
    }
    return {};
}

Expected<void, FileTrouble> write_all(const Descriptor& file, std::string_view content,
                                      const std::filesystem::path& path) {
    while (!content.empty()) {
        const ssize_t written = ::write(file.number(), content.data(), content.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return trouble(Kind::unwritable, path, system_says(errno));
        content.remove_prefix(static_cast<std::size_t>(written));
    }
    if (::fsync(file.number()) != 0) return trouble(Kind::unwritable, path, system_says(errno));
    return {};
}

Expected<void, FileTrouble> write_new(const std::filesystem::path& beside,
                                      std::string_view content) {
    // What is there was left by a writer that lost its power.
    if (::unlink(beside.c_str()) != 0 && errno != ENOENT) {
        return trouble(Kind::unwritable, beside, system_says(errno));
    }
    const Descriptor file(
        ::open(beside.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600));
    if (!file.open()) return trouble(Kind::unwritable, beside, system_says(errno));
    return write_all(file, content, beside);
}

Expected<void, FileTrouble> sync_folder(const std::filesystem::path& path) {
    const auto folder = path.has_parent_path() ? path.parent_path() : std::filesystem::path(".");
    const Descriptor directory(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!directory.open() || ::fsync(directory.number()) != 0) {
        return trouble(Kind::unwritable, folder, system_says(errno));
    }
    return {};
}

/// Gives the finished file its name.
Expected<void, FileTrouble> name(const std::filesystem::path& beside,
                                 const std::filesystem::path& path, Replace replace) {
    if (replace == Replace::yes) {
        if (::rename(beside.c_str(), path.c_str()) == 0) return {};
        return trouble(Kind::unwritable, path, system_says(errno));
    }
    // link() fails where rename() would replace.
    const int error = ::link(beside.c_str(), path.c_str()) == 0 ? 0 : errno;
    ::unlink(beside.c_str());
    if (error == EEXIST) return trouble(Kind::exists, path, "exists already and is not replaced");
    if (error != 0) return trouble(Kind::unwritable, path, system_says(error));
    return {};
}

}  // namespace

Expected<std::string, FileTrouble> read_private_file(const std::filesystem::path& path) {
    const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
    if (!file.open()) {
        if (errno == ENOENT) return trouble(Kind::missing, path, "no such file");
        if (errno == ELOOP) return trouble(Kind::broken, path, "is a symbolic link");
        return trouble(Kind::unreadable, path, system_says(errno));
    }
    if (auto checked = check_private(file, path); !checked) return Unexpected(checked.error());
    std::string content(longest + 1, '\0');
    std::size_t size = 0;
    while (size < content.size()) {
        const ssize_t got = ::read(file.number(), content.data() + size, content.size() - size);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return trouble(Kind::unreadable, path, system_says(errno));
        if (got == 0) break;
        size += static_cast<std::size_t>(got);
    }
    if (size > longest) return trouble(Kind::broken, path, "is longer than 64 KiB");
    content.resize(size);
    return content;
}

Expected<void, FileTrouble> write_private_file(const std::filesystem::path& path,
                                               std::string_view content, Replace replace) {
    std::filesystem::path beside = path;
    beside += ".new";
    if (auto done = write_new(beside, content); !done) {
        ::unlink(beside.c_str());
        return done;
    }
    if (auto done = name(beside, path, replace); !done) {
        ::unlink(beside.c_str());
        return done;
    }
    return sync_folder(path);
}

}  // namespace giaoban::net
