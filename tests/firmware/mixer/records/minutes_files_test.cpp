#include "firmware/mixer/records/minutes_files.h"

#include "config/whole_file.h"
#include "tests/catch.h"
#include "tests/temporary_folder.h"

namespace giaoban::mixer::test {

TEST_CASE("the head file is read as it was written, and what is none is none", "[records]") {
    const tests::TemporaryFolder folder;
    CHECK_FALSE(read_head_file(folder.path()));
    const ChainHead head{std::uint64_t{1} << 63U, chain_start()};
    REQUIRE(write_head_file(folder.path(), head));
    CHECK(read_head_file(folder.path()) == head);
    const std::string text = GENERATE(
        as<std::string>{}, "", "\n", "5", "5 \n", "5 abc\n", "x " + std::string(64, '0') + "\n",
        "5 " + std::string(64, '0'), "5" + std::string(64, '0') + "\n",
        "99999999999999999999 " + std::string(64, '0') + "\n",
        "5 " + std::string(64, '0') + "\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n");
    INFO(text);
    REQUIRE_FALSE(config::write_whole((folder.path() / "minutes.head").string(), text,
                                      config::Existing::replace));
    CHECK_FALSE(read_head_file(folder.path()));
}

TEST_CASE("files that are set aside do not write over one another", "[records]") {
    const tests::TemporaryFolder folder;
    for (const char* name : {"minutes.damaged-1.db", "minutes.damaged-2.db"}) {
        REQUIRE_FALSE(config::write_whole(minutes_file(folder.path()).string(), name,
                                          config::Existing::replace));
        CHECK(set_aside(folder.path()).value().filename() == name);
        CHECK_FALSE(std::filesystem::exists(minutes_file(folder.path())));
    }
    std::string content;
    REQUIRE_FALSE(
        config::read_whole((folder.path() / "minutes.damaged-1.db").string(), 100, content));
    CHECK(content == "minutes.damaged-1.db");
}

}  // namespace giaoban::mixer::test
