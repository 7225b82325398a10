#include "config/accounts.h"

#include <filesystem>

#include "net/keys/password.h"
#include "net/keys/private_file.h"
#include "tests/catch.h"
#include "tests/config/temporary_folder.h"
#include "tests/tools/giaobanctl/run_program.h"

using namespace giaoban;
using namespace giaoban::ctl::test;
using Catch::Matchers::ContainsSubstring;
using config::test::TemporaryFolder;

SCENARIO("a technician makes the first account on the mixing box", "[tools]") {
    const TemporaryFolder folder;
    const std::string state = " --state-dir " + folder.path() + "/state";
    CHECK_THAT(giaobanctl("account list" + state).said, ContainsSubstring("No accounts yet"));
    const Run made = giaobanctl("account add ky.thuat --role technician" + state,
                                folder.file("typed", "four words or so\n"));
    INFO(made.said);
    REQUIRE(made.exit == 0);
    THEN("its password is what was typed, and nowhere in words") {
        const auto account = config::Accounts(folder.path() + "/state").find("ky.thuat");
        REQUIRE(account);
        CHECK(account->role == config::AccountRole::technician);
        CHECK(net::password_fits(account->password, "four words or so"));
        CHECK(made.said.find("four words") == std::string::npos);
        CHECK_THAT(giaobanctl("account list --json" + state).said,
                   ContainsSubstring(R"([{"name":"ky.thuat","role":"technician"}])"));
    }
    THEN("it is made once, gets a new password, and is removed") {
        CHECK(giaobanctl("account add ky.thuat --role chair" + state,
                         folder.file("typed", "four words or so\n"))
                  .exit == 1);
        const std::string before =
            config::Accounts(folder.path() + "/state").find("ky.thuat")->password;
        CHECK(giaobanctl("account password ky.thuat" + state,
                         folder.file("typed", "another few words\n"))
                  .exit == 0);
        CHECK(config::Accounts(folder.path() + "/state").find("ky.thuat")->password != before);
        CHECK(giaobanctl("account role ky.thuat chair" + state).exit == 0);
        CHECK(config::Accounts(folder.path() + "/state").find("ky.thuat")->role ==
              config::AccountRole::chair);
        CHECK(giaobanctl("account role ky.thuat king" + state).exit == 2);
        CHECK(giaobanctl("account role nobody chair" + state).exit == 1);
        CHECK(giaobanctl("account remove ky.thuat" + state).exit == 0);
        CHECK(giaobanctl("account remove ky.thuat" + state).exit == 1);
    }
}

TEST_CASE("what is no account is refused in words", "[tools]") {
    const TemporaryFolder folder;
    const std::string state = " --state-dir " + folder.path() + "/state";
    const Run name = giaobanctl("account add 'Nguyễn' --role chair" + state,
                                folder.file("typed", "four words or so\n"));
    CHECK(name.exit == 2);
    CHECK_THAT(name.said, ContainsSubstring("a-z, 0-9"));
    CHECK(
        giaobanctl("account add a --role king" + state, folder.file("typed", "four words or so\n"))
            .exit == 2);
    const Run brief =
        giaobanctl("account add a --role chair" + state, folder.file("typed", "short\n"));
    CHECK(brief.exit == 1);
    CHECK_THAT(brief.said, ContainsSubstring("10 to 128 characters"));
    CHECK(giaobanctl("account add a --role chair" + state).exit == 1);
    CHECK(giaobanctl("account password nobody" + state, folder.file("typed", "four words or so\n"))
              .exit == 1);
    CHECK(config::Accounts(folder.path() + "/state").load().accounts.empty());
}

TEST_CASE("the page's fingerprint is shown once there is a certificate", "[tools]") {
    const TemporaryFolder folder;
    const std::string state = " --state-dir " + folder.path();
    const Run none = giaobanctl("page" + state);
    CHECK(none.exit == 1);
    CHECK_THAT(none.said, ContainsSubstring("makes it at its first start"));
    std::filesystem::create_directory(folder.path() + "/page");
    REQUIRE(
        net::write_private_file(folder.path() + "/page/fingerprint", "AB:CD\n", net::Replace::yes));
    CHECK_THAT(giaobanctl("page" + state).said, ContainsSubstring("SHA-256: AB:CD\n"));
}
