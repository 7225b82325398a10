#include "firmware/settings/fat.h"

#include <fstream>
#include <iterator>

#include "config/card_settings.h"
#include "config/key_text.h"
#include "tests/catch.h"
#include "tests/temporary_folder.h"

using namespace giaoban;
using namespace giaoban::settings;

namespace {

const std::string bob = "3p7bfXt9wbTTW2HC7OQ1Nz+DQ8hbeGdNrfx+FG+IK08=";

std::string content(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace

SCENARIO("the settings' file is found as Windows names it", "[settings]") {
    const tests::TemporaryFolder folder;
    const Fat fat(folder.path());
    REQUIRE_FALSE(fat.settings());
    CHECK(fat.settings().error()[0].accepted ==
          "is not on the card: copy giaoban.toml into its root");
    std::ofstream(folder.path() / "giaoban.toml.txt") << "a";
    CHECK(fat.settings().value() == "a");
    std::ofstream(folder.path() / "giaoban.toml") << "b";
    CHECK(fat.settings().value() == "b");
    std::ofstream(folder.path() / "giaoban.toml") << std::string(70'000, 'x');
    CHECK_FALSE(fat.settings());
}

SCENARIO("mistakes are told in a file that goes again", "[settings]") {
    const tests::TemporaryFolder folder;
    const Fat fat(folder.path());
    const auto page = folder.path() / errors_file;
    CHECK_FALSE(fat.tell(""));
    CHECK_FALSE(fat.tell("wrong"));
    CHECK(content(page) == "wrong");
    const auto written = std::filesystem::last_write_time(page);
    CHECK_FALSE(fat.tell("wrong"));
    CHECK(std::filesystem::last_write_time(page) == written);
    CHECK_FALSE(fat.tell(""));
    CHECK_FALSE(std::filesystem::exists(page));
    CHECK(Fat("/nowhere").tell("wrong"));
}

SCENARIO("a used secret is overwritten in the file that is there", "[settings]") {
    const tests::TemporaryFolder folder;
    const auto path = folder.path() / "giaoban.toml";
    const Fat fat(folder.path());
    const std::string before = "# " + bob + "\r\n[centre]\r\nsecret = \"" + bob + "\"\r\n# end";
    std::ofstream(path, std::ios::binary) << before;
    // Its clusters stay its own: the file that was open before is the one that is wiped.
    std::ifstream opened_before(path, std::ios::binary);
    const auto secret = config::secret_bytes(bob);
    REQUIRE(secret);
    CHECK_FALSE(fat.wipe(*secret));
    const std::string after{std::istreambuf_iterator<char>(opened_before), {}};
    CHECK(after.size() == before.size());
    CHECK(after.find(bob) == std::string::npos);
    CHECK(after.ends_with("secret = \"" + std::string(config::used_secret) + "\"\r\n# end"));
    CHECK(fat.wipe(*secret));
}
