#include "firmware/box/update_receiver.h"

#include <fstream>
#include <random>
#include <vector>

#include "net/transfer/transfer_message.h"
#include "tests/catch.h"
#include "tests/temporary_folder.h"

using namespace giaoban;
using namespace giaoban::box;
using namespace std::chrono_literals;
using net::UpdateStage;
using net::UpdateTrouble;

namespace {

std::vector<std::byte> some_bytes(std::size_t size) {
    std::mt19937 random(5);
    std::vector<std::byte> content(size);
    for (std::byte& each : content)
        each = static_cast<std::byte>(random());
    return content;
}

net::Sha256 sum_of(Bytes content) {
    net::Sha256Sum sum;
    sum.add(content);
    return sum.finish();
}

/// A box, its disk, and a mixing box that answers at once.
struct Village {
    tests::TemporaryFolder disk;
    std::vector<std::byte> content = some_bytes(100'500);
    net::UpdateOffer offer{.release = "2.0",
                           .sha256 = sum_of(content),
                           .size = 100'500,
                           .bundle_size = 700'000,
                           .from = "1.0",
                           .install = false};
    Instant now{1h};
    std::optional<UpdateFolder> folder;
    std::optional<UpdateReceiver> box;
    std::uint32_t least_asked = 0xFFFF'FFFF;

    Village() { start(); }
    [[nodiscard]] std::string path(const std::string& name) const {
        return (disk.path() / name).string();
    }
    void start(const std::string& release = "1.0") {
        box.reset();
        folder.emplace(path("update"), path("outcome"));
        box.emplace(release, *folder, now);
        box->on_link(true, now);
    }
    void say_outcome(const std::string& line) const {
        std::ofstream(path("outcome")) << line << "\n";
    }
    [[nodiscard]] bool has(const std::string& name) const {
        return std::filesystem::exists(path("update/" + name));
    }
    [[nodiscard]] std::string text(const std::string& name) const {
        std::ifstream file(path("update/" + name), std::ios::binary);
        return {std::istreambuf_iterator<char>(file), {}};
    }
    /// Answers what is asked for, that many pieces at most.
    void serve(std::uint32_t most) {
        while (most > 0) {
            const auto ask = box->ask_due(now);
            if (!ask) return;
            least_asked = std::min(least_asked, ask->first);
            for (std::uint32_t n = ask->first; n < ask->first + net::window_pieces && most > 0;
                 ++n) {
                const auto length = net::piece_length(offer.size, n);
                if (length == 0) break;
                send(n, Bytes(content).subspan(n * net::piece_bytes, length));
                --most;
            }
            now += 100ms;
        }
    }
    void send(std::uint32_t number, Bytes bytes) {
        std::uint64_t id = 0;
        for (std::size_t i = 0; i < 8; ++i)
            id = (id << 8U) | std::to_integer<std::uint64_t>(offer.sha256[i]);
        std::array<std::byte, net::most_transfer_message> room{};
        box->on_message(
            net::write_piece(
                {.object = net::ObjectId{id}, .number = number, .stamp = 1, .content = bytes},
                room),
            now);
    }
    void wait(Duration time) {
        for (const Instant end = now + time; now < end;) {
            now = std::clamp(box->next_deadline(), now + 1ms, end);
            box->on_time(now);
        }
    }
    void fetch_all() {
        box->on_offer(offer, now);
        serve(1000);
        wait(1s);
    }
    void check(UpdateStage stage, UpdateTrouble trouble = UpdateTrouble::none) const {
        CHECK(net::to_text(box->state().stage) == net::to_text(stage));
        CHECK(net::to_text(box->state().trouble) == net::to_text(trouble));
    }
};

}  // namespace

TEST_CASE("what became of an update is read from its line", "[box][update]") {
    using What = UpdateOutcome::What;
    CHECK(read_outcome("ready 2.0\n") == UpdateOutcome{What::ready, "2.0", ""});
    CHECK(read_outcome("rolled-back 2.0 it did not start\nx") ==
          UpdateOutcome{What::rolled_back, "2.0", "it did not start"});
    CHECK(read_outcome("unfit 2.0 \x1b[1m") == UpdateOutcome{What::unfit, "2.0", ""});
    for (const auto* line : {"", "ready", "ready ", "ready ../etc", "perhaps 2.0", "2.0 ready"})
        CHECK_FALSE(read_outcome(line).has_value());
}

SCENARIO("a box fetches a release and gives it to root's part", "[box][update]") {
    Village village;
    village.fetch_all();
    THEN("it is there to the byte, with its offer") {
        village.check(UpdateStage::checking);
        const Bytes content = village.content;
        CHECK(village.text("ready") ==
              std::string(reinterpret_cast<const char*>(content.data()), content.size()));
        std::string sum;
        for (const std::byte each : village.offer.sha256) {
            constexpr std::string_view digits = "0123456789abcdef";
            sum += digits[std::to_integer<std::size_t>(each) / 16];
            sum += digits[std::to_integer<std::size_t>(each) % 16];
        }
        CHECK(village.text("offer") == "2.0 " + sum + " 700000\n");
    }
    WHEN("root's part has made the bundle of it") {
        std::filesystem::remove(village.path("update/ready"));
        village.wait(6s);
        village.check(UpdateStage::checking);
        village.say_outcome("ready 2.0");
        village.wait(6s);
        THEN("it waits for its hour") {
            village.check(UpdateStage::ready);
            CHECK_FALSE(village.has("install"));
        }
        AND_WHEN("the hour has come") {
            village.offer.install = true;
            village.box->on_offer(village.offer, village.now);
            THEN("it is installed, and the word is said again when it was lost") {
                village.check(UpdateStage::installing);
                REQUIRE(village.has("install"));
                std::filesystem::remove(village.path("update/install"));
                village.wait(14min);
                CHECK_FALSE(village.has("install"));
                village.check(UpdateStage::installing);
                village.wait(2min);
                CHECK(village.has("install"));
            }
        }
        AND_WHEN("the new release runs") {
            village.say_outcome("installed 2.0");
            village.start("2.0");
            village.box->on_offer(village.offer, village.now);
            village.check(UpdateStage::installed);
            CHECK(village.box->state().of == "2.0");
            CHECK_FALSE(village.box->ask_due(village.now).has_value());
        }
    }
    WHEN("a power cut has taken it from root's part") {
        std::filesystem::remove(village.path("update/ready"));
        village.wait(3min);
        THEN("it is fetched anew") {
            village.check(UpdateStage::loading);
            village.serve(1000);
            village.wait(1s);
            CHECK(village.has("ready"));
        }
    }
}

TEST_CASE("a restart of the box costs at most what was on its way", "[box][update]") {
    Village village;
    village.box->on_offer(village.offer, village.now);
    village.serve(50);
    CHECK(village.box->state().pieces == 50);
    village.start();
    village.least_asked = 1000;
    village.box->on_offer(village.offer, village.now);
    CHECK(village.box->state().pieces == 50);
    village.serve(1000);
    village.wait(1s);
    CHECK(village.least_asked == 50);
    village.check(UpdateStage::checking);
}

TEST_CASE("nothing is asked for without a session, and at once with a new one", "[box][update]") {
    Village village;
    village.box->on_link(false, village.now);
    village.box->on_offer(village.offer, village.now);
    CHECK_FALSE(village.box->ask_due(village.now).has_value());
    CHECK(village.box->next_deadline() > village.now);
    village.wait(1min);
    village.box->on_link(true, village.now);
    CHECK(village.box->ask_due(village.now).has_value());
}

TEST_CASE("what is not what was offered is fetched three times and then no more", "[box][update]") {
    Village village;
    village.offer.sha256[20] ^= std::byte{1};
    village.box->on_offer(village.offer, village.now);
    for (int i = 0; i < 3; ++i) {
        CHECK(village.box->state().stage == UpdateStage::loading);
        village.serve(1000);
        village.wait(1s);
        CHECK_FALSE(village.has("ready"));
    }
    village.check(UpdateStage::failed, UpdateTrouble::damaged);
    village.wait(1h);
    CHECK_FALSE(village.box->ask_due(village.now).has_value());
}

TEST_CASE("what a release before has left behind goes when another is offered", "[box][update]") {
    Village village;
    village.box->on_offer(village.offer, village.now);
    village.serve(10);
    auto other = village.offer;
    other.release = "3.0";
    other.sha256[0] ^= std::byte{1};
    village.box->on_offer(other, village.now);
    CHECK(village.box->state().of == "3.0");
    CHECK(village.box->state().pieces == 0);
    std::size_t files = 0;
    for (const auto& each : std::filesystem::directory_iterator(village.path("update")))
        files += each.is_regular_file() ? 1U : 0U;
    CHECK(files == 1);
}

TEST_CASE("an offer that is gone for a while costs nothing", "[box][update]") {
    Village village;
    village.box->on_offer(village.offer, village.now);
    village.serve(10);
    village.box->on_offer({}, village.now);
    village.check(UpdateStage::none);
    village.box->on_offer(village.offer, village.now);
    CHECK(village.box->state().pieces == 10);
}

TEST_CASE("a box says why a release is not for it, and does not fetch it again", "[box][update]") {
    Village village;
    village.fetch_all();
    std::filesystem::remove(village.path("update/ready"));
    const auto [line, trouble] = GENERATE(table<std::string, UpdateTrouble>(
        {{"refused 2.0 not signed", UpdateTrouble::refused},
         {"rolled-back 2.0 it did not start", UpdateTrouble::rolled_back},
         {"not-written 2.0 disk", UpdateTrouble::not_written},
         {"damaged 2.0", UpdateTrouble::damaged}}));
    village.say_outcome(line);
    village.wait(10min);
    village.check(UpdateStage::failed, trouble);
    village.start();
    village.box->on_offer(village.offer, village.now);
    village.check(UpdateStage::failed, trouble);
    CHECK_FALSE(village.box->ask_due(village.now).has_value());
    // Another bundle of that name may be good, unless one of that name ran and was left.
    village.offer.sha256[0] ^= std::byte{1};
    village.box->on_offer(village.offer, village.now);
    CHECK(village.box->ask_due(village.now).has_value() == (trouble != UpdateTrouble::rolled_back));
}

TEST_CASE("a box whose release is another than the one before wants it whole", "[box][update]") {
    Village village;
    village.fetch_all();
    std::filesystem::remove(village.path("update/ready"));
    village.say_outcome("unfit 2.0");
    village.wait(6s);
    village.check(UpdateStage::none, UpdateTrouble::unfit);
    CHECK(village.box->state().whole);
    village.content = some_bytes(200'000);
    village.offer.sha256 = sum_of(village.content);
    village.offer.size = 200'000;
    village.offer.from.clear();
    village.fetch_all();
    village.check(UpdateStage::checking);
    CHECK(village.box->state().whole);
}

TEST_CASE("root's part that waits for room on the disk is told", "[box][update]") {
    Village village;
    village.fetch_all();
    village.say_outcome("full 2.0 60 MiB are wanted");
    village.wait(6s);
    village.check(UpdateStage::checking, UpdateTrouble::disk_full);
    CHECK(village.box->state().why == "60 MiB are wanted");
}

TEST_CASE("a disk that cannot be written is tried again after ten minutes", "[box][update]") {
    Village village;
    std::ofstream(village.path("update")) << "a file where the folder belongs";
    village.box->on_offer(village.offer, village.now);
    CHECK(village.box->state().stage == UpdateStage::loading);
    CHECK(village.box->state().trouble != UpdateTrouble::none);
    village.wait(9min);
    CHECK_FALSE(village.box->ask_due(village.now).has_value());
    std::filesystem::remove(village.path("update"));
    village.wait(2min);
    village.check(UpdateStage::loading);
    CHECK(village.box->ask_due(village.now).has_value());
}

TEST_CASE("where there is no release there are no updates", "[box][update]") {
    Village village;
    village.start("");
    village.box->on_offer(village.offer, village.now);
    CHECK(village.box->state() == net::UpdateState{});
    CHECK_FALSE(village.box->ask_due(village.now).has_value());
    CHECK(village.box->next_deadline() == never);
}
