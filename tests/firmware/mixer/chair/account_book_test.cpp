#include "firmware/mixer/chair/account_book.h"

#include <filesystem>

#include "tests/catch.h"
#include "tests/config/temporary_folder.h"

using namespace giaoban;
using chair::AccountBook;
using config::AccountRole;
using config::test::TemporaryFolder;

SCENARIO("what giaobanctl changes while the mixing box runs is taken up", "[chair]") {
    const TemporaryFolder folder;
    const std::string hash = "$argon2id$v=19$m=65536,t=3,p=1$AAAA$BBBB";
    AccountBook book(folder.path());
    CHECK(book.all().empty());
    CHECK_FALSE(book.look());
    config::Accounts files(folder.path());
    REQUIRE(files.add({"a", AccountRole::chair, hash}));
    CHECK(book.look());
    REQUIRE(book.find("a") != nullptr);
    const std::string mark = AccountBook::mark(*book.find("a"));
    THEN("several changes in a moment are all seen") {
        for (const AccountRole role : {AccountRole::viewer, AccountRole::technician,
                                       AccountRole::chair, AccountRole::secretary}) {
            REQUIRE(files.change({"a", role, hash}));
            CHECK(book.look());
            CHECK(book.find("a")->role == role);
        }
        CHECK(AccountBook::mark(*book.find("a")) != mark);
    }
    THEN("one that is removed is gone, and so are all when their folder is") {
        REQUIRE(files.add({"b", AccountRole::chair, hash}));
        REQUIRE(files.remove("a"));
        CHECK(book.look());
        CHECK(book.find("a") == nullptr);
        CHECK(book.find("b") != nullptr);
        std::filesystem::remove_all(files.folder());
        CHECK(book.look());
        CHECK(book.all().empty());
    }
}
