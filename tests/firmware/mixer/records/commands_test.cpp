// The program itself is run, as giaobanctl runs it.
#include "firmware/mixer/records/commands.h"

#include <sys/wait.h>

#include <fstream>

#include "firmware/mixer/records/ledger.h"
#include "firmware/mixer/records/measure.h"
#include "firmware/mixer/records/minutes.h"
#include "tests/catch.h"
#include "tests/firmware/mixer/records/district_meeting.h"
#include "tests/firmware/mixer/records/printed.h"
#include "tests/firmware/mixer/records/tampered_file.h"
#include "tests/temporary_folder.h"

namespace giaoban::mixer::test {

namespace {

using Catch::Matchers::ContainsSubstring;

struct Ran {
    int exit = 0;
    std::string text;  ///< what it printed, on both
};

struct Box {
    tests::TemporaryFolder state;

    Box() {
        auto ledger = Ledger::open(state.path() / "minutes").value();
        REQUIRE(ledger.append(placed(district_meeting())));
    }
    Ran run(const std::string& words) const {
        const std::string command = "TZ=Asia/Ho_Chi_Minh '" GIAOBAN_MINUTES "' --state-dir '" +
                                    state.path().string() + "' " + words + " 2>&1";
        ::FILE* pipe = ::popen(command.c_str(), "r");
        REQUIRE(pipe != nullptr);
        Ran ran;
        std::array<char, 4096> chunk;
        while (const std::size_t got = ::fread(chunk.data(), 1, chunk.size(), pipe))
            ran.text.append(chunk.data(), got);
        ran.exit = WEXITSTATUS(::pclose(pipe));
        return ran;
    }
};

}  // namespace

TEST_CASE("the program lists, shows, exports and reports", "[records]") {
    const Box box;
    CHECK_THAT(box.run("list").text, ContainsSubstring("1  23/11/2026 08:00 – 09:00  Giao ban"));
    CHECK_THAT(box.run("list --json").text, ContainsSubstring("[{\"id\":1,"));
    CHECK_THAT(box.run("show last").text, ContainsSubstring("Xã Tà Xi Láng: 08:00:00 – 08:35:46"));
    CHECK_THAT(box.run("show 1 --json").text, ContainsSubstring("\"turns\":["));
    CHECK(box.run("export 1 --as pdf").text.starts_with("%PDF"));
    CHECK_THAT(box.run("export 1 --as csv").text, ContainsSubstring("serial,time,kind"));
    CHECK_THAT(box.run("export 1 --as roll.csv").text, ContainsSubstring("at_end"));
    CHECK_THAT(box.run("export 1 --as turns.csv").text, ContainsSubstring("waited_seconds"));
    CHECK_THAT(box.run("export 1 --as json").text, ContainsSubstring("\"verify\":{\"sound\":true"));
    CHECK_THAT(box.run("report 2026").text, ContainsSubstring("2026: 1 meetings"));
    CHECK(box.run("report 2026 --as pdf").text.starts_with("%PDF"));
    CHECK_THAT(box.run("report 2026 --as csv").text, ContainsSubstring("box,name,attended"));
    CHECK_THAT(box.run("report 2026 --as json").text, ContainsSubstring("\"year\":2026"));
}

TEST_CASE("the program writes into a file, whole", "[records]") {
    const Box box;
    const auto out = box.state.path() / "bien-ban.pdf";
    const Ran ran = box.run("export 1 --as pdf --out '" + out.string() + "'");
    CHECK(ran.exit == 0);
    CHECK(ran.text.empty());
    CHECK(std::filesystem::file_size(out) > 10'000);
    CHECK(box.run("export 1 --as pdf --out /nowhere/at/all").exit == 1);
}

TEST_CASE("the program finds a change, and leaves with 1", "[records]") {
    const Box box;
    CHECK(box.run("verify").exit == 0);
    CHECK_THAT(box.run("verify 1").text,
               ContainsSubstring("meeting 1, ") && ContainsSubstring("as they were written"));
    const std::string hash = record_of(district_meeting()).hash;
    CHECK(box.run("verify 1 --hash " + hash).exit == 0);
    const Ran other = box.run("verify 1 --hash " + std::string(64, '0'));
    CHECK(other.exit == 1);
    CHECK_THAT(other.text, ContainsSubstring("not that of the paper"));
    REQUIRE(tamper(box.state.path() / "minutes", "UPDATE entries SET text = 'x' WHERE serial = 9"));
    const Ran found = box.run("verify last");
    CHECK(found.exit == 1);
    CHECK_THAT(found.text, ContainsSubstring("entry 9 of meeting 1 was changed"));
    CHECK_THAT(box.run("verify --json").text, ContainsSubstring("{\"sound\":false"));
}

TEST_CASE("the program reads while a daemon writes", "[records]") {
    const Box box;
    Minutes daemon(box.state.path() / "minutes", MinutesNews{});
    for (int i = 0; i < 500; ++i)
        CHECK(daemon.append(entry(9000 + i, EntryKind::note)) != 0);
    CHECK(box.run("verify").exit == 0);
    CHECK(box.run("show 1").exit == 0);
}

TEST_CASE("a disk is measured without leaving anything on it", "[records]") {
    const tests::TemporaryFolder folder;
    const CommandResult result = measure_disk(folder.path(), true, std::chrono::milliseconds{20});
    CHECK(result.exit == CommandResult::Exit::done);
    CHECK_THAT(result.out, ContainsSubstring("{\"singlePerSecond\":"));
    CHECK(std::filesystem::is_empty(folder.path()));
    CHECK(measure_disk(folder.path() / "none", true, {}).exit == CommandResult::Exit::refused);
}

TEST_CASE("what cannot be done is said in words", "[records]") {
    const auto [words, exit, text] = GENERATE(table<std::string, int, std::string>({
        {"show 7", 1, "there is no meeting 7"},
        {"show seven", 2, "expected a meeting's number"},
        {"show -1", 2, ""},
        {"export 1", 2, "--as"},
        {"export 1 --as doc", 2, "doc"},
        {"report", 2, "YEAR"},
        {"report 99999", 2, "99999"},
        {"verify --hash 00", 2, "MEETING"},
        {"", 2, "subcommand"},
        {"list --from /nowhere", 1, "there are no minutes here"},
        {"list --config /nowhere/mixer.toml", 1, "/nowhere/mixer.toml"},
    }));
    INFO(words);
    const Box box;
    const Ran ran = box.run(words);
    CHECK(ran.exit == exit);
    CHECK_THAT(ran.text, ContainsSubstring(text));
}

TEST_CASE("the form's head is that of mixer.toml", "[records]") {
    const Box box;
    const auto config = box.state.path() / "mixer.toml";
    std::ofstream(config) << "state_dir = '" << box.state.path().string()
                          << "'\n[minutes]\norganisation = 'UBND XÃ KIỂM THỬ'\n";
    const std::string pdf =
        output_of("'" GIAOBAN_MINUTES "' export last --as pdf --config '" + config.string() + "'");
    CHECK_THAT(Printed("head.pdf", pdf).words(), ContainsSubstring("UBND XÃ KIỂM THỬ"));
}

TEST_CASE("giaobanctl minutes and giaobanctl verify are the same program", "[records]") {
    const Box box;
    const std::string state = " --state-dir '" + box.state.path().string() + "'";
    CHECK_THAT(output_of("'" GIAOBANCTL "' minutes list" + state), ContainsSubstring("Giao ban"));
    CHECK_THAT(output_of("'" GIAOBANCTL "' minutes" + state + " report 2026 --as csv"),
               ContainsSubstring("box,name,attended"));
    CHECK_THAT(output_of("'" GIAOBANCTL "' verify 1" + state),
               ContainsSubstring("as they were written"));
    CHECK_THAT(output_of("'" GIAOBANCTL "' minutes --help"), ContainsSubstring("report"));
    CHECK_THAT(output_of("'" GIAOBANCTL "' minutes verify last --json" + state),
               ContainsSubstring("\"sound\":true"));
}

}  // namespace giaoban::mixer::test
