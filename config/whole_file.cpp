#include "config/whole_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <utility>

namespace giaoban::config {

namespace {

/// A file descriptor that is closed at the end.
class Opened {
  public:
    explicit Opened(int fd) : fd_(fd) {}
    Opened(const Opened&) = delete;
    Opened& operator=(const Opened&) = delete;
    ~Opened() {
        if (fd_ >= 0) ::close(fd_);
    }
    [[nodiscard]] int get() const { return fd_; }

  private:
    int fd_;
};

FileFault fault(std::string_view doing) {
    return {std::string(doing) + ": " + std::strerror(errno)};
}

bool write_all(int fd, std::string_view text) {
    while (!text.empty()) {
        const ::ssize_t written = ::write(fd, text.data(), text.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return false;
        text.remove_prefix(static_cast<std::size_t>(written));
    }
    return true;
}

std::optional<FileFault> sync_folder(const std::string& path) {
    const auto folder = std::filesystem::path(path).parent_path();
    const Opened opened{
        ::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
    if (opened.get() < 0 || ::fsync(opened.get()) != 0) return fault("cannot be made safe on disk");
    return std::nullopt;
}

}  // namespace

std::optional<FileFault> read_whole(const std::string& path, std::size_t most, std::string& into) {
    // Not to wait for the writer of a named pipe.
    const Opened file{::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)};
    if (file.get() < 0) return fault("cannot be read");
    struct ::stat about {};
    if (::fstat(file.get(), &about) != 0) return fault("cannot be read");
    if (!S_ISREG(about.st_mode)) return FileFault{"is not a file"};
    into.clear();
    std::array<char, 4096> chunk;
    while (into.size() <= most) {
        const ::ssize_t got = ::read(file.get(), chunk.data(), chunk.size());
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return fault("cannot be read");
        if (got == 0) return std::nullopt;
        into.append(chunk.data(), static_cast<std::size_t>(got));
    }
    return FileFault{"is longer than " + std::to_string(most / 1024) + " KiB: no file of ours"};
}

std::optional<FileFault> write_whole(const std::string& path, std::string_view text,
                                     Existing existing) {
    std::string beside = path + ".XXXXXX";
    {
        const Opened file{::mkostemp(beside.data(), O_CLOEXEC)};
        if (file.get() < 0) return fault("cannot be written");
        // mkostemp gives mode 0600.
        if (!write_all(file.get(), text) || ::fsync(file.get()) != 0) {
            const FileFault why = fault("cannot be written");
            ::unlink(beside.c_str());
            return why;
        }
    }
    const bool replace = existing == Existing::replace;
    const int moved =
        replace ? ::rename(beside.c_str(), path.c_str()) : ::link(beside.c_str(), path.c_str());
    if (moved != 0) {
        const FileFault why =
            errno == EEXIST ? FileFault{"is there already"} : fault("cannot be written");
        ::unlink(beside.c_str());
        return why;
    }
    if (!replace) ::unlink(beside.c_str());
    return sync_folder(path);
}

Expected<bool, FileFault> remove_whole(const std::string& path) {
    if (::unlink(path.c_str()) != 0) {
        if (errno == ENOENT) return false;
        return Unexpected(fault("cannot be removed"));
    }
    if (auto unsafe = sync_folder(path)) return Unexpected(std::move(*unsafe));
    return true;
}

}  // namespace giaoban::config
