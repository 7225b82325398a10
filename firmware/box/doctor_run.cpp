#include "firmware/box/doctor_run.h"

#include <algorithm>
#include <utility>

namespace giaoban::box {

void DoctorRun::ask(DoctorAsker asker, std::uint32_t number, Instant now) noexcept {
    if (asker == DoctorAsker::centre) question_ = number;
    voice_ = voice_ || asker == DoctorAsker::voice;
    if (running()) return;
    ++runs_;
    test_.reset();
    findings_.clear();
    wants_test_ = true;
    ends_ = now + patience;
    blinks_until_ = now + blinks_for;
}

void DoctorRun::tested(const net::SelfTestResult& result) noexcept {
    if (running() && result.number == test_number) test_ = result;
}

bool DoctorRun::take_test() noexcept { return std::exchange(wants_test_, false); }

bool DoctorRun::is_due(Instant now) const noexcept {
    return running() && (now >= ends_ || (test_ && now >= blinks_until_));
}

bool DoctorRun::end(std::vector<net::DoctorFinding> findings) {
    findings_ = std::move(findings);
    ends_ = never;
    wants_test_ = false;
    return std::exchange(voice_, false);
}

Instant DoctorRun::next_deadline() const noexcept {
    if (!running()) return never;
    return test_ ? std::min(ends_, blinks_until_) : ends_;
}

net::DoctorReport DoctorRun::report() const {
    if (runs_ == 0) return {};
    return {.number = runs_,
            .state = running() ? net::DoctorState::running : net::DoctorState::done,
            .findings = findings_};
}

net::DoctorReport DoctorRun::report_for(std::uint32_t question) const {
    if (question == 0 || question != question_) return {};
    // That it runs need not be told: the mixing box waits anyway.
    if (running()) return {};
    return {.number = question, .state = net::DoctorState::done, .findings = findings_};
}

}  // namespace giaoban::box
