#include "firmware/mixer/chair/records_json.h"

#include <boost/json/array.hpp>

namespace giaoban::chair {

namespace json = boost::json;

namespace {

json::object line(const MeetingLine& meeting) {
    json::object one{{"id", meeting.id},
                     {"title", meeting.title},
                     {"opened", meeting.opened_ms},
                     {"boxes", meeting.boxes},
                     {"turns", meeting.turns},
                     {"pinned", meeting.pinned},
                     {"recordingBytes", meeting.recording_bytes}};
    if (meeting.closed_ms != 0) one["closed"] = meeting.closed_ms;
    return one;
}

json::object line(const RollLine& roll) {
    json::array stays;
    for (const RollLine::Stay& stay : roll.stays) {
        json::object one{{"from", stay.from_ms}};
        if (stay.to_ms != 0) one["to"] = stay.to_ms;
        stays.push_back(std::move(one));
    }
    return {{"box", number_of(roll.box)},
            {"name", roll.name},
            {"stays", std::move(stays)},
            {"drops", roll.drops}};
}

json::object line(const TurnLine& turn) {
    json::object one{{"box", number_of(turn.box)},
                     {"name", turn.name},
                     {"from", turn.from_ms},
                     {"ended", turn.ended}};
    if (turn.asked_ms != 0) one["asked"] = turn.asked_ms;
    if (turn.to_ms != 0) one["to"] = turn.to_ms;
    return one;
}

json::object line(const ActionLine& action) {
    return {{"serial", action.serial}, {"at", action.unix_ms},      {"who", action.who},
            {"what", action.what},     {"address", action.address}, {"text", action.text},
            {"done", action.done}};
}

template <typename T>
json::array lines(const std::vector<T>& all) {
    json::array list;
    for (const T& one : all)
        list.push_back(line(one));
    return list;
}

}  // namespace

json::value to_json(const std::vector<MeetingLine>& meetings) {
    return json::object{{"meetings", lines(meetings)}};
}

json::value to_json(const MeetingRecord& record) {
    json::object whole = line(record.meeting);
    whole["roll"] = lines(record.roll);
    whole["turns"] = lines(record.turns);
    whole["actions"] = lines(record.actions);
    whole["verified"] =
        json::object{{"holds", record.verdict.holds}, {"text", record.verdict.text}};
    return whole;
}

json::value to_json(const std::vector<ActionLine>& audit) {
    return json::object{{"actions", lines(audit)}};
}

json::value to_json(const DurableEntry& entry) {
    json::object one{{"serial", entry.serial}, {"at", entry.unix_ms}, {"kind", entry.kind},
                     {"name", entry.name},     {"who", entry.who},    {"text", entry.text},
                     {"room", entry.room}};
    if (entry.box != no_box) one["box"] = number_of(entry.box);
    return one;
}

}  // namespace giaoban::chair
