#include "firmware/mixer/problems.h"

#include <algorithm>

#include "net/link/rung.h"

namespace giaoban::mixer {

namespace {

using net::Problem;

// The default rung's redundancy mends one packet in ten to the word; from there on listeners notice.
constexpr std::uint16_t much_loss = 100;
// ITU-T G.114: 400 ms one way is unacceptable for talking; a request and its answer then take a second.
constexpr Microseconds long_delay = std::chrono::seconds(1);

void note_links(net::BoxRow& row, std::vector<Problem>& found) {
    if (row.up.lost_permille >= much_loss) found.push_back(Problem::loss_up);
    if (row.down.lost_permille >= much_loss) found.push_back(Problem::loss_down);
    if (net::rung(net::RungIndex{row.uplink_rung}).step == net::RungStep{0} ||
        net::rung(net::RungIndex{row.downlink_rung}).step == net::RungStep{0}) {
        found.push_back(Problem::slow_link);
    }
    if (row.round_trip >= long_delay) found.push_back(Problem::long_delay);
    if (row.behind > Milliseconds{0}) found.push_back(Problem::behind);
}

void note_sound(net::BoxRow& row, Duration unheard, std::vector<Problem>& found) {
    if (row.sound == net::SoundHealth::no_card) found.push_back(Problem::no_card);
    if (row.sound == net::SoundHealth::failing) found.push_back(Problem::sound_failing);
    if (row.floor == FloorState::speaking && row.level_db <= silence_db &&
        unheard >= longest_pause) {
        found.push_back(Problem::silent);
    }
}

}  // namespace

void note_problems(net::BoxRow& row, Duration unheard) {
    auto& found = row.problems;
    if (row.presence == net::Presence::lost) found.push_back(Problem::link_lost);
    if (row.presence == net::Presence::joined) {
        note_links(row, found);
        note_sound(row, unheard, found);
    }
    if (row.self_test.state == net::SelfTestState::failed) {
        found.push_back(Problem::self_test_failed);
    }
    std::ranges::sort(found);
    const auto twice = std::unique(found.begin(), found.end());
    found.erase(twice, found.end());
}

}  // namespace giaoban::mixer
