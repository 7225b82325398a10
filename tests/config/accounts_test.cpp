#include "config/accounts.h"

#include <sys/stat.h>

#include <filesystem>
#include <fstream>

#include "tests/catch.h"
#include "tests/config/temporary_folder.h"

using namespace giaoban::config;
using Catch::Matchers::ContainsSubstring;
using giaoban::config::test::TemporaryFolder;

namespace {

const std::string hash = "$argon2id$v=19$m=65536,t=3,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAA";

}  // namespace

SCENARIO("accounts are files that giaobanctl and the mixing box share", "[config]") {
    const TemporaryFolder folder;
    Accounts accounts(folder.path() + "/state");
    CHECK(accounts.load().accounts.empty());
    CHECK(accounts.load().errors.empty());
    REQUIRE(accounts.add({"nguyen.van-a", AccountRole::chair, hash}));
    THEN("another reader finds it, and nobody else may read the file") {
        const auto found = Accounts(folder.path() + "/state").find("nguyen.van-a");
        REQUIRE(found);
        CHECK(*found == Account{"nguyen.van-a", AccountRole::chair, hash});
        struct ::stat about {};
        REQUIRE(::stat((accounts.folder() + "/nguyen.van-a.toml").c_str(), &about) == 0);
        CHECK((about.st_mode & 0777U) == 0600U);
    }
    THEN("a second one of its name is refused, and the first stays") {
        const auto again = accounts.add({"nguyen.van-a", AccountRole::viewer, hash});
        REQUIRE_FALSE(again);
        CHECK_THAT(text(again.error()), ContainsSubstring("is there already"));
        CHECK(accounts.find("nguyen.van-a")->role == AccountRole::chair);
    }
    THEN("it is changed, and removed once") {
        REQUIRE(accounts.change({"nguyen.van-a", AccountRole::technician, hash}));
        CHECK(accounts.find("nguyen.van-a")->role == AccountRole::technician);
        REQUIRE(accounts.remove("nguyen.van-a"));
        CHECK_FALSE(accounts.remove("nguyen.van-a"));
        CHECK_FALSE(accounts.change({"nguyen.van-a", AccountRole::viewer, hash}));
    }
    THEN("the last technician is known, and nobody else is") {
        REQUIRE(accounts.add({"b", AccountRole::technician, hash}));
        CHECK(accounts.is_last_technician("b"));
        CHECK_FALSE(accounts.is_last_technician("nguyen.van-a"));
        REQUIRE(accounts.add({"c", AccountRole::technician, hash}));
        CHECK_FALSE(accounts.is_last_technician("b"));
    }
    THEN("a broken file is named, and the others hold") {
        std::ofstream(accounts.folder() + "/b.toml") << "name = \"b\"\nrole = \"king\"\n";
        const auto listing = accounts.load();
        CHECK(listing.accounts.size() == 1);
        CHECK_THAT(text(listing.errors), ContainsSubstring("b.toml:2: role = \"king\""));
        CHECK_THAT(text(listing.errors), ContainsSubstring("password"));
    }
    THEN("a file under another name is named") {
        std::filesystem::copy_file(accounts.folder() + "/nguyen.van-a.toml",
                                   accounts.folder() + "/other.toml");
        CHECK_THAT(text(accounts.load().errors), ContainsSubstring("rename it back"));
    }
}

TEST_CASE("a name of an account is short, small and no way out of its folder", "[config]") {
    for (const char* good : {"a", "7", "chu.tri", "thu-ky_2", "abcdefghijklmnopqrstuvwxyz012345"})
        CHECK(valid_account_name(good));
    for (const char* bad : {"", ".", "..", ".a", "-a", "_a", "A", "a/b", "a b", "ạ", "a\n",
                            "abcdefghijklmnopqrstuvwxyz0123456"}) {
        INFO(bad);
        CHECK_FALSE(valid_account_name(bad));
        CHECK_FALSE(Accounts("/nowhere").find(bad));
        CHECK_FALSE(Accounts("/nowhere").remove(bad));
    }
}

TEST_CASE("a password's hash is never in an error", "[config]") {
    const auto parsed =
        Account::parse("name = \"a\"\nrole = \"chair\"\npassword = \"plain secret\"\n", "a");
    REQUIRE_FALSE(parsed);
    CHECK(text(parsed.error()).find("plain secret") == std::string::npos);
    CHECK_THAT(text(parsed.error()), ContainsSubstring("giaobanctl account password"));
}
