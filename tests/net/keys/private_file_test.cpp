#include "net/keys/private_file.h"

#include <sys/resource.h>
#include <sys/stat.h>

#include <csignal>

#include "tests/catch.h"
#include "tests/net/keys/scratch_folder.h"

namespace giaoban::net::test {

using Kind = FileTrouble::Kind;
namespace fs = std::filesystem;

TEST_CASE("what was written is read, and only its owner may", "[net][keys]") {
    const ScratchFolder folder;
    const auto file = folder / "secret";
    REQUIRE(write_private_file(file, "one", Replace::never));
    CHECK(read_private_file(file).value() == "one");
    CHECK((fs::status(file).permissions() & fs::perms::all) ==
          (fs::perms::owner_read | fs::perms::owner_write));
    REQUIRE(write_private_file(file, "two", Replace::yes));
    CHECK(read_private_file(file).value() == "two");
    CHECK_FALSE(fs::exists(folder / "secret.new"));
}

TEST_CASE("the mode is 0600 whatever the umask lets through", "[net][keys]") {
    const ScratchFolder folder;
    const mode_t before = ::umask(0);
    const auto written = write_private_file(folder / "secret", "x", Replace::yes);
    ::umask(before);
    REQUIRE(written);
    CHECK(read_private_file(folder / "secret"));
}

TEST_CASE("a file that others may touch is refused, and the message says how to mend it",
          "[net][keys]") {
    const ScratchFolder folder;
    const auto file = folder / "secret";
    for (const auto mode : {fs::perms::group_read, fs::perms::group_write, fs::perms::others_read,
                            fs::perms::others_write, fs::perms::others_exec}) {
        put(file, "x", fs::perms::owner_read | fs::perms::owner_write | mode);
        const auto read = read_private_file(file);
        REQUIRE_FALSE(read);
        CHECK(read.error().kind == Kind::not_private);
        CHECK_THAT(read.error().message, Catch::Matchers::ContainsSubstring("chmod 600"));
        CHECK_THAT(read.error().message, Catch::Matchers::ContainsSubstring(file.string()));
    }
}

TEST_CASE("a file that is to stay is not replaced", "[net][keys]") {
    const ScratchFolder folder;
    const auto file = folder / "secret";
    REQUIRE(write_private_file(file, "first", Replace::never));
    CHECK(write_private_file(file, "second", Replace::never).error().kind == Kind::exists);
    CHECK(content_of(file) == "first");
    CHECK_FALSE(fs::exists(folder / "secret.new"));
}

TEST_CASE("what a writer left half done is no obstacle and is never read", "[net][keys]") {
    const ScratchFolder folder;
    put(folder / "secret.new", "half");
    CHECK(read_private_file(folder / "secret").error().kind == Kind::missing);
    REQUIRE(write_private_file(folder / "secret", "whole", Replace::never));
    CHECK(content_of(folder / "secret") == "whole");
    CHECK_FALSE(fs::exists(folder / "secret.new"));
}

TEST_CASE("each way in which there is nothing to read has its own name", "[net][keys]") {
    const ScratchFolder folder;
    CHECK(read_private_file(folder / "none").error().kind == Kind::missing);
    CHECK(read_private_file(folder.path()).error().kind == Kind::broken);
    put(folder / "real", "x");
    fs::create_symlink(folder / "real", folder / "link");
    CHECK(read_private_file(folder / "link").error().kind == Kind::broken);
    put(folder / "long", std::string(65 * 1024, 'x'));
    CHECK(read_private_file(folder / "long").error().kind == Kind::broken);
    REQUIRE(::mkfifo((folder / "pipe").c_str(), 0600) == 0);
    CHECK(read_private_file(folder / "pipe").error().kind == Kind::broken);
}

TEST_CASE("a folder that is not there is named", "[net][keys]") {
    const ScratchFolder folder;
    const auto written = write_private_file(folder / "none/secret", "x", Replace::yes);
    REQUIRE_FALSE(written);
    CHECK(written.error().kind == Kind::unwritable);
    CHECK_THAT(written.error().message, Catch::Matchers::ContainsSubstring("none/secret"));
}

TEST_CASE("a write that the system cuts off is an error, and the old content stays",
          "[net][keys]") {
    const ScratchFolder folder;
    REQUIRE(write_private_file(folder / "secret", "old", Replace::yes));
    // A limit on the size of files stands in for a full disk.
    rlimit before{};
    REQUIRE(::getrlimit(RLIMIT_FSIZE, &before) == 0);
    const rlimit tight{1024, before.rlim_max};
    const auto handler = ::signal(SIGXFSZ, SIG_IGN);
    REQUIRE(::setrlimit(RLIMIT_FSIZE, &tight) == 0);
    const auto written =
        write_private_file(folder / "secret", std::string(4096, 'x'), Replace::yes);
    ::setrlimit(RLIMIT_FSIZE, &before);
    ::signal(SIGXFSZ, handler);
    REQUIRE_FALSE(written);
    CHECK(written.error().kind == Kind::unwritable);
    CHECK(content_of(folder / "secret") == "old");
    CHECK_FALSE(fs::exists(folder / "secret.new"));
}

}  // namespace giaoban::net::test
