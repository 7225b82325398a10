#pragma once

#include <boost/json/value.hpp>
#include <vector>

#include "firmware/mixer/chair/records_door.h"

namespace giaoban::chair {

// The schemas of the same names in openapi.yaml.
[[nodiscard]] boost::json::value to_json(const std::vector<MeetingLine>& meetings);
[[nodiscard]] boost::json::value to_json(const MeetingRecord& record);
[[nodiscard]] boost::json::value to_json(const std::vector<ActionLine>& audit);
[[nodiscard]] boost::json::value to_json(const DurableEntry& entry);

}  // namespace giaoban::chair
