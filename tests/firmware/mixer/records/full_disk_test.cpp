// A real file system without room (ENOSPC): a small tmpfs that a process of its own mounts for itself.
#include <fcntl.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>

#include "firmware/mixer/records/minutes.h"
#include "firmware/mixer/records/minutes_reader.h"
#include "tests/catch.h"
#include "tests/firmware/mixer/records/heard.h"
#include "tests/firmware/mixer/records/meetings.h"
#include "tests/temporary_folder.h"

namespace giaoban::mixer::test {

namespace {

constexpr int not_permitted = 77;

bool mount_small(const std::filesystem::path& folder) {
    if (::unshare(CLONE_NEWNS) != 0 && ::unshare(CLONE_NEWUSER | CLONE_NEWNS) != 0) return false;
    ::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr);
    return ::mount("tmpfs", folder.c_str(), "tmpfs", 0, "size=512k") == 0;
}

/// Takes all room that there is.
void fill(const std::filesystem::path& file) {
    const int ballast = ::open(file.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    const std::string page(4096, 'x');
    while (::write(ballast, page.data(), page.size()) > 0) {
    }
    ::close(ballast);
}

/// 0: as it must be; otherwise where it was not.
int meeting_on(const std::filesystem::path& folder) {
    Heard heard;
    Minutes minutes(folder / "minutes", heard.news(), {Milliseconds{1}, Milliseconds{4}});
    heard.wait_durable(minutes.append(entry(0, EntryKind::meeting_opened, 0, "Đầy đĩa")));
    fill(folder / "ballast");
    std::uint64_t last = 0;
    for (int i = 0; i < 500; ++i)
        last = minutes.append(entry(i, EntryKind::asked, 2));
    if (last != 501) return 1;
    const std::string words = heard.wait_trouble();
    if (words.find("there is no room on the disk") == std::string::npos) return 2;
    std::filesystem::remove(folder / "ballast");
    heard.wait_durable(last);
    if (!heard.trouble().empty()) return 3;
    auto reader = MinutesReader::open(folder / "minutes");
    if (!reader || reader->since(0, 1000).value().size() != 501) return 4;
    return reader->verify().value().sound() ? 0 : 5;
}

}  // namespace

TEST_CASE("on a disk without room the minutes wait, are told, and go on when there is some",
          "[records]") {
    const tests::TemporaryFolder folder;
    const ::pid_t child = ::fork();
    if (child == 0) ::_exit(mount_small(folder.path()) ? meeting_on(folder.path()) : not_permitted);
    int status = 0;
    REQUIRE(::waitpid(child, &status, 0) == child);
    REQUIRE(WIFEXITED(status));
    if (WEXITSTATUS(status) == not_permitted) {
        WARN("no file system may be mounted here: not tested");
    } else {
        CHECK(WEXITSTATUS(status) == 0);
    }
}

}  // namespace giaoban::mixer::test
