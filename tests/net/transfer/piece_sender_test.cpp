#include "net/transfer/piece_sender.h"

#include <map>
#include <set>
#include <vector>

#include "tests/catch.h"

using namespace giaoban;
using namespace giaoban::net;
using namespace std::chrono_literals;

namespace {

constexpr Instant start{1000s};
constexpr ObjectId object{42};
constexpr BoxId box_a{1};
constexpr BoxId box_b{2};

struct Shelf final : PieceSenderSink {
    std::uint32_t size = 1'000'000;
    bool readable = true;
    struct Sent {
        BoxId box;
        std::uint32_t number;
        Instant at;
        std::uint16_t stamp;
    };
    std::vector<Sent> sent;

    std::optional<std::uint32_t> size_of(ObjectId wanted) override {
        if (wanted != object) return std::nullopt;
        return size;
    }
    bool read(ObjectId, std::uint32_t offset, MutableBytes into) override {
        CHECK(offset + into.size() <= size);
        return readable;
    }
    bool send_piece(BoxId box, const Piece& piece, Instant now) override {
        sent.push_back({box, piece.number, now, piece.stamp});
        return true;
    }
    [[nodiscard]] std::size_t to(BoxId box) const {
        std::size_t count = 0;
        for (const Sent& each : sent)
            count += each.box == box ? 1U : 0U;
        return count;
    }
};

Instant run(PieceSender& sender, Instant from, Instant until) {
    while (sender.next_deadline() <= until) {
        from = std::max(from, sender.next_deadline());
        sender.on_time(from);
    }
    return until;
}

PieceAsk ask(std::uint32_t first, std::uint32_t held = 0) {
    return {
        .object = object, .first = first, .held = held, .echo = 0, .kept = PieceAsk::unknown_kept};
}

}  // namespace

