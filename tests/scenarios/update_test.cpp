// A release on its way to a box: real sessions over a bad link, the box's folder on a real disk, all in virtual time.
#include <algorithm>
#include <deque>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "firmware/box/update_receiver.h"
#include "firmware/mixer/update_desk.h"
#include "net/transfer/piece_sender.h"
#include "tests/catch.h"
#include "tests/net/session/village.h"
#include "tests/temporary_folder.h"

using namespace giaoban;
using namespace std::chrono_literals;

namespace {

constexpr std::uint32_t rate_bps = 64'000;
constexpr std::size_t piece_on_wire = net::piece_bytes + net::PieceSender::overhead;

std::vector<std::byte> some_bytes(std::size_t size) {
    std::mt19937 random(11);
    std::vector<std::byte> content(size);
    for (std::byte& each : content)
        each = static_cast<std::byte>(random());
    return content;
}

/// A centre that has one release, and one box.
struct Centre final : net::PieceSenderSink, mixer::UpdateShelf {
    std::vector<std::byte> content = some_bytes(1'048'576);
    std::string release = "2.0";
    mixer::UpdateObject object;
    net::ObjectId id{};
    net::village::Village village{3};
    std::unique_ptr<net::PieceSender> sender;
    std::uint64_t pieces_sent = 0;

    tests::TemporaryFolder disk;
    std::optional<box::UpdateFolder> folder;
    std::optional<box::UpdateReceiver> receiver;
    std::uint32_t boots = 0;

    bool cut = false;
    double loss = 0.05;
    std::mt19937 random{5};
    /// Datagrams of pieces in the last 10 s, with their IP and UDP, and the most of them.
    std::deque<std::pair<Instant, std::size_t>> of_late;
    std::size_t late_bytes = 0;
    std::size_t most_late_bytes = 0;

    Centre() {
        net::Sha256Sum sum;
        sum.add(content);
        object = {.sha256 = sum.finish(),
                  .size = static_cast<std::uint32_t>(content.size()),
                  .bundle_size = 60'000'000};
        std::uint64_t number = 0;
        for (std::size_t i = 0; i < 8; ++i)
            number = (number << 8U) | std::to_integer<std::uint64_t>(object.sha256[i]);
        id = net::ObjectId{number};
        village.weather = [this](const net::village::Datagram& datagram, Instant now) {
            if (!datagram.up && net::village::kind(datagram.bytes) == net::village::Kind::transfer)
                note(datagram.bytes.size() + 28, now);
            std::uniform_real_distribution<> chance(0, 1);
            if (cut || chance(random) < loss) return std::vector<Duration>{};
            return std::vector<Duration>{60ms + Milliseconds{random() % 120}};
        };
        start_mixer();
        start_box();
    }
    void note(std::size_t bytes, Instant now) {
        of_late.emplace_back(now, bytes);
        late_bytes += bytes;
        while (of_late.front().first + 10s <= now) {
            late_bytes -= of_late.front().second;
            of_late.pop_front();
        }
        most_late_bytes = std::max(most_late_bytes, late_bytes);
    }
    void start_mixer() {
        sender = std::make_unique<net::PieceSender>(
            net::PieceSender::Settings{.box_bps = rate_bps, .all_bps = 256'000}, *this);
    }
    void start_box() {
        receiver.reset();
        folder.emplace((disk.path() / "update").string(), (disk.path() / "outcome").string());
        receiver.emplace("1.0", *folder, village.now);
        village.start_box(0, ++boots);
    }

    const std::string& offered() const override { return release; }
    Has find(std::string_view, mixer::UpdateObject& into) override {
        into = object;
        return Has::yes;
    }
    std::optional<std::uint32_t> size_of(net::ObjectId wanted) override {
        if (wanted != id) return std::nullopt;
        return object.size;
    }
    bool read(net::ObjectId, std::uint32_t offset, MutableBytes into) override {
        std::ranges::copy(Bytes(content).subspan(offset, into.size()), into.begin());
        return true;
    }
    bool send_piece(BoxId box, const net::Piece& piece, Instant now) override {
        std::array<std::byte, net::most_transfer_message> room;
        ++pieces_sent;
        return village.mixer->send_transfer(box, net::write_piece(piece, room), now);
    }

    /// As Daemon and NetworkSide join them.
    void step() {
        village.run_for(20ms);
        const Instant now = village.now;
        for (const auto& message : std::exchange(village.transfers_up, {}))
            if (const auto ask = net::read_ask(message)) sender->on_ask(village.id(0), *ask, now);
        if (const auto* state = village.mixer->state(village.id(0))) {
            village.mixer->set_update(village.id(0),
                                      mixer::UpdateDesk::offer(state->update, *this, false), now);
        }
        sender->on_time(now);
        const bool joined = village.session().phase() == net::SessionPhase::joined;
        receiver->on_link(joined, now);
        if (joined) receiver->on_offer(village.session().view().update, now);
        for (const auto& message : std::exchange(village.box().transfers, {}))
            receiver->on_message(message, now);
        receiver->on_time(now);
        if (const auto ask = receiver->ask_due(now)) {
            std::array<std::byte, net::ask_size> room{};
            village.session().send_transfer(net::write_ask(*ask, room), now);
        }
        village.session().set_update(receiver->state(), now);
    }
    void run_for(Duration time) {
        for (const Instant end = village.now + time; village.now < end;)
            step();
    }
    [[nodiscard]] std::uint32_t stored() const { return receiver->state().pieces; }
    [[nodiscard]] bool is_handed_over() const {
        return std::filesystem::exists(disk.path() / "update" / "ready");
    }
};

}  // namespace

SCENARIO("a megabyte comes to a box over a bad link, bit for bit and at its rate",
         "[scenarios][update]") {
    Centre centre;
    centre.run_for(40s);
    REQUIRE(centre.stored() > 100);

    // The link is away, for longer than an ask holds and a session lasts.
    centre.cut = true;
    centre.run_for(1s);
    const auto before_cut = centre.pieces_sent;
    centre.run_for(3min);
    CHECK(centre.pieces_sent - before_cut <= net::window_pieces);
    centre.cut = false;
    centre.run_for(40s);

    // The box's power goes: it goes on where it was.
    const auto before = centre.stored();
    REQUIRE(before > 200);
    centre.start_box();
    centre.run_for(15s);
    CHECK(centre.stored() >= before);

    // The mixing box is started again: it knows of nothing, and is asked for what is missing.
    centre.village.restart_mixer();
    centre.start_mixer();
    centre.run_for(20s);
    centre.cut = true;
    centre.run_for(20s);
    centre.cut = false;

    for (int i = 0; i < 600 && !centre.is_handed_over(); ++i)
        centre.run_for(1s);
    REQUIRE(centre.is_handed_over());
    std::ifstream file(centre.disk.path() / "update" / "ready", std::ios::binary);
    const std::string got{std::istreambuf_iterator<char>(file), {}};
    const Bytes wanted = centre.content;
    CHECK(got == std::string(reinterpret_cast<const char*>(wanted.data()), wanted.size()));
    CHECK(centre.receiver->state().stage == net::UpdateStage::checking);

    // In no 10 s more than its rate, the piece that was due at their beginning, and the one by which a late sender makes up.
    CHECK(centre.most_late_bytes <= rate_bps / 8 * 10 + 2 * piece_on_wire);
    // Lost ones, those of the outages, and no more.
    CAPTURE(centre.pieces_sent);
    CHECK(centre.pieces_sent < 1049 * 5 / 4);
}
