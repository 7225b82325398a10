#include "board/alsa/alsa_port.h"

#include <atomic>
#include <mutex>
#include <thread>
#include <vector>

#include "tests/board/alsa/faulty_device.h"
#include "tests/catch.h"

using namespace giaoban;
using namespace giaoban::board;
using namespace std::chrono_literals;
using giaoban::audio::PortState;
using giaoban::board::tests::Faults;
using giaoban::board::tests::FaultyDevice;

namespace {

/// Cards come in the order of `cards`; none when the list is at its end, or `plugged` is false.
struct Machine {
    std::vector<Faults> cards = std::vector<Faults>(2);
    std::atomic<bool> plugged{true};
    std::atomic<std::size_t> opened{0};
    std::mutex mutex;
    std::vector<std::string> lines;

    AlsaPort::Open open() {
        return [this]() -> Expected<std::unique_ptr<PcmDevice>, std::string> {
            const std::size_t next = opened.load();
            if (!plugged || next == cards.size()) return Unexpected(std::string("no card"));
            ++opened;
            return std::unique_ptr<PcmDevice>(std::make_unique<FaultyDevice>(cards[next]));
        };
    }
    AlsaPort::Log log() {
        return [this](const std::string& line) {
            const std::lock_guard lock(mutex);
            lines.push_back(line);
        };
    }
    std::vector<std::string> told() {
        const std::lock_guard lock(mutex);
        return lines;
    }
};

constexpr AlsaPort::Timing quick{.retry = 2ms, .tick = 1ms};

bool ticks_until(AlsaPort& port, PortState state) {
    std::vector<std::int16_t> heard(320);
    const std::vector<std::int16_t> said(320);
    for (int i = 0; i < 3'000; ++i) {
        port.exchange(heard, said);
        if (port.health().state == state) return true;
    }
    return false;
}

}  // namespace

SCENARIO("a port survives the loss of its card", "[board][alsa]") {
    GIVEN("a machine with two cards to be plugged in one after the other") {
        Machine machine;
        // The first one is pulled out at its 20th tick.
        machine.cards[0].captures.assign(19, PcmResult::done);
        machine.cards[0].captures.push_back(PcmResult::gone);
        WHEN("the first is pulled out, and the second plugged in later") {
            {
                AlsaPort port(machine.open(), machine.log(), quick);
                REQUIRE(ticks_until(port, PortState::running));
                machine.plugged = false;
                REQUIRE(ticks_until(port, PortState::absent));
                std::vector<std::int16_t> heard(320, 5);
                port.exchange(heard, heard);
                CHECK(heard == std::vector<std::int16_t>(320, 0));
                // It is looked for by a thread that a busy machine may let wait.
                for (int i = 0; i < 1'000 && machine.told().back() != "no card"; ++i)
                    port.exchange(heard, heard);
                machine.plugged = true;
                REQUIRE(ticks_until(port, PortState::running));
                CHECK(port.health().opened == 2);
            }
            THEN("each was told once, and none was left open") {
                CHECK(machine.told() ==
                      std::vector<std::string>{"sound card: faulty card",
                                               "sound card lost; looking for it again", "no card",
                                               "sound card: faulty card"});
                CHECK(machine.cards[0].destroyed == 1);
                CHECK(machine.cards[1].destroyed == 1);
            }
        }
    }
    GIVEN("a machine without a card") {
        Machine machine;
        machine.plugged = false;
        AlsaPort port(machine.open(), machine.log(), quick);
        WHEN("a hundred ticks pass") {
            std::vector<std::int16_t> tick(320);
            const auto begin = std::chrono::steady_clock::now();
            for (int i = 0; i < 100; ++i)
                port.exchange(tick, tick);
            const auto took = std::chrono::steady_clock::now() - begin;
            THEN("they took their time by the clock") { CHECK(took >= 90ms); }
        }
    }
}
