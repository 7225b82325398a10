#include "firmware/box/doctor_verdicts.h"

#include <algorithm>

#include "firmware/box/doctor_run.h"
#include "tests/catch.h"

using namespace giaoban;
using namespace giaoban::box;
using namespace std::chrono_literals;
using audio::Prompt;
using net::DoctorItem;
using net::DoctorTrouble;

namespace {

DoctorFacts healthy() {
    DoctorFacts facts;
    facts.machine.temperature_tenths = 483;
    facts.machine.undervoltage = false;
    facts.machine.disk = DiskFacts{400, 460, false};
    facts.machine.memory = MemoryFacts{300, 430};
    facts.machine.faults = FaultFacts{0, 2, "fault 1: trial"};
    facts.sound = audio::PortState::running;
    facts.card = "Jabra SPEAK 510 USB";
    facts.test = net::SelfTestResult{DoctorRun::test_number, net::SelfTestState::ok, {}};
    facts.panel.buttons = "giaoban-button";
    facts.panel.button_count = 1;
    facts.panel.lamps = "ACT";
    facts.phase = net::SessionPhase::joined;
    facts.round_trip = 80ms;
    facts.program = "giaoban 0.1.0";
    return facts;
}

DoctorTrouble trouble(const DoctorFacts& facts, DoctorItem item) {
    for (const auto& finding : findings_of(facts)) {
        if (finding.item == item) return finding.trouble;
    }
    return DoctorTrouble::other;
}

}  // namespace

TEST_CASE("a healthy box has nothing bad, and says that it is well", "[box][doctor]") {
    const auto findings = findings_of(healthy());
    CHECK(findings.size() == net::doctor_items);
    for (const auto& finding : findings)
        CHECK(finding.trouble == DoctorTrouble::none);
    CHECK(spoken(findings) == std::vector{Prompt::doctor_well});
}

TEST_CASE("what is not there or not measured is not bad", "[box][doctor]") {
    DoctorFacts facts = healthy();
    facts.machine = {};
    facts.sound_by_card = false;
    facts.test.reset();
    facts.panel.button_wanted = false;
    facts.panel.lamps_wanted = false;
    for (const auto& finding : findings_of(facts))
        CHECK(net::verdict_of(finding.trouble) != net::DoctorVerdict::bad);
}

TEST_CASE("each trouble is found", "[box][doctor]") {
    DoctorFacts facts = healthy();
    facts.machine.temperature_tenths = 799;
    CHECK(trouble(facts, DoctorItem::temperature) == DoctorTrouble::none);
    facts.hottest_tenths = 800;
    CHECK(trouble(facts, DoctorItem::temperature) == DoctorTrouble::hot);
    facts.undervoltages = 3;
    CHECK(trouble(facts, DoctorItem::power) == DoctorTrouble::undervoltage_before);
    facts.machine.undervoltage = true;
    CHECK(trouble(facts, DoctorItem::power) == DoctorTrouble::undervoltage);
    facts.sound = audio::PortState::absent;
    CHECK(trouble(facts, DoctorItem::sound_card) == DoctorTrouble::no_card);
    facts.test->trouble = net::SelfTestTrouble::not_heard;
    CHECK(trouble(facts, DoctorItem::levels) == DoctorTrouble::not_heard);
    facts.test->trouble = net::SelfTestTrouble::speaks;
    CHECK(trouble(facts, DoctorItem::levels) == DoctorTrouble::not_tried);
    facts.panel.held = 20s;
    CHECK(trouble(facts, DoctorItem::button) == DoctorTrouble::button_stuck);
    facts.panel.button_count = 0;
    CHECK(trouble(facts, DoctorItem::button) == DoctorTrouble::no_button);
    facts.panel.lamps.clear();
    CHECK(trouble(facts, DoctorItem::lamps) == DoctorTrouble::no_lamp);
    facts.up.lost_permille = 100;
    CHECK(trouble(facts, DoctorItem::link_up) == DoctorTrouble::loss);
    CHECK(trouble(facts, DoctorItem::link_down) == DoctorTrouble::none);
    facts.round_trip = 1s;
    CHECK(trouble(facts, DoctorItem::centre) == DoctorTrouble::slow_round_trip);
    facts.phase = net::SessionPhase::lost;
    CHECK(trouble(facts, DoctorItem::centre) == DoctorTrouble::no_centre);
    facts.phase = net::SessionPhase::refused;
    facts.refusal = net::RefusalReason::unknown_card;
    CHECK(trouble(facts, DoctorItem::centre) == DoctorTrouble::not_enrolled);
    facts.machine.disk = DiskFacts{15, 460, false};
    CHECK(trouble(facts, DoctorItem::disk) == DoctorTrouble::disk_full);
    facts.machine.disk->read_only = true;
    CHECK(trouble(facts, DoctorItem::disk) == DoctorTrouble::disk_read_only);
    facts.machine.memory->available_mib = 31;
    CHECK(trouble(facts, DoctorItem::memory) == DoctorTrouble::low_memory);
    facts.machine.faults->since_start = 1;
    CHECK(trouble(facts, DoctorItem::faults) == DoctorTrouble::faults);
    const auto said = spoken(findings_of(facts));
    CHECK(said.size() == most_spoken);
    CHECK(said.front() == Prompt::no_speakerphone);
    CHECK(std::ranges::count(said, Prompt::doctor_well) == 0);
}

TEST_CASE("names that devices give themselves are cut, and not shown when they are no text",
          "[box][doctor]") {
    DoctorFacts facts = healthy();
    facts.card = std::string(47, 'x') + "ă";
    CHECK(findings_of(facts)[0].text == std::string(47, 'x'));
    facts.card = "evil \x1b[2J";
    CHECK(findings_of(facts)[0].text.empty());
}
