#include "net/wire/local.pb.h"
#include "net/wire/proto_parts.h"
#include "tests/catch.h"

using namespace giaoban;
using namespace giaoban::net;

TEST_CASE("an offer that cannot be is refused", "[net][wire]") {
    wire::UpdateOffer offer;
    offer.set_release("0.2");
    offer.set_sha256(std::string(32, 'x'));
    offer.set_size(1);
    REQUIRE(from_proto(offer));
    SECTION("of no size") { offer.set_size(0); }
    SECTION("with half of a hash") { offer.set_sha256(std::string(16, 'x')); }
    SECTION("of no release") { offer.set_release(""); }
    SECTION("made from a path") { offer.set_from("../x"); }
    CHECK_FALSE(from_proto(offer));
}

TEST_CASE("a stage or trouble of a newer box is read as none", "[net][wire]") {
    wire::Update update;
    update.set_trouble(200);
    update.set_stage(static_cast<wire::Update::Stage>(99));
    const auto read = from_proto(update);
    REQUIRE(read);
    CHECK(read->stage == UpdateStage::none);
    CHECK(read->trouble == UpdateTrouble::none);
    update.set_why("\x1B[2J");
    CHECK(from_proto(update).error() == WireFault::bad_text);
}
