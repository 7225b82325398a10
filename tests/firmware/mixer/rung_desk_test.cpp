#include "firmware/mixer/rung_desk.h"

#include <map>
#include <vector>

#include "config/vocab/random.h"
#include "net/session/card_registry.h"
#include "tests/catch.h"

using namespace giaoban;
using namespace giaoban::mixer;
using namespace std::chrono_literals;

namespace {

/// Sessions that nobody has: what is known of a link here is what its box tells.
struct NoCards final : net::CardRegistry {
    std::optional<net::RegisteredCard> find(const net::CardName&) const override { return {}; }
    std::optional<BoxId> owner_of(const net::PublicKey&) const override { return {}; }
    bool pin(const net::CardName&, const net::PublicKey&) override { return false; }
};
struct Nobody final : net::MixerSessionsSink {
    void send(const Endpoint&, Bytes) override {}
    void audio(BoxId, const net::RtpView&, Instant) override {}
    void joined(BoxId, Instant) override {}
    void lost(BoxId, Instant) override {}
    void returned(BoxId, Instant) override {}
    void presses(BoxId, std::uint32_t, std::uint32_t, Instant) override {}
    void state_changed(BoxId, Instant) override {}
    void refused(std::string_view, net::RefusalReason, const Endpoint&) override {}
};

constexpr BoxId an{1};
constexpr BoxId binh{2};

struct Centre final : RungDeskSink {
    void chosen(BoxId box, net::RungIndex up, net::RungIndex down, Instant) override {
        told[box] = {up, down};
    }
    void order(const AudioOrder& order) override { orders.push_back(order); }

    [[nodiscard]] int down_step(BoxId box) const {
        return static_cast<int>(net::rung(told.at(box).second).step);
    }
    /// The rungs that the bridge is told to code.
    [[nodiscard]] std::vector<int> used() const {
        std::map<int, bool> by_rung;
        for (const AudioOrder& order : orders) {
            if (order.kind != AudioOrder::Kind::uses) continue;
            by_rung[static_cast<int>(static_cast<std::uint8_t>(order.rung))] = order.used;
        }
        std::vector<int> rungs;
        for (const auto& [rung, is_used] : by_rung)
            if (is_used) rungs.push_back(rung);
        return rungs;
    }
    /// A link that carries all, as its box tells each 200 ms.
    void quiet(BoxId box, Duration length) {
        for (const Instant end = now + length; now < end; now += 200ms)
            desk.told(box,
                      {.live = true, .queue = Milliseconds{toggled_ = !toggled_}, .growth = -1s},
                      now);
    }

    NoCards cards;
    Nobody nobody;
    SeededRandom random{1};
    net::MixerSessions sessions{
        {.identity = net::KeyPair::generate(random)}, cards, random, nobody};
    std::map<BoxId, std::pair<net::RungIndex, net::RungIndex>> told;
    std::vector<AudioOrder> orders;
    RungDesk desk{RungDesk::Settings{}, sessions, *this};
    Instant now{100s};

  private:
    bool toggled_ = false;
};

}  // namespace

SCENARIO("a box begins at the step in the middle, and its rung is coded while it listens",
         "[firmware][rungs]") {
    Centre centre;
    centre.desk.joined(an, centre.now);
    CHECK(centre.down_step(an) == 3);
    CHECK(centre.used().empty());
    centre.desk.listens(an, true);
    CHECK(centre.used() == std::vector<int>{static_cast<int>(centre.told[an].second)});
    WHEN("it listens no more, or is struck off") {
        THEN("nobody codes it") {
            centre.desk.listens(an, false);
            CHECK(centre.used().empty());
            centre.desk.listens(an, true);
            centre.desk.forget(an);
            CHECK(centre.used().empty());
        }
    }
    WHEN("its room is recorded, and all who are there speak") {
        centre.desk.records(plenary, true);
        centre.desk.listens(an, false);
        THEN("what all hear is coded on for the recording, until that ends") {
            CHECK(centre.used() == std::vector<int>{static_cast<int>(centre.told[an].second)});
            centre.desk.records(plenary, false);
            CHECK(centre.used().empty());
        }
    }
    WHEN("nobody knows the box") {
        THEN("it takes nothing, and harms nothing") {
            CHECK_FALSE(centre.desk.takes(binh, MixedPacket{}, centre.now));
            centre.desk.told(binh, {.live = true}, centre.now);
            CHECK_FALSE(centre.told.contains(binh));
        }
    }
}

SCENARIO("each box's way down is chosen by what that box tells", "[firmware][rungs]") {
    Centre centre;
    for (const BoxId box : {an, binh}) {
        centre.desk.joined(box, centre.now);
        centre.desk.listens(box, true);
    }
    GIVEN("one has a queue that grows") {
        centre.desk.told(an, {.live = true, .queue = 400ms, .growth = 300ms, .rate_bps = 16'000},
                         centre.now);
        THEN("it goes down at once, as far as what came through says, and the other stays") {
            CHECK(centre.down_step(an) < 2);
            CHECK(centre.down_step(binh) == 3);
        }
        THEN("both rungs are coded until it has gone over to the lower") {
            const auto from = centre.told[binh].second;
            const auto to = centre.told[an].second;
            CHECK(centre.used().size() == 2);
            centre.desk.listens(binh, false);
            CHECK(centre.used().size() == 2);
            MixedPacket mixed;
            for (mixed.tick = 0; mixed.tick < 24; ++mixed.tick) {
                for (const auto rung : {from, to}) {
                    const auto ticks = net::rung(rung).frame / audio::tick_length;
                    if (mixed.tick % ticks != 0) continue;
                    mixed.rung = audio::RungIndex{static_cast<std::uint8_t>(rung)};
                    (void)centre.desk.takes(an, mixed, centre.now);
                }
            }
            CHECK(static_cast<int>(centre.desk.downlink(an)) == static_cast<int>(to));
            CHECK(centre.used() == std::vector<int>{static_cast<int>(to)});
        }
    }
    GIVEN("one link carries all") {
        centre.quiet(an, 60s);
        THEN("it is tried at more, step by step, and the other is not") {
            CHECK(centre.down_step(an) == 5);
            CHECK(centre.down_step(binh) == 3);
        }
    }
}

TEST_CASE("a microphone is opened on the rung that its box hears now", "[firmware][rungs]") {
    Centre centre;
    centre.desk.joined(an, centre.now);
    centre.desk.told(an, {.live = true, .queue = 400ms, .growth = 300ms, .rate_bps = 16'000},
                     centre.now);
    centre.orders.clear();
    centre.desk.open_microphone(an);
    REQUIRE(centre.orders.size() == 2);
    CHECK(centre.orders[0].kind == AudioOrder::Kind::open);
    CHECK(static_cast<int>(centre.orders[0].rung) == static_cast<int>(centre.desk.downlink(an)));
    CHECK(centre.orders[1].kind == AudioOrder::Kind::move);
    CHECK(static_cast<int>(centre.orders[1].rung) == static_cast<int>(centre.told[an].second));
}
