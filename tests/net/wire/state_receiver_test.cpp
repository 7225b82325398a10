#include "net/wire/state_receiver.h"

#include <queue>
#include <vector>

#include "config/vocab/random.h"
#include "net/wire/control_frame.h"
#include "net/wire/state_sender.h"
#include "tests/catch.h"

using namespace giaoban;
using namespace giaoban::net;
using namespace std::chrono_literals;

TEST_CASE("a frame is answered when it has a state or asks, and a confirmation never is",
          "[net][wire][state]") {
    StateReceiver receiver;
    CHECK(receiver.on_frame(1, true, false));
    CHECK(receiver.answer_owed());
    receiver.on_sent();
    CHECK_FALSE(receiver.on_frame(1, false, false));
    CHECK_FALSE(receiver.answer_owed());
    CHECK_FALSE(receiver.on_frame(1, true, false));  // its confirmation was lost
    CHECK(receiver.answer_owed());
    receiver.on_sent();
    CHECK_FALSE(receiver.on_frame(1, false, true));
    CHECK(receiver.answer_owed());
}

TEST_CASE("an older state that comes late is not news", "[net][wire][state]") {
    StateReceiver receiver;
    CHECK(receiver.on_frame(3, true, false));
    CHECK_FALSE(receiver.on_frame(2, true, false));
    CHECK(receiver.confirmed() == 3);
    CHECK_FALSE(receiver.on_frame(4, false, false));
    CHECK(receiver.confirmed() == 3);
}

namespace {

struct OnItsWay {
    Instant arrives;
    FrameHeader header;
    int state;  // 0: left out
    bool to_mixer;
    friend bool operator>(const OnItsWay& a, const OnItsWay& b) { return a.arrives > b.arrives; }
};

struct Side {
    StateSender sender;
    StateReceiver receiver;
    int own = 1;
    int seen = 0;
};

// Loss, delay that reorders, and duplication.
class Network {
  public:
    explicit Network(std::uint64_t seed) : random_(seed) {}

    void send(Side& side, bool to_mixer, Instant now) {
        const FrameHeader header{side.sender.version(), side.receiver.confirmed(), to_mixer};
        const int state = side.sender.carries_state() ? side.own : 0;
        side.sender.on_sent(now);
        side.receiver.on_sent();
        for (int copy = 0; copy < 2; ++copy) {
            if (random_.unit() < (copy == 0 ? 0.4 : 0.9)) continue;
            const auto delay = Milliseconds{static_cast<std::int64_t>(random_.below(600))};
            on_their_way.push({now + delay, header, state, to_mixer});
        }
    }
    std::priority_queue<OnItsWay, std::vector<OnItsWay>, std::greater<>> on_their_way;

  private:
    SeededRandom random_;
};

void deliver(Side& to, const OnItsWay& frame) {
    to.sender.on_confirmed(frame.header.confirmed, frame.arrives);
    if (to.receiver.on_frame(frame.header.version, frame.state != 0, frame.header.answer_wanted)) {
        to.seen = frame.state;
    }
}

}  // namespace

TEST_CASE("both sides know each other's last state, whatever the network does",
          "[net][wire][state]") {
    for (std::uint64_t seed = 1; seed <= 50; ++seed) {
        Instant now{50s};
        StateTiming mixer_timing;
        mixer_timing.heartbeat = Duration::max();
        Side box{StateSender(StateTiming{}, now), {}};
        Side mixer{StateSender(mixer_timing, now), {}};
        Network network(seed);
        SeededRandom random(seed + 1000);
        const Instant quiet = now + 30s;
        Instant next_change = now;
        while (now < quiet + 60s) {
            Instant next = std::min(box.sender.next_deadline(), mixer.sender.next_deadline());
            if (next_change < quiet) next = std::min(next, next_change);
            if (!network.on_their_way.empty()) {
                next = std::min(next, network.on_their_way.top().arrives);
            }
            now = std::max(now, next);
            if (now >= next_change && now < quiet) {
                Side& side = random.below(2) == 0 ? box : mixer;
                ++side.own;
                side.sender.changed(now);
                next_change = now + Milliseconds{static_cast<std::int64_t>(random.below(900))};
            }
            while (!network.on_their_way.empty() && network.on_their_way.top().arrives <= now) {
                const OnItsWay frame = network.on_their_way.top();
                network.on_their_way.pop();
                Side& to = frame.to_mixer ? mixer : box;
                const int before = to.seen;
                deliver(to, frame);
                CHECK(to.seen >= before);
            }
            if (box.sender.next_deadline() <= now || box.receiver.answer_owed()) {
                network.send(box, true, now);
            }
            if (mixer.sender.next_deadline() <= now || mixer.receiver.answer_owed()) {
                network.send(mixer, false, now);
            }
        }
        INFO("seed " << seed);
        CHECK(mixer.seen == box.own);
        CHECK(box.seen == mixer.own);
        CHECK_FALSE(box.sender.carries_state());
        CHECK_FALSE(mixer.sender.carries_state());
    }
}
