// The doctor's part of NetworkSide: who asks, what is looked at, who is told.
#include <spdlog/spdlog.h>

#include "firmware/box/doctor_verdicts.h"
#include "firmware/box/network_side.h"

namespace giaoban::box {

using namespace std::chrono_literals;

namespace {

constexpr std::string_view card_found = "sound card: ";

}  // namespace

void NetworkSide::on_sound_line(const std::string& line) {
    const bool found = line.starts_with(card_found);
    const std::string text = found ? line.substr(card_found.size()) : line;
    // Behind the name stand rates and periods, which are for the log.
    card_text_ = text.substr(0, text.find(": microphone"));
}

// As often as the kernel asks the Pi's firmware for the voltage.
void NetworkSide::watch_machine(Instant now) {
    if (now < next_watch_) return;
    next_watch_ = now + 2s;
    if (const auto tenths = machine_.temperature_tenths()) {
        hottest_tenths_ = std::max(hottest_tenths_.value_or(*tenths), *tenths);
    }
    const bool low = machine_.undervoltage().value_or(false);
    if (low && !voltage_low_) {
        ++undervoltages_;
        spdlog::warn("the power supply gives too little voltage");
    }
    voltage_low_ = low;
    if (low) undervoltage_at_ = now;
}

void NetworkSide::ask_doctor(DoctorAsker asker, std::uint32_t number, Instant now) {
    if (!doctor_.running()) spdlog::info("the doctor looks at this box");
    doctor_.ask(asker, number, now);
}

void NetworkSide::follow_doctor(Instant now) {
    const std::uint32_t question = session_.view().doctor;
    if (question != 0 && question != doctor_question_) {
        doctor_question_ = question;
        ask_doctor(DoctorAsker::centre, question, now);
    }
    if (doctor_.running() && doctor_.take_test()) {
        AudioOrder test;
        test.kind = AudioOrder::Kind::self_test;
        test.number = DoctorRun::test_number;
        (void)order(test);  // a ring that is full: the doctor says that there was no answer
    }
    if (doctor_.is_due(now)) end_doctor(now);
    session_.set_doctor(doctor_.report_for(question), now);
}

void NetworkSide::end_doctor(Instant now) {
    auto findings = findings_of(doctor_facts(now));
    const auto said = spoken(findings);
    for (const auto& finding : findings) {
        if (net::verdict_of(finding.trouble) != net::DoctorVerdict::bad) continue;
        spdlog::warn("doctor: {} is bad: {}", static_cast<int>(finding.item),
                     static_cast<int>(finding.trouble));
    }
    if (!doctor_.end(std::move(findings))) return;
    for (const audio::Prompt prompt : said)
        say(prompt);
}

void NetworkSide::say(audio::Prompt prompt) {
    page_.on_prompt(prompt);
    spdlog::info("says: {}", audio::name_of(prompt));
    (void)order({.kind = AudioOrder::Kind::say, .prompt = prompt, .settings = {}});
}

DoctorFacts NetworkSide::doctor_facts(Instant now) {
    const net::BoxStatus status = page_.status(session_, face_, now);
    DoctorFacts facts;
    facts.machine = machine_.facts(settings_.state_dir);
    facts.hottest_tenths = hottest_tenths_;
    facts.undervoltages = undervoltages_;
    if (undervoltage_at_) {
        facts.undervoltage_ago = std::chrono::duration_cast<Seconds>(now - *undervoltage_at_);
    }
    facts.sound_by_card = sound_by_card_;
    facts.sound = page_.port_state();
    facts.sound_failing = status.sound == net::SoundHealth::failing;
    facts.card = sound_by_card_ ? card_text_ : settings_.sound.device.text();
    facts.test = doctor_.test();
    facts.level_below_full_db = page_.figures().level_below_full_db;
    facts.panel = panel_.facts(now);
    facts.phase = status.phase;
    facts.in_phase = status.in_phase;
    facts.refusal = session_.refusal();
    if (status.round_trip > Microseconds{0}) {
        facts.round_trip = std::chrono::round<Milliseconds>(status.round_trip);
    }
    facts.up = status.up;
    facts.down = status.down;
    facts.program = software_;
    facts.uptime = status.uptime;
    return facts;
}

}  // namespace giaoban::box
