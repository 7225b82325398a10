#pragma once

#include <optional>

#include "config/vocab/expected.h"
#include "net/wire/control.pb.h"
#include "net/wire/doctor_report.h"
#include "net/wire/wire_fault.h"

// The doctor's report to protobuf and back. Of this folder alone.
namespace giaoban::net {

[[nodiscard]] std::optional<WireFault> to_proto(const DoctorReport& report, wire::DoctorReport& to);
/// What a newer box has found of things that are not known here is left out; a trouble that is not known is `other`.
[[nodiscard]] Expected<DoctorReport, WireFault> from_proto(const wire::DoctorReport& report);

}  // namespace giaoban::net