SCENARIO("a sender keeps to its rates", "[net][transfer]") {
    Shelf shelf;
    GIVEN("a box that asks and says nothing more") {
        PieceSender sender({.box_bps = 16'000, .all_bps = 256'000}, shelf);
        sender.on_ask(box_a, ask(0), start);
        run(sender, start, start + 80s);
        THEN("it gets the window once, and nothing more however long it waits") {
            REQUIRE(shelf.sent.size() == window_pieces);
            std::set<std::uint32_t> numbers;
            for (const auto& each : shelf.sent)
                numbers.insert(each.number);
            CHECK(numbers.size() == window_pieces);
            run(sender, start + 80s, start + 10min);
            CHECK(shelf.sent.size() == window_pieces);
            CHECK(sender.next_deadline() == never);
        }
        THEN("at half of its rate, with which it begins") {
            const double seconds =
                std::chrono::duration<double>(shelf.sent.back().at - shelf.sent.front().at).count();
            const double bits = 31.0 * (piece_bytes + PieceSender::overhead) * 8;
            CHECK(bits / seconds == Approx(8'000).epsilon(0.02));
        }
    }
    GIVEN("many boxes that ask for all that they can get") {
        PieceSender sender({.box_bps = 16'000, .all_bps = 64'000}, shelf);
        for (int second = 0; second < 60; ++second) {
            const Instant now = start + Seconds{second};
            for (std::uint16_t n = 1; n <= 40; ++n)
                sender.on_ask(BoxId{n}, ask(static_cast<std::uint32_t>(second) * 2), now);
            run(sender, now, now + 999ms);
        }
        THEN("all together get what all may have, and each its part") {
            const double bits =
                static_cast<double>(shelf.sent.size()) * (piece_bytes + PieceSender::overhead) * 8;
            CHECK(bits / 60 == Approx(64'000).epsilon(0.03));
            std::size_t least = SIZE_MAX;
            std::size_t most = 0;
            for (std::uint16_t n = 1; n <= 40; ++n) {
                least = std::min(least, shelf.to(BoxId{n}));
                most = std::max(most, shelf.to(BoxId{n}));
            }
            CHECK(most - least <= 1);
        }
    }
    GIVEN("a box that may have nothing for a while") {
        PieceSender sender({.box_bps = 16'000, .all_bps = 256'000}, shelf);
        sender.on_ask(box_a, ask(0), start);
        sender.set_share(box_a, TransferShare::none, start);
        run(sender, start, start + 60s);
        CHECK(shelf.sent.empty());
        WHEN("it may again") {
            sender.set_share(box_a, TransferShare::full, start + 60s);
            run(sender, start + 60s, start + 61s);
            THEN("it goes on at its rate, without a burst") { CHECK(shelf.sent.size() <= 2); }
        }
        WHEN("it may have little") {
            sender.set_share(box_a, TransferShare::little, start + 60s);
            run(sender, start + 60s, start + 89s);
            THEN("that is a quarter: 2,000 bit/s are 7 pieces") {
                CHECK(shelf.sent.size() >= 6);
                CHECK(shelf.sent.size() <= 8);
            }
        }
    }
}

SCENARIO("a sender sends what is missing, and nothing twice that may still arrive",
         "[net][transfer]") {
    Shelf shelf;
    PieceSender sender({.box_bps = 160'000, .all_bps = 256'000}, shelf);
    sender.on_ask(box_a, ask(0, 0b101), start);
    run(sender, start, start + 10s);
    REQUIRE(shelf.sent.size() == window_pieces - 2);
    for (const auto& each : shelf.sent)
        CHECK((each.number != 1 && each.number != 3));
    WHEN("it asks again at once") {
        shelf.sent.clear();
        sender.on_ask(box_a, ask(0, 0b101), start + 3200ms);
        run(sender, start + 3200ms, start + 10s);
        THEN("only what was sent long enough ago is sent again") {
            CHECK(shelf.sent.size() < window_pieces - 2);
            CHECK_FALSE(shelf.sent.empty());
        }
    }
    WHEN("the rest arrived") {
        shelf.sent.clear();
        sender.on_ask(box_a, ask(window_pieces), start + 11s);
        run(sender, start + 11s, start + 20s);
        CHECK(shelf.sent.size() == window_pieces);
        CHECK(shelf.sent.front().number == window_pieces);
    }
}

SCENARIO("asks that make no sense get nothing", "[net][transfer]") {
    Shelf shelf;
    PieceSender sender({.box_bps = 16'000, .all_bps = 256'000}, shelf);
    PieceAsk other = ask(0);
    other.object = ObjectId{1};
    sender.on_ask(box_a, other, start);
    sender.on_ask(box_b, ask(1000), start);  // the object has pieces 0 to 999
    CHECK(sender.next_deadline() == never);
    sender.on_ask(box_b, ask(0xFFFF'FFFF, 0xFFFF'FFFF), start);
    CHECK(sender.next_deadline() == never);
    sender.on_ask(box_b, ask(999), start);
    run(sender, start, start + 10s);
    CHECK(shelf.sent.size() == 1);
    shelf.readable = false;
    sender.on_ask(box_b, ask(0), start + 20s);
    run(sender, start + 20s, start + 30s);
    CHECK(shelf.sent.size() == 1);
    CHECK(sender.next_deadline() == never);
}

SCENARIO("a queue on the way halves a box's rate, and its going lets it grow", "[net][transfer]") {
    Shelf shelf;
    PieceSender sender({.box_bps = 16'000, .all_bps = 256'000}, shelf);
    const auto echo = [](Instant now, Duration round_trip, std::uint32_t first) {
        PieceAsk said = ask(first);
        said.echo =
            static_cast<std::uint16_t>((now - round_trip).time_since_epoch() / Milliseconds{1});
        said.kept = 0;
        return said;
    };
    Instant now = start;
    std::uint32_t first = 0;
    const auto live = [&](Duration round_trip, int asks) {
        for (int i = 0; i < asks; ++i) {
            sender.on_ask(box_a, echo(now, round_trip, first), now);
            now = run(sender, now, now + 4s);
            first += 8;
        }
    };
    live(100ms, 10);
    CHECK(sender.rate_of(box_a) == 16'000);
    live(1200ms, 3);
    CHECK(sender.rate_of(box_a) <= 4'000);
    live(1200ms, 10);
    CHECK(sender.rate_of(box_a) == PieceSender::least_bps);
    live(150ms, 10);
    CHECK(sender.rate_of(box_a) == 16'000);
}
