#include <array>
#include <chrono>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <vector>

#include "config/vocab/random.h"
#include "firmware/media.h"
#include "firmware/mixer/listener_rung.h"
#include "tests/catch.h"
#include "tests/scenarios/meeting_simulation.h"
#include "tests/scenarios/token_codec.h"
#include "tests/scenarios/voice.h"

using namespace giaoban;
using namespace giaoban::scenarios;
using namespace std::chrono_literals;

// The bridge and its listeners' rungs, with every order late by as much as a ring can make it: whatever is changed when,
// each listener gets every tick of the meeting once.

namespace {

constexpr Samples tick = 20ms;

/// All that one listener was sent: frames, one after another.
struct Inbox {
    mixer::ListenerRung rung{net::default_rung};
    std::int64_t next = -1;  ///< the tick that should come now
    std::uint64_t lost = 0;
    std::uint64_t twice = 0;
    std::uint64_t changes = 0;
    std::uint64_t frames = 0;

    void take(net::RungIndex index, std::int64_t from) {
        if (next >= 0 && from > next) ++lost;
        if (next >= 0 && from < next) ++twice;
        next = from + net::rung(index).frame / tick;
        ++frames;
    }
};

class Hall final : public audio::BridgeSink {
  public:
    Hall()
        : bridge_(
              {.rate = SampleRate::hz16000, .talkers = 4, .playout = {}}, rungs(),
              [](SampleRate rate) { return std::make_unique<TokenDecoder>(rate); },
              [](const audio::EncoderSettings& settings) {
                  return std::make_unique<TokenEncoder>(settings);
              }) {
        for (std::uint16_t box = 2; box < 12; ++box)
            inboxes[BoxId{box}];
    }

    /// A ring keeps their order.
    void order(Duration late, std::function<void(audio::Bridge&)> what) {
        const Instant last = orders_.empty() ? now_ : orders_.back().first;
        orders_.emplace_back(std::max(last, now_ + late), std::move(what));
    }
    void want(BoxId box, net::RungIndex rung, Duration late) {
        Inbox& inbox = inboxes[box];
        inbox.rung.want(rung);
        order(late, [box, rung](audio::Bridge& bridge) { bridge.move(box, for_audio(rung)); });
        tell_uses(late);
    }
    void open(BoxId box, Duration late) {
        inboxes[box].rung.stay();
        const auto on = inboxes[box].rung.now();
        const auto then = inboxes[box].rung.wanted();
        order(late, [box, on, then](audio::Bridge& bridge) {
            REQUIRE(bridge.open(box, for_audio(on)) != audio::Bridge::Opened::full);
            bridge.move(box, for_audio(then));
        });
    }
    void close(BoxId box, Duration late) {
        order(late, [box](audio::Bridge& bridge) { bridge.close(box, audio::Closing::drain); });
    }
    void run_tick() {
        now_ += Milliseconds{20};
        while (!orders_.empty() && orders_.front().first <= now_) {
            orders_.front().second(bridge_);
            orders_.pop_front();
        }
        bridge_.tick(now_, *this);
    }
    /// One packet of 20 ms of a talker.
    void speak(BoxId box) {
        Speech& speech = speeches_[box];
        audio::EncodedPacket packet;
        const std::vector<std::int16_t> pcm(320, voice::level(number_of(box) % 4, speech.sequence));
        const auto size = speech.encoder.encode(pcm, packet.data);
        packet.size = static_cast<std::uint16_t>(size.value_or(0));
        packet.seq = speech.sequence++;
        packet.timestamp = packet.seq * 960U;
        bridge_.insert(box, packet, now_);
    }

    void encoded(const audio::MixPacket& packet) noexcept override {
        const net::RungIndex index{static_cast<std::uint8_t>(packet.rung)};
        if (packet.only != no_box) {
            inboxes[packet.only].take(index, packet.tick);
            return;
        }
        for (auto& [box, inbox] : inboxes) {
            if (std::ranges::find(packet.except, box) != packet.except.end()) continue;
            const net::RungIndex before = inbox.rung.now();
            if (inbox.rung.takes(index, packet.tick)) inbox.take(index, packet.tick);
            inbox.changes += inbox.rung.now() != before ? 1U : 0U;
        }
    }

