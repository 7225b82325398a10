#include "tools/giaobanctl/updates.h"

#include <sys/resource.h>

#include <csignal>
#include <filesystem>
#include <fstream>

#include "tests/catch.h"
#include "tests/temporary_folder.h"
#include "tests/tools/giaobanctl/one_answer_daemon.h"

using namespace giaoban;
using namespace giaoban::ctl;
using namespace giaoban::ctl::test;
using Catch::Matchers::ContainsSubstring;
namespace fs = std::filesystem;

namespace {

/// A bundle that a technician has brought, and the state folder of a mixing box.
struct Centre {
    tests::TemporaryFolder disk;
    std::string state = (disk.path() / "state").string();
    std::string socket = (disk.path() / "mixer.sock").string();
    fs::path updates = disk.path() / "state" / "updates";
    std::string file = (disk.path() / "giaoban-2.0.raucb").string();

    Centre() {
        fs::create_directories(updates);
        std::ofstream(file) << "hsqs 2.0";
    }
    [[nodiscard]] Outcome offer() const { return offer_update(socket, state, file); }
};

/// While it lives no file can be written beyond its first 1,000,000 bytes: a disk that fails in the middle.
class ShortFiles {
  public:
    ShortFiles() {
        ::getrlimit(RLIMIT_FSIZE, &before_);
        ::rlimit limit = before_;
        limit.rlim_cur = 1'000'000;
        ::setrlimit(RLIMIT_FSIZE, &limit);
    }
    ShortFiles(const ShortFiles&) = delete;
    ShortFiles& operator=(const ShortFiles&) = delete;
    ~ShortFiles() {
        ::setrlimit(RLIMIT_FSIZE, &before_);
        static_cast<void>(std::signal(SIGXFSZ, handler_));
    }

  private:
    ::rlimit before_{};
    void (*handler_)(int) = std::signal(SIGXFSZ, SIG_IGN);
};

}  // namespace

TEST_CASE("the release is read from the bundle's name", "[ctl][update]") {
    CHECK(release_in_name("/tmp/giaoban-0.2.0-1a2b3c4d.raucb") == "0.2.0-1a2b3c4d");
    CHECK(release_in_name("0.2.0.raucb") == "0.2.0");
    for (const auto* other : {"giaoban-0.2.0.img.xz", "giaoban-.raucb", ".raucb", "a b.raucb",
                              "giaoban-..x.raucb", "0.2.0"})
        CHECK(release_in_name(other).empty());
}

TEST_CASE("what is no bundle, or cannot be put there, is said before the mixing box is asked",
          "[ctl][update]") {
    const auto other = offer_update("/nowhere.sock", "/nowhere", "release.zip");
    CHECK(other.exit == Exit::refused);
    CHECK_THAT(other.err, ContainsSubstring("release.zip: expected a bundle"));
    const auto nothing = offer_update("/nowhere.sock", "/nowhere", "/no/giaoban-2.0.raucb");
    CHECK(nothing.exit == Exit::refused);
    CHECK_THAT(nothing.err,
               ContainsSubstring("/no/giaoban-2.0.raucb: that is no release's bundle"));
    const auto mixers = offer_update("/nowhere.sock", "/nowhere", "/no/giaoban-mixer-2.0.raucb");
    CHECK(mixers.exit == Exit::refused);
    CHECK_THAT(mixers.err, ContainsSubstring("a mixing box's release"));
    const Centre centre;
    const auto nowhere = offer_update("/nowhere.sock", "/nowhere", centre.file);
    CHECK(nowhere.exit == Exit::refused);
    CHECK_THAT(nowhere.err, ContainsSubstring("/nowhere/updates: "));
}

TEST_CASE("where there is no room for it twice a bundle is not copied", "[ctl][update]") {
    const Centre centre;
    std::ofstream(centre.updates / "1.0.raucb.new") << "left by a call that was interrupted";
    fs::resize_file(centre.file, fs::space(centre.state).available);  // with holes
    const ShortFiles limit;
    const auto outcome = centre.offer();
    CHECK(outcome.exit == Exit::refused);
    CHECK_THAT(outcome.err, ContainsSubstring(" MB are free, and "));
    CHECK(fs::is_empty(centre.updates));
}

TEST_CASE("a copy that fails in the middle is taken away", "[ctl][update]") {
    const Centre centre;
    fs::resize_file(centre.file, 2'000'000);
    const ShortFiles limit;
    const auto outcome = centre.offer();
    CHECK(outcome.exit == Exit::refused);
    CHECK_THAT(outcome.err, ContainsSubstring("2.0.raucb: "));
    CHECK(fs::is_empty(centre.updates));
}

TEST_CASE("a bundle that the mixing box refuses stays only where it was before", "[ctl][update]") {
    const Centre centre;
    net::MeetingStatus status;
    status.done = false;
    status.reason = "the disk cannot be written";
    const OneAnswerDaemon daemon(centre.socket, net::encode(status).value());
    CHECK(centre.offer().err == "the disk cannot be written");
    CHECK(fs::is_empty(centre.updates));
    std::ofstream(centre.updates / "2.0.raucb") << "hsqs 2.0";
    CHECK(centre.offer().exit == Exit::refused);
    CHECK(fs::exists(centre.updates / "2.0.raucb"));
}

TEST_CASE("a bundle that the mixing box takes stays", "[ctl][update]") {
    const Centre centre;
    const OneAnswerDaemon daemon(centre.socket, net::encode(net::MeetingStatus{}).value());
    CHECK(centre.offer().exit == Exit::done);
    CHECK(fs::file_size(centre.updates / "2.0.raucb") == 8);
}

TEST_CASE("the technician sees how far each box is", "[ctl][update]") {
    net::MeetingStatus status;
    status.offered_release = "2.0";
    net::BoxRow row;
    row.box = BoxId{7};
    row.name = "Bản Mù";
    row.update.release = "1.0";
    row.update.of = "2.0";
    row.update.stage = net::UpdateStage::loading;
    row.update.pieces = 2'500;
    row.update_size = 10'000'000;
    row.update_bps = 12'400;
    net::BoxRow left = row;
    left.name = "Xà Hồ";
    left.update.stage = net::UpdateStage::failed;
    left.update.trouble = net::UpdateTrouble::rolled_back;
    left.update.why = "it did not start";
    net::BoxRow old;
    old.name = "Tà Xi Láng";
    status.boxes = {row, left, old};
    const std::string text = updates_as_text(status);
    CHECK_THAT(text, ContainsSubstring("offered: 2.0\n"));
    CHECK_THAT(text, ContainsSubstring("loading 2.0"));
    CHECK_THAT(text, ContainsSubstring("25 % of 10000 kB"));
    CHECK_THAT(text, ContainsSubstring("rolled back: it did not start"));
    const std::string json = updates_as_json(status);
    CHECK_THAT(json, ContainsSubstring(R"("offered":)"));
    CHECK_THAT(json, ContainsSubstring(R"("bits_per_second":)"));
    CHECK_THAT(text, !ContainsSubstring("meeting"));
    status.meeting.open = true;
    CHECK_THAT(updates_as_text(status), ContainsSubstring("while a meeting is open, and one is\n"));
    CHECK_THAT(updates_as_text({}), ContainsSubstring("no release is offered"));
}
