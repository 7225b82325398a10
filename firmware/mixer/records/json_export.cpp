#include "firmware/mixer/records/json_export.h"

#include "firmware/mixer/records/json_writer.h"

namespace giaoban::mixer {

namespace {

void write(JsonWriter& json, std::string_view key, const MeetingRow& row) {
    json.object(key)
        .number("id", static_cast<std::int64_t>(row.id))
        .text("title", row.title)
        .text("openedBy", row.opened_by)
        .number("openedMs", row.opened_ms)
        .number("closedMs", row.closed_ms)
        .number("lastMs", row.last_ms)
        .end_object();
}

void write(JsonWriter& json, const StoredEntry& stored) {
    const Entry& entry = stored.entry;
    json.object()
        .number("serial", static_cast<std::int64_t>(stored.serial))
        .number("meeting", static_cast<std::int64_t>(stored.meeting))
        .number("unixMs", entry.unix_ms)
        .text("kind", to_text(entry.kind))
        .number("box", std::int64_t{number_of(entry.box)})
        .text("name", entry.name)
        .text("who", entry.who)
        .text("text", entry.text)
        .number("room", std::int64_t{entry.room})
        .number("lengthMs", entry.length_ms)
        .end_object();
}

void write(JsonWriter& json, const RollRow& row) {
    json.object()
        .number("box", std::int64_t{number_of(row.box)})
        .text("name", row.name)
        .text("role", to_text(row.role))
        .list("there");
    for (const Presence& presence : row.there) {
        json.object()
            .number("fromMs", presence.from_ms)
            .number("toMs", presence.to_ms)
            .end_object();
    }
    json.end_list()
        .number("presentMs", row.present_ms())
        .number("drops", static_cast<std::int64_t>(row.drops()))
        .flag("atEnd", row.at_end)
        .end_object();
}

void write(JsonWriter& json, const TurnRow& turn) {
    json.object()
        .number("box", std::int64_t{number_of(turn.box)})
        .text("name", turn.name)
        .number("room", std::int64_t{turn.room})
        .number("askedMs", turn.asked_ms)
        .number("waitedMs", turn.waited_ms())
        .number("fromMs", turn.from_ms)
        .number("toMs", turn.to_ms)
        .number("lengthMs", turn.length_ms())
        .text("ended", turn.ended)
        .end_object();
}

void write(JsonWriter& json, const std::vector<ChainFault>& faults) {
    json.list("faults");
    for (const ChainFault& fault : faults) {
        json.object()
            .number("first", static_cast<std::int64_t>(fault.first))
            .number("last", static_cast<std::int64_t>(fault.last))
            .text("what", fault.what)
            .end_object();
    }
    json.end_list();
}

}  // namespace

std::string json_of(const std::vector<MeetingRow>& meetings) {
    JsonWriter json;
    json.list();
    for (const MeetingRow& row : meetings)
        write(json, {}, row);
    json.end_list();
    return std::move(json).result();
}

std::string json_of(const MeetingRecord& record, const Verified* verified) {
    JsonWriter json;
    json.object();
    write(json, "meeting", record.meeting);
    json.list("roll");
    for (const RollRow& row : roll_of(record))
        write(json, row);
    json.end_list().list("turns");
    for (const TurnRow& turn : turns_of(record))
        write(json, turn);
    json.end_list().list("actions");
    for (const StoredEntry& stored : actions_of(record))
        write(json, stored);
    json.end_list().text("hash", record.hash);
    if (verified != nullptr) {
        const auto faults = faults_of(record, *verified);
        json.object("verify").flag("sound", faults.empty());
        write(json, faults);
        json.end_object();
    }
    json.list("entries");
    for (const StoredEntry& stored : record.entries)
        write(json, stored);
    json.end_list().end_object();
    return std::move(json).result();
}

std::string json_of(const StoredEntry& stored) {
    JsonWriter json;
    write(json, stored);
    return std::move(json).result();
}

std::string json_of(const Verified& verified) {
    JsonWriter json;
    json.object()
        .flag("sound", verified.sound())
        .number("entries", static_cast<std::int64_t>(verified.entries))
        .object("head")
        .number("serial", static_cast<std::int64_t>(verified.head.serial))
        .text("hash", hash_text(verified.head.hash))
        .end_object()
        .flag("headFile", verified.head_file);
    write(json, verified.faults);
    json.number("moreFaults", static_cast<std::int64_t>(verified.more_faults)).end_object();
    return std::move(json).result();
}

}  // namespace giaoban::mixer
