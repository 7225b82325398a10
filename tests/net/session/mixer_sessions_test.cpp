#include "net/session/mixer_sessions.h"

#include <algorithm>

#include "tests/catch.h"
#include "tests/net/session/village.h"

using namespace giaoban;
using namespace giaoban::net;
using namespace giaoban::net::village;
using namespace std::chrono_literals;

namespace {

const Endpoint stranger = Endpoint::v4({198, 51, 100, 66}, 666);

std::uint64_t refused_in_all(const SessionFigures& figures) {
    std::uint64_t sum = 0;
    for (const std::uint64_t each : figures.refused)
        sum += each;
    return sum;
}

// Everything that was carried in a meeting with sound both ways.
std::vector<Datagram> recording(Village& village) {
    village.tap = true;
    village.run_for(2s);
    const std::vector<std::byte> opus(40, std::byte{1});
    for (std::uint32_t i = 0; i < 100; ++i) {
        (void)village.session().send_audio(i * 960, opus, false, village.now);
        (void)village.mixer->send_audio(Village::id(0), i * 960, opus, false, village.now);
        village.run_for(20ms);
    }
    village.run_for(10s);
    village.tap = false;
    village.run_for(100ms);  // what is on its way arrives
    return village.carried;
}

}  // namespace

TEST_CASE("random bytes are refused and counted, and the meeting goes on", "[net][session]") {
    Village village;
    village.run_for(2s);
    SeededRandom chance(12);
    const auto before = village.bytes_down;
    constexpr std::uint64_t number = 20'000;
    for (std::uint64_t i = 0; i < number; ++i) {
        std::vector<std::byte> bytes(chance.below(300));
        chance.fill(bytes);
        // Half of them look like ours at the first byte.
        if (!bytes.empty() && i % 2 == 0) bytes[0] = std::byte{192} | std::byte(i / 2 % 8);
        if (bytes.size() > 3 && i % 4 == 0) bytes[1] = bytes[2] = bytes[3] = std::byte{0};
        auto copy = bytes;
        village.mixer->on_datagram(stranger, bytes, village.now);
        village.session().on_datagram(copy, village.now);
    }
    CHECK(village.bytes_down == before);
    CHECK(refused_in_all(village.mixer->figures(village.now)) == number);
    CHECK(refused_in_all(village.session().figures(village.now)) == number);
    village.run_for(20s);
    CHECK(village.all_joined());
    CHECK(village.count("lost 1") == 0);
}

TEST_CASE("every datagram of a meeting may come again, and changes nothing", "[net][session]") {
    Village village;
    const auto carried = recording(village);
    const auto heard = village.spoken[Village::id(0)].size();
    const auto played = village.box().heard.size();
    const auto events = village.events;
    for (const Datagram& datagram : carried) {
        auto bytes = datagram.bytes;
        if (datagram.up) {
            village.mixer->on_datagram(stranger, bytes, village.now);
        } else {
            village.session().on_datagram(bytes, village.now);
        }
    }
    CHECK(village.spoken[Village::id(0)].size() == heard);
    CHECK(village.box().heard.size() == played);
    CHECK(village.events == events);
    CHECK(village.mixer->endpoint(Village::id(0)) == village.box().address);
    CHECK(village.mixer->figures(village.now).refusals(DatagramRefusal::replayed) >= 100);
    CHECK(village.session().figures(village.now).refusals(DatagramRefusal::replayed) >= 100);
    village.run_for(20s);
    CHECK(village.all_joined());
}

TEST_CASE("every datagram of a meeting may come cut short or with a bit turned over",
          "[net][session]") {
    Village village;
    const auto carried = recording(village);
    village.run_for(1s);
    SeededRandom chance(3);
    const auto heard = village.spoken[Village::id(0)].size();
    for (const Datagram& datagram : carried) {
        for (int i = 0; i < 12; ++i) {
            auto bytes = datagram.bytes;
            if (i % 2 == 0) bytes.resize(chance.below(bytes.size()));
            if (i % 3 == 0 && !bytes.empty()) {
                bytes[chance.below(bytes.size())] ^= std::byte(1U << chance.below(8));
            }
            if (i % 3 != 0 && i % 2 != 0) bytes.resize(bytes.size() + 1 + chance.below(50));
            if (datagram.up) {
                village.mixer->on_datagram(stranger, bytes, village.now);
            } else {
                village.session().on_datagram(bytes, village.now);
            }
        }
    }
    CHECK(village.spoken[Village::id(0)].size() == heard);
    CHECK(village.mixer->endpoint(Village::id(0)) == village.box().address);
    village.run_for(20s);
    CHECK(village.all_joined());
    CHECK(village.count("lost 1") == 0);
}