    void tell_uses(Duration late) {
        std::array<bool, net::rung_count> used{};
        for (const auto& [box, inbox] : inboxes) {
            used[static_cast<std::size_t>(inbox.rung.now())] = true;
            used[static_cast<std::size_t>(inbox.rung.wanted())] = true;
        }
        order(late, [used](audio::Bridge& bridge) {
            for (std::uint8_t i = 0; i < used.size(); ++i)
                bridge.uses(audio::RungIndex{i}, used[i]);
        });
    }

    std::map<BoxId, Inbox> inboxes;

  private:
    struct Speech {
        TokenEncoder encoder{
            encoder_settings(net::rung(net::default_rung), {}, SampleRate::hz16000)};
        std::uint16_t sequence = 0;
    };

    static audio::RungIndex for_audio(net::RungIndex index) {
        return audio::RungIndex{static_cast<std::uint8_t>(index)};
    }
    static std::vector<audio::Bridge::RungSettings> rungs() {
        std::vector<audio::Bridge::RungSettings> all;
        for (std::uint8_t i = 0; i < net::rung_count; ++i) {
            const net::RungIndex index{i};
            all.push_back({.rung = for_audio(index),
                           .encoder = encoder_settings(net::rung(index), {}, SampleRate::hz16000)});
        }
        return all;
    }

    audio::Bridge bridge_;
    Instant now_{Seconds{1000}};
    std::deque<std::pair<Instant, std::function<void(audio::Bridge&)>>> orders_;
    std::map<BoxId, Speech> speeches_;
};

net::RungIndex any_rung(SeededRandom& random) {
    return net::RungIndex{static_cast<std::uint8_t>(random.below(net::rung_count))};
}

}  // namespace

TEST_CASE("listeners whose rungs change all the time get every tick once", "[scenarios]") {
    const auto seed = seed_or(200);
    SeededRandom random(seed);
    INFO("GIAOBAN_SEED=" << seed);
    Hall hall;
    constexpr BoxId talker{1};
    hall.open(talker, 0ms);
    hall.tell_uses(0ms);
    for (int i = 0; i < 30'000; ++i) {  // 10 minutes
        hall.speak(talker);
        hall.run_tick();
        for (auto& [box, inbox] : hall.inboxes) {
            if (box == talker || random.below(40) != 0) continue;
            hall.want(box, any_rung(random), Milliseconds{random.below(60)});
        }
        if (i % 10 == 0) hall.tell_uses(Milliseconds{random.below(20)});
    }
    for (const auto& [box, inbox] : hall.inboxes) {
        if (box == talker) continue;
        INFO("box " << number_of(box));
        CHECK(inbox.lost == 0);
        CHECK(inbox.twice == 0);
        CHECK(inbox.changes > 300);
        CHECK(inbox.frames > 5'000);
    }
}

TEST_CASE("boxes whose rungs change while they take and give the floor get every tick once",
          "[scenarios]") {
    const auto seed = seed_or(210);
    SeededRandom random(seed);
    INFO("GIAOBAN_SEED=" << seed);
    Hall hall;
    constexpr BoxId talker{1};
    hall.open(talker, 0ms);
    hall.tell_uses(0ms);
    BoxId second = no_box;
    int until = 0;
    for (int i = 0; i < 60'000; ++i) {
        hall.speak(talker);
        if (second != no_box && i < until) hall.speak(second);
        hall.run_tick();
        // Every 6 s another speaks beside, for 1 to 3 s.
        if (i % 300 == 0) {
            second = BoxId{static_cast<std::uint16_t>(2 + random.below(10))};
            until = i + 50 + static_cast<int>(random.below(100));
            hall.open(second, 0ms);
        }
        if (second != no_box && i == until) {
            hall.close(second, 0ms);
            second = no_box;
        }
        for (auto& [box, inbox] : hall.inboxes) {
            if (box == talker || random.below(60) != 0) continue;
            hall.want(box, any_rung(random), Milliseconds{random.below(40)});
        }
        if (i % 10 == 0) hall.tell_uses(0ms);
    }
    for (const auto& [box, inbox] : hall.inboxes) {
        if (box == talker) continue;
        INFO("box " << number_of(box));
        CHECK(inbox.lost == 0);
        CHECK(inbox.twice == 0);
        CHECK(inbox.changes > 300);
    }
}
