#include "config/whole_file.h"

#include <sys/stat.h>

#include <filesystem>

#include "tests/catch.h"
#include "tests/config/errors_of.h"
#include "tests/config/temporary_folder.h"

using namespace giaoban::config;
using namespace giaoban::config::test;

SCENARIO("a file is written whole, or not at all", "[config]") {
    const TemporaryFolder folder;
    const std::string path = folder.path() + "/f";
    CHECK_FALSE(write_whole(path, "one", Existing::refuse));
    CHECK(content_of(path) == "one");
    struct ::stat about {};
    REQUIRE(::stat(path.c_str(), &about) == 0);
    CHECK((about.st_mode & 0777) == 0600);
    THEN("what is there is replaced only when that is asked for") {
        CHECK(write_whole(path, "two", Existing::refuse)->what == "is there already");
        CHECK(content_of(path) == "one");
        CHECK_FALSE(write_whole(path, "two", Existing::replace));
        CHECK(content_of(path) == "two");
    }
    THEN("where it cannot be, nothing is left") {
        std::filesystem::create_directory(folder.path() + "/d");
        CHECK(write_whole(folder.path() + "/d", "x", Existing::replace));
        CHECK(write_whole(folder.path() + "/none/f", "x", Existing::replace)->what ==
              "cannot be written: No such file or directory");
        CHECK(std::distance(std::filesystem::directory_iterator(folder.path()), {}) == 2);
    }
}

SCENARIO("a file is read whole, and what is none of ours is refused", "[config]") {
    const TemporaryFolder folder;
    std::string text;
    CHECK_FALSE(read_whole(folder.file("f", std::string(5000, 'x')), 5000, text));
    CHECK(text.size() == 5000);
    CHECK(read_whole(folder.file("long", std::string(9000, 'x')), 2048, text)->what ==
          "is longer than 2 KiB: no file of ours");
    CHECK(read_whole("/no/such/file", 10, text)->what ==
          "cannot be read: No such file or directory");
    CHECK(read_whole(folder.path(), 10, text)->what == "is not a file");
    CHECK(read_whole("/dev/zero", 10, text)->what == "is not a file");
    const std::string pipe = folder.path() + "/pipe";
    REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);
    CHECK(read_whole(pipe, 10, text)->what == "is not a file");
}