TEST_CASE("each kind of refusal has its own counter", "[net][session]") {
    Village village;
    village.run_for(2s);
    const auto count = [&](DatagramRefusal why) {
        return village.mixer->figures(village.now).refusals(why);
    };
    const auto send = [&](std::vector<unsigned> octets, std::size_t size) {
        std::vector<std::byte> bytes(size);
        std::transform(octets.begin(), octets.end(), bytes.begin(),
                       [](unsigned octet) { return static_cast<std::byte>(octet); });
        village.mixer->on_datagram(stranger, bytes, village.now);
    };
    send({}, 0);
    send({22}, 40);
    CHECK(count(DatagramRefusal::unknown_kind) == 2);
    send({0x80, 111}, 11);
    send({0x80, 200}, 7);
    CHECK(count(DatagramRefusal::too_short) == 2);
    send({0x80, 111, 0, 1, 0, 0, 0, 0, 0xAB, 0xCD, 0, 1}, 40);
    send({0x80, 111, 0, 1, 0, 0, 0, 0, 0xAB, 0xCD, 0xFF, 0xFF}, 40);
    send({195, 0, 0, 0, 0xAB, 0xCD, 0, 1}, 60);
    CHECK(count(DatagramRefusal::no_such_session) == 3);
    send({192, 0, 0, 0}, 212);
    CHECK(count(DatagramRefusal::handshake) == 1);
}

TEST_CASE("a box that is forgotten is not there, and is turned away when its card is gone",
          "[net][session]") {
    Village village;
    village.run_for(2s);
    village.cards.remove(Village::name(0));
    village.mixer->forget(Village::id(0));
    CHECK_FALSE(village.mixer->is_there(Village::id(0)));
    CHECK(village.mixer->state(Village::id(0)) == nullptr);
    village.run_for(20s);
    CHECK(village.session().phase() == SessionPhase::refused);
    CHECK(village.session().refusal() == RefusalReason::unknown_card);
}

TEST_CASE("boxes of one meeting do not disturb each other", "[net][session]") {
    Village village(2, 20);
    village.run_for(3s);
    REQUIRE(village.all_joined());
    for (std::size_t i = 0; i < 20; ++i) {
        MeetingView view;
        view.place = static_cast<std::uint16_t>(i + 1);
        view.floor = FloorState::waiting;
        village.mixer->set_view(Village::id(i), view, village.now);
        for (std::size_t press = 0; press < i; ++press) {
            village.session(i).press(Press::short_press, village.now);
        }
    }
    village.run_for(3s);
    for (std::size_t i = 0; i < 20; ++i) {
        CHECK(village.session(i).view().place == i + 1);
        CHECK(village.pressed[Village::id(i)].first == i);
    }
}

TEST_CASE("after a power cut in the whole district all boxes are in within seconds",
          "[net][session]") {
    Village village(6, 100);
    village.run_for(5s);
    CHECK(village.all_joined());
    CHECK(village.cards.pins == 100);
}

TEST_CASE("a mixing box whose machine slept is not kept busy by boxes that are gone",
          "[net][session]") {
    Village village(3, 2);
    REQUIRE(village.run_until_true([&] { return village.all_joined(); }, 5s));
    village.run_for(1s);
    // Something is due; and the next time anybody looks, it is hours later.
    const Instant later = village.now + 5h;
    village.mixer->on_time(later);
    CHECK(village.mixer->next_deadline() > later);
    CHECK_FALSE(village.mixer->is_there(Village::id(0)));
}

TEST_CASE("a deadline that was served is followed by a later one", "[net][session]") {
    Village village(8, 3);
    SeededRandom chance(8);
    village.weather = [&](const Datagram&, Instant) -> std::vector<Duration> {
        if (chance.unit() < 0.3) return {};
        return {Milliseconds{static_cast<std::int64_t>(chance.below(500))}};
    };
    for (int i = 0; i < 2000; ++i) {
        village.run_for(Milliseconds{static_cast<std::int64_t>(chance.below(100))});
        village.mixer->on_time(village.now);
        CHECK(village.mixer->next_deadline() > village.now);
        for (std::size_t box = 0; box < 3; ++box) {
            village.session(box).on_time(village.now);
            CHECK(village.session(box).next_deadline() > village.now);
        }
    }
}
