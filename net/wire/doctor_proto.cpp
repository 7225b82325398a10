#include "net/wire/doctor_proto.h"

#include "net/wire/text_rules.h"

namespace giaoban::net {

std::optional<WireFault> to_proto(const DoctorReport& report, wire::DoctorReport& to) {
    if (report.findings.size() > max_doctor_findings) return WireFault::out_of_range;
    to.set_number(report.number);
    to.set_state(static_cast<wire::DoctorReport::State>(report.state));
    for (const DoctorFinding& finding : report.findings) {
        if (!is_showable(finding.text, max_doctor_text)) return WireFault::bad_text;
        wire::DoctorFinding& out = *to.add_findings();
        out.set_item(static_cast<std::uint32_t>(finding.item));
        out.set_trouble(static_cast<std::uint32_t>(finding.trouble));
        out.set_value(finding.value);
        out.set_other(finding.other);
        out.set_text(finding.text);
    }
    if (to.ByteSizeLong() > max_doctor_bytes) return WireFault::too_large;
    return std::nullopt;
}

Expected<DoctorReport, WireFault> from_proto(const wire::DoctorReport& report) {
    if (static_cast<std::size_t>(report.findings_size()) > max_doctor_findings) {
        return Unexpected(WireFault::out_of_range);
    }
    DoctorReport out;
    out.number = report.number();
    out.state = wire::DoctorReport::State_IsValid(report.state()) ? DoctorState(report.state())
                                                                  : DoctorState::none;
    for (const wire::DoctorFinding& finding : report.findings()) {
        if (!is_showable(finding.text(), max_doctor_text)) return Unexpected(WireFault::bad_text);
        if (finding.item() >= doctor_items) continue;
        const bool known = finding.trouble() < doctor_troubles;
        out.findings.push_back({.item = static_cast<DoctorItem>(finding.item()),
                                .trouble = known ? static_cast<DoctorTrouble>(finding.trouble())
                                                 : DoctorTrouble::other,
                                .value = finding.value(),
                                .other = finding.other(),
                                .text = finding.text()});
    }
    // An unknown trouble takes fewer bytes when it is written again as `other`, never more: what was read can be written.
    if (report.ByteSizeLong() > max_doctor_bytes) return Unexpected(WireFault::too_large);
    return out;
}

}  // namespace giaoban::net
