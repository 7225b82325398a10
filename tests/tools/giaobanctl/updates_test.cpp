#include "tools/giaobanctl/updates.h"

#include "tests/catch.h"

using namespace giaoban;
using namespace giaoban::ctl;
using Catch::Matchers::ContainsSubstring;

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
    CHECK_THAT(nothing.err, ContainsSubstring("/nowhere/updates/2.0.raucb: "));
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
    CHECK_THAT(updates_as_text({}), ContainsSubstring("no release is offered"));
}
