#include "firmware/box/doctor_verdicts.h"

#include <algorithm>
#include <limits>
#include <string>
#include <utility>

#include "net/wire/text_rules.h"

namespace giaoban::box {

using namespace std::chrono_literals;
using net::DoctorFinding;
using net::DoctorItem;
using net::DoctorTrouble;

namespace {

constexpr int hot_tenths = 800;
// A finger lets go; a broken cable or a book on the button does not.
constexpr Duration stuck_after = 20s;
// As the mixing box's table: a tenth, and a second there and back (firmware/mixer/problems.cpp).
constexpr int much_lost_permille = 100;
constexpr Milliseconds long_round_trip = 1s;
// 32 faults of 32 KiB, identity and roster take 2 MB; below this an update's bundle has no room by far.
constexpr std::int64_t least_disk_mib = 16;
// The daemon takes 40 MiB; with less than this to spare the next one that starts is killed.
constexpr std::int64_t least_memory_mib = 32;

std::int32_t bounded(std::int64_t value) noexcept {
    constexpr std::int64_t most = std::numeric_limits<std::int32_t>::max();
    return static_cast<std::int32_t>(std::clamp<std::int64_t>(value, -most, most));
}

/// What may stand in a report: names come from USB devices, which may say anything.
std::string fitting(std::string_view text) {
    std::string shown(net::cut_to(text, net::max_doctor_text));
    return net::is_showable(shown, net::max_doctor_text) ? shown : std::string();
}

DoctorFinding finding(DoctorItem item, DoctorTrouble trouble, std::int64_t value = 0,
                      std::int64_t other = 0, std::string_view text = {}) {
    return {.item = item,
            .trouble = trouble,
            .value = bounded(value),
            .other = bounded(other),
            .text = fitting(text)};
}

DoctorFinding sound_card(const DoctorFacts& facts) {
    DoctorTrouble trouble = DoctorTrouble::none;
    if (!facts.sound_by_card) {
        trouble = DoctorTrouble::switched_off;
    } else if (facts.sound == audio::PortState::absent) {
        trouble = DoctorTrouble::no_card;
    } else if (facts.sound_failing) {
        trouble = DoctorTrouble::card_failing;
    }
    return finding(DoctorItem::sound_card, trouble, 0, 0, facts.card);
}

DoctorTrouble trouble_of(const std::optional<net::SelfTestResult>& test) {
    if (!test) return DoctorTrouble::no_answer;
    switch (test->trouble) {
        case net::SelfTestTrouble::none: return DoctorTrouble::none;
        case net::SelfTestTrouble::no_card:
        case net::SelfTestTrouble::speaks: return DoctorTrouble::not_tried;
        case net::SelfTestTrouble::not_heard: return DoctorTrouble::not_heard;
        case net::SelfTestTrouble::too_loud: return DoctorTrouble::too_loud;
        case net::SelfTestTrouble::link_lost:
        case net::SelfTestTrouble::no_answer: break;
    }
    return DoctorTrouble::no_answer;
}

DoctorFinding levels(const DoctorFacts& facts) {
    // A file that is played hears nothing of another that is written.
    const DoctorTrouble trouble =
        facts.sound_by_card ? trouble_of(facts.test) : DoctorTrouble::switched_off;
    return finding(DoctorItem::levels, trouble, facts.level_below_full_db);
}

DoctorFinding button(const PanelFacts& panel) {
    DoctorTrouble trouble = DoctorTrouble::none;
    if (!panel.button_wanted) {
        trouble = DoctorTrouble::switched_off;
    } else if (panel.button_count == 0) {
        trouble = DoctorTrouble::no_button;
    } else if (panel.held >= stuck_after) {
        trouble = DoctorTrouble::button_stuck;
    }
    return finding(DoctorItem::button, trouble, panel.pressed_ago ? panel.pressed_ago->count() : -1,
                   panel.button_count, panel.buttons);
}

DoctorFinding lamps(const PanelFacts& panel) {
    DoctorTrouble trouble = DoctorTrouble::none;
    if (!panel.lamps_wanted) {
        trouble = DoctorTrouble::switched_off;
    } else if (panel.lamps.empty()) {
        trouble = DoctorTrouble::no_lamp;
    }
    return finding(DoctorItem::lamps, trouble, 0, 0, panel.lamps);
}

DoctorFinding temperature(const DoctorFacts& facts) {
    const auto now = facts.machine.temperature_tenths;
    if (!now) return finding(DoctorItem::temperature, DoctorTrouble::not_measured);
    const int hottest = std::max(*now, facts.hottest_tenths.value_or(*now));
    return finding(DoctorItem::temperature,
                   hottest >= hot_tenths ? DoctorTrouble::hot : DoctorTrouble::none, *now, hottest);
}

DoctorFinding power(const DoctorFacts& facts) {
    const auto now = facts.machine.undervoltage;
    if (!now) return finding(DoctorItem::power, DoctorTrouble::not_measured, 0, -1);
    const DoctorTrouble before =
        facts.undervoltages > 0 ? DoctorTrouble::undervoltage_before : DoctorTrouble::none;
    return finding(DoctorItem::power, *now ? DoctorTrouble::undervoltage : before,
                   std::max(facts.undervoltages, *now ? 1 : 0),
                   facts.undervoltage_ago ? facts.undervoltage_ago->count() : -1);
}

DoctorTrouble trouble_of(const DoctorFacts& facts) {
    switch (facts.phase) {
        case net::SessionPhase::no_network: return DoctorTrouble::no_network;
        case net::SessionPhase::connecting:
        case net::SessionPhase::lost: return DoctorTrouble::no_centre;
        case net::SessionPhase::refused:
            if (facts.refusal == net::RefusalReason::full) return DoctorTrouble::meeting_full;
            return facts.refusal == net::RefusalReason::unknown_card ? DoctorTrouble::not_enrolled
                                                                     : DoctorTrouble::refused;
        case net::SessionPhase::joined: break;
    }
    return facts.round_trip >= long_round_trip ? DoctorTrouble::slow_round_trip
                                               : DoctorTrouble::none;
}

DoctorFinding centre(const DoctorFacts& facts) {
    return finding(DoctorItem::centre, trouble_of(facts),
                   facts.round_trip ? facts.round_trip->count() : -1, facts.in_phase.count());
}

DoctorFinding link(DoctorItem item, const DoctorFacts& facts, const net::TrafficFigures& traffic) {
    if (facts.phase != net::SessionPhase::joined) {
        return finding(item, DoctorTrouble::not_measured);
    }
    return finding(
        item,
        traffic.lost_permille >= much_lost_permille ? DoctorTrouble::loss : DoctorTrouble::none,
        traffic.lost_permille, traffic.bits_per_second);
}

DoctorFinding disk(const MachineFacts& machine) {
    if (!machine.disk) return finding(DoctorItem::disk, DoctorTrouble::not_measured);
    DoctorTrouble trouble = DoctorTrouble::none;
    if (machine.disk->read_only) {
        trouble = DoctorTrouble::disk_read_only;
    } else if (machine.disk->free_mib < least_disk_mib) {
        trouble = DoctorTrouble::disk_full;
    }
    return finding(DoctorItem::disk, trouble, machine.disk->free_mib, machine.disk->all_mib);
}

DoctorFinding memory(const MachineFacts& machine) {
    if (!machine.memory) return finding(DoctorItem::memory, DoctorTrouble::not_measured);
    const bool low = machine.memory->available_mib < least_memory_mib;
    return finding(DoctorItem::memory, low ? DoctorTrouble::low_memory : DoctorTrouble::none,
                   machine.memory->available_mib, machine.memory->all_mib);
}

DoctorFinding system_of(const MachineFacts& machine) {
    std::string text = machine.release;
    if (!machine.slot.empty()) text += (text.empty() ? "" : ", ") + machine.slot;
    if (!machine.kernel.empty()) text += (text.empty() ? "" : ", ") + machine.kernel;
    return finding(DoctorItem::system, DoctorTrouble::none, 0, 0, text);
}

DoctorFinding faults(const MachineFacts& machine) {
    if (!machine.faults) return finding(DoctorItem::faults, DoctorTrouble::not_measured);
    const FaultFacts& faults = *machine.faults;
    return finding(DoctorItem::faults,
                   faults.since_start > 0 ? DoctorTrouble::faults : DoctorTrouble::none,
                   faults.since_start, faults.ever, faults.last);
}

std::optional<audio::Prompt> prompt_of(DoctorTrouble trouble) {
    using audio::Prompt;
    switch (trouble) {
        case DoctorTrouble::no_card:
        case DoctorTrouble::card_failing: return Prompt::no_speakerphone;
        case DoctorTrouble::not_heard:
        case DoctorTrouble::too_loud: return Prompt::self_test_failed;
        case DoctorTrouble::no_button:
        case DoctorTrouble::button_stuck: return Prompt::doctor_button;
        case DoctorTrouble::no_lamp: return Prompt::doctor_lamps;
        case DoctorTrouble::hot: return Prompt::doctor_hot;
        case DoctorTrouble::undervoltage:
        case DoctorTrouble::undervoltage_before: return Prompt::doctor_power;
        case DoctorTrouble::no_network: return Prompt::no_network;
        case DoctorTrouble::no_centre: return Prompt::doctor_centre;
        case DoctorTrouble::not_enrolled: return Prompt::not_enrolled;
        case DoctorTrouble::refused: return Prompt::refused;
        case DoctorTrouble::meeting_full: return Prompt::meeting_full;
        case DoctorTrouble::slow_round_trip:
        case DoctorTrouble::loss: return Prompt::doctor_link;
        case DoctorTrouble::disk_full:
        case DoctorTrouble::disk_read_only: return Prompt::doctor_disk;
        case DoctorTrouble::low_memory: return Prompt::doctor_memory;
        case DoctorTrouble::faults: return Prompt::doctor_faults;
        case DoctorTrouble::none:
        case DoctorTrouble::not_measured:
        case DoctorTrouble::switched_off:
        case DoctorTrouble::not_tried:
        case DoctorTrouble::no_answer:
        case DoctorTrouble::other: break;
    }
    return std::nullopt;
}

}  // namespace

std::vector<DoctorFinding> findings_of(const DoctorFacts& facts) {
    return {
        sound_card(facts),
        levels(facts),
        button(facts.panel),
        lamps(facts.panel),
        temperature(facts),
        power(facts),
        centre(facts),
        link(DoctorItem::link_up, facts, facts.up),
        link(DoctorItem::link_down, facts, facts.down),
        disk(facts.machine),
        memory(facts.machine),
        finding(DoctorItem::program, DoctorTrouble::none, facts.uptime.count(), 0, facts.program),
        system_of(facts.machine),
        faults(facts.machine)};
}

std::vector<audio::Prompt> spoken(const std::vector<DoctorFinding>& findings) {
    std::vector<audio::Prompt> said;
    for (const DoctorFinding& finding : findings) {
        const auto prompt = prompt_of(finding.trouble);
        if (!prompt || said.size() == most_spoken) continue;
        if (std::ranges::find(said, *prompt) == said.end()) said.push_back(*prompt);
    }
    if (said.empty()) said.push_back(audio::Prompt::doctor_well);
    return said;
}

}  // namespace giaoban::box
