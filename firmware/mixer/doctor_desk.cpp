#include "firmware/mixer/doctor_desk.h"

#include <algorithm>

namespace giaoban::mixer {

using net::DoctorState;

void DoctorDesk::begin(BoxId box, Instant now) {
    Asked& asked = asked_[box];
    if (asked.until != never) return;
    asked.report = {.number = next_, .state = DoctorState::running, .findings = {}};
    asked.until = now + patience;
    if (++next_ == 0) next_ = 1;
}

bool DoctorDesk::told(BoxId box, const net::DoctorReport& report) {
    const auto found = asked_.find(box);
    if (found == asked_.end() || found->second.until == never) return false;
    if (report.number != found->second.report.number || report.state != DoctorState::done) {
        return false;
    }
    found->second = {.report = report, .until = never};
    return true;
}

std::uint32_t DoctorDesk::number_for(BoxId box) const noexcept {
    const auto found = asked_.find(box);
    return found == asked_.end() || found->second.until == never ? 0 : found->second.report.number;
}

net::DoctorReport DoctorDesk::report_of(BoxId box) const {
    const auto found = asked_.find(box);
    return found == asked_.end() ? net::DoctorReport{} : found->second.report;
}

Instant DoctorDesk::next_deadline() const noexcept {
    Instant next = never;
    for (const auto& [box, asked] : asked_)
        next = std::min(next, asked.until);
    return next;
}

void DoctorDesk::on_time(Instant now) {
    for (auto& [box, asked] : asked_) {
        if (now < asked.until) continue;
        asked.report.state = DoctorState::failed;
        asked.until = never;
    }
}

}  // namespace giaoban::mixer
