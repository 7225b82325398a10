// Generic NACK and the stream of the history, from end to end of a session.
#include <array>
#include <set>

#include "tests/catch.h"
#include "tests/net/session/village.h"

using namespace giaoban;
using namespace giaoban::net;
using namespace giaoban::net::village;
using namespace std::chrono_literals;

namespace {

std::vector<std::byte> opus(std::uint8_t first) {
    return std::vector<std::byte>(60, std::byte{first});
}

/// A village whose network loses the `lost`th packets of sound of one direction.
struct LossyVillage : Village {
    explicit LossyVillage(SrtpProfile with = SrtpProfile::aes_cm_128_hmac_sha1_80)
        : Village(5, 1, with) {
        run_for(3s);
        REQUIRE(all_joined());
        weather = [this](const Datagram& datagram, Instant) -> std::vector<Duration> {
            const bool sound = kind(datagram.bytes) == Kind::rtp;
            if (sound && lost.contains(packets++)) return {};
            return {40ms};
        };
    }
    std::set<int> lost;
    int packets = 0;
};

}  // namespace

SCENARIO("who misses packets asks for them, and the same bytes come again",
         "[net][session][nack]") {
    for (const auto profile :
         {SrtpProfile::aes_cm_128_hmac_sha1_80, SrtpProfile::aead_aes_128_gcm}) {
        LossyVillage village(profile);
        GIVEN("a listener that misses two packets of eight, profile " +
              std::to_string(static_cast<int>(profile))) {
            village.lost = {2, 3};
            village.tap = true;
            for (std::uint8_t i = 0; i < 8; ++i) {
                (void)village.mixer->send_audio(Village::id(0), i * 960U, opus(i), false,
                                                village.now);
                village.run_for(20ms);
            }
            village.run_for(100ms);
            auto& heard = village.box().heard;
            REQUIRE(heard.size() == 6);
            const auto missed = static_cast<std::uint16_t>(heard[1].sequence + 1);
            WHEN("it asks for them") {
                const std::array<std::uint16_t, 2> seqs{missed,
                                                        static_cast<std::uint16_t>(missed + 1)};
                village.session().ask_again(seqs, village.now);
                village.run_for(100ms);
                THEN("it has them, each once, and the bytes on the wire are those of before") {
                    REQUIRE(heard.size() == 8);
                    CHECK(heard[6].sequence == missed);
                    CHECK(heard[6].timestamp == 2 * 960);
                    CHECK(heard[6].payload == opus(2));
                    CHECK(heard[7].payload == opus(3));
                    std::map<std::vector<std::byte>, int> times;
                    for (const Datagram& datagram : village.carried) {
                        if (kind(datagram.bytes) == Kind::rtp) ++times[datagram.bytes];
                    }
                    int twice = 0;
                    for (const auto& [bytes, count] : times)
                        twice += count == 2 ? 1 : 0;
                    CHECK(twice == 2);
                    CHECK(village.mixer->figures(village.now).sent_again == 2);
                }
                AND_WHEN("it asks once more for what it has by now") {
                    village.session().ask_again(seqs, village.now);
                    village.run_for(100ms);
                    THEN("the copies are refused as replayed") {
                        CHECK(heard.size() == 8);
                        CHECK(village.session()
                                  .figures(village.now)
                                  .refusals(DatagramRefusal::replayed) == 2);
                    }
                }
            }
        }
        GIVEN("a mixing box that misses one of a talker's packets, profile " +
              std::to_string(static_cast<int>(profile))) {
            village.lost = {1};
            for (std::uint8_t i = 0; i < 4; ++i) {
                (void)village.session().send_audio(i * 960U, opus(i), false, village.now);
                village.run_for(20ms);
            }
            village.run_for(100ms);
            auto& heard = village.spoken[Village::id(0)];
            REQUIRE(heard.size() == 3);
            WHEN("it asks for it") {
                const std::array<std::uint16_t, 1> seqs{
                    static_cast<std::uint16_t>(heard[0].sequence + 1)};
                village.mixer->ask_again(Village::id(0), seqs, village.now);
                village.run_for(100ms);
                THEN("it has it") {
                    REQUIRE(heard.size() == 4);
                    CHECK(heard[3].payload == opus(1));
                }
            }
        }
    }
}

SCENARIO("what a box has missed comes on a stream of its own", "[net][session][history]") {
    LossyVillage village;
    GIVEN("a box that asks for what it missed") {
        village.session().set_catch_up(CatchUp{4'800, 96'000, 1, 150}, 1'900ms, village.now);
        village.run_for(200ms);
        const BoxState* state = village.mixer->state(Village::id(0));
        REQUIRE(state != nullptr);
        REQUIRE(state->catch_up.has_value());
        CHECK(*state->catch_up == CatchUp{4'800, 96'000, 1, 150});
        CHECK(state->behind == 1'900ms);
        WHEN("the mixing box answers, and sends four packets of which one is lost") {
            const auto first = village.mixer->next_history_number(Village::id(0));
            REQUIRE(first.has_value());
            const HistoryAnswer answer{1, 4'800, 96'000, *first, 4};
            village.mixer->set_history(Village::id(0), answer, village.now);
            village.lost = {1};
            for (std::uint8_t i = 0; i < 4; ++i) {
                const auto number = village.mixer->send_history(Village::id(0), 4'800 + i * 960U,
                                                                opus(i), village.now);
                CHECK(number == static_cast<std::uint16_t>(*first + i));
            }
            village.run_for(100ms);
            THEN(
                "the box has them beside the live stream, knows which is missing, and gets it by "
                "asking") {
                auto& missed = village.box().history_heard;
                REQUIRE(missed.size() == 3);
                CHECK(village.box().heard.empty());
                CHECK(village.session().view().history == answer);
                CHECK(missed[1].sequence == static_cast<std::uint16_t>(*first + 2));
                const std::array<std::uint16_t, 1> seqs{static_cast<std::uint16_t>(*first + 1)};
                village.session().ask_history_again(seqs, village.now);
                village.run_for(100ms);
                REQUIRE(missed.size() == 4);
                CHECK(missed[3].payload == opus(1));
                CHECK(missed[3].timestamp == 4'800 + 960);
            }
            THEN("a new view of the meeting keeps the answer") {
                MeetingView view;
                view.connected = 3;
                village.mixer->set_view(Village::id(0), view, village.now);
                village.run_for(500ms);
                CHECK(village.session().view().connected == 3);
                CHECK(village.session().view().history == answer);
            }
        }
    }
}

SCENARIO("a round trip is known from the state exchange before the first report",
         "[net][session]") {
    Village village(6, 1);
    village.run_for(1s);
    REQUIRE(village.all_joined());
    REQUIRE(village.session().link().round_trip.has_value());
    CHECK(*village.session().link().round_trip >= 80ms);
    CHECK(*village.session().link().round_trip < 120ms);
}
