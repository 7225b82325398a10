// Cards as a technician makes them: into a mounted card, an image, and all of a table.
#include <sys/wait.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "config/card_settings.h"
#include "config/key_text.h"
#include "config/roster.h"
#include "tests/catch.h"
#include "tests/config/temporary_folder.h"
#include "tests/tools/giaobanctl/run_program.h"

using namespace giaoban;
using namespace giaoban::config;
using namespace giaoban::ctl::test;
using Catch::Matchers::ContainsSubstring;
using config::test::TemporaryFolder;
namespace fs = std::filesystem;

namespace {

struct Centre {
    TemporaryFolder folder;
    [[nodiscard]] std::string in(const std::string& name) const {
        return folder.path() + "/" + name;
    }
    [[nodiscard]] Run card(const std::string& words) const {
        return giaobanctl("card " + words + " --state-dir " + in("state") +
                          " --mixer m.example:24380");
    }
    [[nodiscard]] Run list(const std::string& csv, const std::string& words = "") const {
        return card("--csv " + folder.file("communes.csv", csv) + " --out " + in("cards") + " " +
                    words);
    }
    [[nodiscard]] std::vector<RosterEntry> roster() const {
        auto entries = Roster(in("state")).load();
        REQUIRE(entries);
        return std::move(*entries);
    }
    [[nodiscard]] CardSettings settings(const std::string& file) const {
        auto settings = CardSettings::load(in(file));
        REQUIRE(settings);
        return std::move(*settings);
    }
};

bool run(const std::string& command) {
    const int status = std::system((command + " >/dev/null 2>&1").c_str());
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

const std::string communes =
    "name,wifi,passphrase,volume,chair\nXã 1,\"UBND, xã\",matkhau123,40,\nXã 2,,,,x\nXã 3,,,,\n";

}  // namespace

SCENARIO("a box's settings go onto a mounted card", "[tools]") {
    const Centre centre;
    fs::create_directories(centre.in("GIAOBAN"));
    const Run made = centre.card("'Xã 1' --out " + centre.in("GIAOBAN") +
                                 " --wifi 'UBND xã' 'mat khau' --wifi open '' --static 10.0.0.5/24 "
                                 "--gateway 10.0.0.1 --dns 8.8.8.8 --volume 30 --button none");
    INFO(made.said);
    REQUIRE(made.exit == 0);
    const CardSettings settings = centre.settings("GIAOBAN/giaoban.toml");
    CHECK(settings.card.name == "Xã 1");
    CHECK(*settings.card.secret == *centre.roster()[0].secret);
    CHECK(settings.wifi ==
          std::vector<CardSettings::Wifi>{{"UBND xã", "mat khau", false}, {"open", "", false}});
    CHECK(settings.fixed == CardSettings::Fixed{false, "10.0.0.5/24", "10.0.0.1", {"8.8.8.8"}});
    CHECK(settings.volume_percent == 30);
    CHECK(settings.button == "none");
    CHECK(made.said.find(key_text(settings.card.secret->bytes())) == std::string::npos);
    THEN("a second try that was cut short before the roster goes on with the same secret") {
        fs::remove(centre.in("state/cards/Xã 1.toml"));
        REQUIRE(centre.card("'Xã 1' --out " + centre.in("GIAOBAN")).exit == 0);
        CHECK(*centre.roster()[0].secret == *settings.card.secret);
        CHECK(*centre.settings("GIAOBAN/giaoban.toml").card.secret == *settings.card.secret);
    }
    THEN("another box does not take its place unless that is said") {
        const Run other = centre.card("'Xã 2' --out " + centre.in("GIAOBAN"));
        CHECK(other.exit == 1);
        CHECK_THAT(other.said, ContainsSubstring("is there already"));
        CHECK(centre.roster().size() == 1);
    }
}

TEST_CASE("settings that cannot be are refused before anything is made", "[tools]") {
    const Centre centre;
    const auto [words, complaint] = GENERATE(Catch::Generators::table<std::string, std::string>({
        {"--wifi x short", "network.wifi.passphrase = (not shown): expected"},
        {"--static 10.0.0.5", "network.static.address = \"10.0.0.5\": expected"},
        {"--static 10.0.0.5/24 --gateway 10.0.1.1", "network.static.gateway"},
        {"--gateway 10.0.1.1", "network.static.address = \"\""},
        {"--volume 101", "sound.volume = 101"},
        {"--button-key ENTER", "board.button_key = \"ENTER\""},
    }));
    const Run refused = centre.card("x --out " + centre.in("x.toml") + " " + words);
    INFO(refused.said);
    CHECK(refused.exit == 2);
    CHECK_THAT(refused.said, ContainsSubstring(complaint));
    CHECK_FALSE(fs::exists(centre.in("x.toml")));
    CHECK(centre.roster().empty());
}

SCENARIO("a box's settings go into the image of a card", "[tools]") {
    const Centre centre;
    const std::string image = centre.in("card.img");
    // As tools/image makes it: the table, and a FAT of 32 MiB at 4 MiB.
    std::string sector(512, '\0');
    sector[446 + 4] = 0x0C;
    sector[446 + 9] = 0x20;  // sector 8192
    sector[510] = '\x55';
    sector[511] = '\xAA';
    std::ofstream(image, std::ios::binary) << sector;
    fs::resize_file(image, 36 * 1024 * 1024);
    const std::string fat = centre.in("fat");
    REQUIRE(run("/sbin/mkfs.fat -F 16 -n GIAOBAN -C " + fat + " 32768"));
    REQUIRE(run("dd if=" + fat + " of=" + image + " bs=1M seek=4 conv=notrunc"));
    const Run made = centre.card("'Xã 1' --out " + image);
    INFO(made.said);
    REQUIRE(made.exit == 0);
    REQUIRE(run("mcopy -i " + image + "@@4194304 ::giaoban.toml " + centre.in("out.toml")));
    CHECK(*centre.settings("out.toml").card.secret == *centre.roster()[0].secret);
    THEN("a second box does not go into the same image") {
        const Run other = centre.card("'Xã 2' --out " + image);
        CHECK(other.exit == 1);
        CHECK_THAT(other.said, ContainsSubstring("is there already"));
    }
    THEN("without mtools it is said what is missing") {
        const Run without = giaobanctl("card x --mixer a:1 --state-dir " + centre.in("state") +
                                           " --out " + image + " --replace",
                                       "/dev/null", "PATH=/nowhere ");
        CHECK(without.exit == 1);
        CHECK_THAT(without.said, ContainsSubstring("mdir is not installed"));
        CHECK(centre.roster().size() == 1);
    }
    THEN("what is no image of a card is refused") {
        std::ofstream(centre.in("no.img")) << std::string(1024, 'x');
        CHECK_THAT(centre.card("x --out " + centre.in("no.img")).said,
                   ContainsSubstring("is no image of a card"));
        CHECK_THAT(centre.card("x --out " + centre.in("a.img.xz")).said,
                   ContainsSubstring("unpack it first"));
    }
}

SCENARIO("all cards of a table are made, or none", "[tools]") {
    const Centre centre;
    WHEN("a line has a mistake") {
        const auto [bad, complaint] = GENERATE(Catch::Generators::table<std::string, std::string>({
            {communes + "a/b,,,,\n", "communes.csv:5: \"a/b\" is no name for a box"},
            {communes + "Xã 1,,,,\n", "communes.csv:5: \"Xã 1\" is on line 2 already"},
            {communes + "Xã 5,x,kurz,,\n", "communes.csv:5: network.wifi.passphrase = (not shown)"},
            {communes + "Xã 5,,,loud,\n", "communes.csv:5: volume = \"loud\""},
            {communes + "Xã 5,,,101,\n", "communes.csv:5: sound.volume = 101"},
            {communes + "Xã 5,,,,maybe\n", "communes.csv:5: chair = \"maybe\""},
            {communes + "Xã 5,,geheim12,,\n", "communes.csv:5: a passphrase without a network"},
            {communes + "Xã 5,\"x,,,\n", "communes.csv:5: a quotation mark"},
            {"name,colour\nXã 1,red\n", "communes.csv:1: no such column: \"colour\""},
            {"wifi\nx\n", "communes.csv:1: the first line names the columns, and `name`"},
            {"name\n", "communes.csv: has no line with a box"},
        }));
        const Run refused = centre.list(bad);
        INFO(refused.said);
        CHECK(refused.exit == 1);
        CHECK_THAT(refused.said,
                   ContainsSubstring(complaint) && ContainsSubstring("No card was made"));
        CHECK(centre.roster().empty());
        CHECK_FALSE(fs::exists(centre.in("cards")));
    }
    WHEN("it is good") {
        const Run made = centre.list(communes);
        INFO(made.said);
        REQUIRE(made.exit == 0);
        const auto before = centre.roster();
        REQUIRE(before.size() == 3);
        CHECK(before[1].role == Role::chair);
        const CardSettings first = centre.settings("cards/Xã 1/giaoban.toml");
        CHECK(first.wifi == std::vector<CardSettings::Wifi>{{"UBND, xã", "matkhau123", false}});
        CHECK(first.volume_percent == 40);
        std::ifstream in(centre.in("cards/labels.html"));
        const std::string page{std::istreambuf_iterator<char>(in), {}};
        CHECK_THAT(page, ContainsSubstring("Xã 3"));
        CHECK(page.find(key_text(first.card.secret->bytes())) == std::string::npos);
        THEN("the same again changes no box, also after a try that was cut short") {
            if (GENERATE(true, false)) fs::remove(centre.in("state/cards/Xã 3.toml"));
            REQUIRE(centre.list(communes).exit == 0);
            const auto after = centre.roster();
            REQUIRE(after.size() == 3);
            for (std::size_t i = 0; i < 3; ++i) {
                CHECK(after[i].name == before[i].name);
                CHECK(after[i].number == before[i].number);
                CHECK(*after[i].secret == *before[i].secret);
            }
        }
        THEN("a box that has enrolled is told, and nothing is made") {
            REQUIRE(Roster(centre.in("state")).pin("Xã 2", KeyBytes{}));
            const Run told = centre.list(communes + "Xã 4,,,,\n");
            CHECK(told.exit == 1);
            CHECK_THAT(told.said,
                       ContainsSubstring("communes.csv:3: there is a box \"Xã 2\" already"));
            CHECK(centre.roster().size() == 3);
            AND_WHEN("it is to be replaced") {
                REQUIRE(centre.list(communes + "Xã 4,,,,\n", "--replace").exit == 0);
                THEN("it alone has a new secret; the others' cards stay good") {
                    const auto after = centre.roster();
                    REQUIRE(after.size() == 4);
                    CHECK(after[1].secret);
                    CHECK(*after[0].secret == *before[0].secret);
                }
            }
        }
    }
}
