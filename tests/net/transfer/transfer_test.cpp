// Both ends over a link that loses, delays and reorders, in virtual time.
#include <algorithm>
#include <map>
#include <random>
#include <vector>

#include "net/transfer/piece_receiver.h"
#include "net/transfer/piece_sender.h"
#include "tests/catch.h"

using namespace giaoban;
using namespace giaoban::net;
using namespace std::chrono_literals;

namespace {

constexpr BoxId the_box{3};

std::vector<std::byte> some_object(std::size_t size, std::uint32_t seed) {
    std::mt19937 random(seed);
    std::vector<std::byte> content(size);
    for (std::byte& each : content)
        each = static_cast<std::byte>(random());
    return content;
}

/// One direction: a rate with a queue of 3 s, a delay with jitter, losses.
struct Way {
    double loss = 0;
    Duration delay = 50ms;
    Duration jitter = 0ms;
    int bps = 0;  ///< 0: as much as is sent
    std::multimap<Instant, std::vector<std::byte>> on_way{};
    Instant free{};
    Duration longest_queue{};
    std::uint64_t bytes = 0;

    void send(Bytes message, Instant now, std::mt19937& random) {
        bytes += message.size() + 60;
        if (std::uniform_real_distribution<>(0, 1)(random) < loss) return;
        Instant leaves = now;
        if (bps > 0) {
            if (free - now > 3s) return;
            free = std::max(free, now) + Duration{Seconds{1}} *
                                             static_cast<std::int64_t>((message.size() + 60) * 8) /
                                             bps;
            longest_queue = std::max(longest_queue, free - now);
            leaves = free;
        }
        const auto wobble = std::uniform_int_distribution<std::int64_t>(0, jitter.count())(random);
        on_way.emplace(leaves + delay + Duration{wobble},
                       std::vector<std::byte>(message.begin(), message.end()));
    }
    [[nodiscard]] Instant next() const { return on_way.empty() ? never : on_way.begin()->first; }
};

struct Both final : PieceSenderSink {
    std::vector<std::byte> content;
    ObjectId object{99};
    std::mt19937 random{7};
    Way up;
    Way down;
    PieceSender::Settings settings{.box_bps = 64'000, .all_bps = 256'000};
    std::optional<PieceSender> sender;
    std::optional<PieceReceiver> receiver;
    std::vector<std::byte> disk;
    Instant now{Seconds{5000}};
    bool cut = false;

    explicit Both(std::size_t size) : content(some_object(size, 1)) {}
    void start_sender() { sender.emplace(settings, *this); }
    void start_receiver() {
        receiver.emplace(object, static_cast<std::uint32_t>(content.size()),
                         static_cast<std::uint32_t>(disk.size()), now);
        disk.resize(receiver->have());
    }

    std::optional<std::uint32_t> size_of(ObjectId wanted) override {
        if (wanted != object) return std::nullopt;
        return static_cast<std::uint32_t>(content.size());
    }
    bool read(ObjectId, std::uint32_t offset, MutableBytes into) override {
        std::copy_n(content.begin() + offset, into.size(), into.begin());
        return true;
    }
    bool send_piece(BoxId, const Piece& piece, Instant at) override {
        std::array<std::byte, most_transfer_message> room{};
        if (!cut) down.send(write_piece(piece, room), at, random);
        return true;
    }

    void run_until(Instant until) {
        for (;;) {
            const Instant next = std::min(
                {sender->next_deadline(), receiver->next_deadline(), up.next(), down.next()});
            if (next > until || next == never) break;
            now = std::max(now, next);
            if (up.next() <= now) {
                const auto message = std::move(up.on_way.begin()->second);
                up.on_way.erase(up.on_way.begin());
                if (const auto ask = read_ask(message)) sender->on_ask(the_box, *ask, now);
            }
            if (down.next() <= now) {
                const auto message = std::move(down.on_way.begin()->second);
                down.on_way.erase(down.on_way.begin());
                if (const auto piece = read_piece(message))
                    static_cast<void>(receiver->on_piece(*piece, now));
                while (!receiver->next().empty()) {
                    const Bytes bytes = receiver->next();
                    disk.insert(disk.end(), bytes.begin(), bytes.end());
                    receiver->stored();
                }
            }
            sender->on_time(now);
            if (const auto ask = receiver->ask_due(now)) {
                std::array<std::byte, ask_size> room{};
                if (!cut) up.send(write_ask(*ask, room), now, random);
            }
            if (receiver->is_whole()) break;
        }
        if (!receiver->is_whole()) now = until;
    }
};

}  // namespace

SCENARIO("an object comes over bit for bit", "[net][transfer]") {
    const auto [loss, jitter] = GENERATE(
        table<double, Duration>({{0.0, 0ms}, {0.05, 300ms}, {0.30, 1000ms}, {0.60, 100ms}}));
    INFO("loss " << loss);
    Both both(300'000);
    both.up.loss = both.down.loss = loss;
    both.up.jitter = both.down.jitter = jitter;
    both.start_sender();
    both.start_receiver();
    const Instant began = both.now;
    both.run_until(began + 4h);
    REQUIRE(both.receiver->is_whole());
    CHECK(both.disk == both.content);
    const double seconds = std::chrono::duration<double>(both.now - began).count();
    // Never more than its rate.
    CHECK(static_cast<double>(both.down.bytes) * 8 / seconds <= 64'000 * 1.05);
    if (loss < 0.1) {
        // Nearly at its rate; what is sent beside the lost is little; asks are few.
        CHECK(seconds < 300'000 * 8 / 64'000.0 * 1.4);
        CHECK(static_cast<double>(both.down.bytes) < 1.08 * (300 * 1075) / (1 - loss));
        CHECK(both.up.bytes < 300'000 / 50);
    }
}

SCENARIO("a transfer goes on after outages and restarts of either end", "[net][transfer]") {
    Both both(400'000);
    both.up.loss = both.down.loss = 0.1;
    both.start_sender();
    both.start_receiver();
    for (int round = 0; round < 200 && !both.receiver->is_whole(); ++round) {
        both.run_until(both.now + 7s);
        if (both.receiver->is_whole()) break;
        switch (round % 4) {
            case 0:  // the link is dead for an hour
                both.cut = true;
                both.run_until(both.now + 1h);
                both.cut = false;
                break;
            case 1: both.start_sender(); break;
            case 2:  // power cut: what was not synchronised is gone
                both.disk.resize(both.disk.size() / 16'000 * 16'000);
                both.start_receiver();
                break;
            default: break;
        }
    }
    REQUIRE(both.receiver->is_whole());
    CHECK(both.disk == both.content);
}

SCENARIO("a narrow link is not filled with more than it carries", "[net][transfer]") {
    Both both(60'000);
    both.settings.box_bps = 16'000;
    both.down.bps = 12'000;
    both.down.delay = both.up.delay = 300ms;
    both.start_sender();
    both.start_receiver();
    const Instant began = both.now;
    both.run_until(began + 2h);
    REQUIRE(both.receiver->is_whole());
    CHECK(both.disk == both.content);
    // At 8 kbit/s, a third of which is waiting for the queue to go, it would take a minute and a half.
    CHECK(both.now - began < 150s);
    CHECK(both.down.longest_queue < 2500ms);
}
