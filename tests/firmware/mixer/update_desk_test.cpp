#include "firmware/mixer/update_desk.h"

#include <map>

#include "tests/catch.h"

using namespace giaoban;
using namespace giaoban::mixer;
using net::UpdateStage;
using net::UpdateTrouble;

namespace {

struct Shelf final : UpdateShelf {
    std::string release = "2.0";
    std::map<std::string, Has> has{{"", Has::yes}, {"1.0", Has::yes}};
    const std::string& offered() const override { return release; }
    Has find(std::string_view from, UpdateObject& object) override {
        const auto found = has.find(std::string(from));
        if (found == has.end()) return Has::no;
        object = {.sha256 = {}, .size = from.empty() ? 5000U : 100U, .bundle_size = 60'000};
        return found->second;
    }
};

net::UpdateState box(std::string release) {
    net::UpdateState state;
    state.release = std::move(release);
    return state;
}

}  // namespace

TEST_CASE("a box that runs another release is offered what leads from there", "[mixer][update]") {
    Shelf shelf;
    const auto offer = UpdateDesk::offer(box("1.0"), shelf, false);
    CHECK(offer.release == "2.0");
    CHECK(offer.from == "1.0");
    CHECK(offer.size == 100);
    CHECK(offer.bundle_size == 60'000);
    CHECK_FALSE(offer.install);
    CHECK(UpdateDesk::offer(box("1.0"), shelf, true).install);
    // From a release of which the centre has nothing.
    CHECK(UpdateDesk::offer(box("0.9"), shelf, false).from.empty());
    CHECK(UpdateDesk::offer(box("0.9"), shelf, false).size == 5000);
}

TEST_CASE("nothing is offered where it is of no use", "[mixer][update]") {
    Shelf shelf;
    CHECK(UpdateDesk::offer(box("2.0"), shelf, true) == net::UpdateOffer{});
    CHECK(UpdateDesk::offer(box(""), shelf, true) == net::UpdateOffer{});
    shelf.release.clear();
    CHECK(UpdateDesk::offer(box("1.0"), shelf, true) == net::UpdateOffer{});
}

TEST_CASE("a release that was rolled back there is not offered again, and the next one is",
          "[mixer][update]") {
    Shelf shelf;
    auto state = box("1.0");
    state.stage = UpdateStage::failed;
    state.trouble = UpdateTrouble::rolled_back;
    state.of = "2.0";
    CHECK(UpdateDesk::offer(state, shelf, true) == net::UpdateOffer{});
    shelf.release = "3.0";
    CHECK(UpdateDesk::offer(state, shelf, true).release == "3.0");
}

TEST_CASE("a box for which the difference is of no use is offered the whole", "[mixer][update]") {
    Shelf shelf;
    auto state = box("1.0");
    state.whole = true;
    state.of = "2.0";
    CHECK(UpdateDesk::offer(state, shelf, false).from.empty());
    state.of = "1.5";
    CHECK(UpdateDesk::offer(state, shelf, false).from == "1.0");
}

TEST_CASE("what is still being made is waited for", "[mixer][update]") {
    Shelf shelf;
    shelf.has["1.0"] = UpdateShelf::Has::soon;
    CHECK(UpdateDesk::offer(box("1.0"), shelf, false) == net::UpdateOffer{});
    shelf.has["1.0"] = UpdateShelf::Has::no;
    CHECK(UpdateDesk::offer(box("1.0"), shelf, false).from.empty());
}

TEST_CASE("who speaks is sent nothing, who listens little", "[mixer][update]") {
    CHECK(UpdateDesk::share(true, true) == net::TransferShare::none);
    CHECK(UpdateDesk::share(false, true) == net::TransferShare::little);
    CHECK(UpdateDesk::share(false, false) == net::TransferShare::full);
}
