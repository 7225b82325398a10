#pragma once

#include <string>

#include "firmware/mixer/records/civil_time.h"
#include "firmware/mixer/records/roll.h"

namespace giaoban::mixer {

// Tables for a spreadsheet: RFC 4180, a byte order mark in front (without it Excel takes Vietnamese for something else),
// names of columns in the first row, times as RFC 3339 with their offset, lengths in seconds.
//
// A cell that a spreadsheet would take for a formula (it begins with = + - @) gets an apostrophe in front: names and
// notes come from people.

/// Every entry: serial, time, kind, box, name, who, text, room, seconds.
[[nodiscard]] std::string csv_of_entries(const MeetingRecord& record, Zone zone);
/// box, name, role, from, to, seconds, at_end; a row for each time in which a box was there.
[[nodiscard]] std::string csv_of_roll(const MeetingRecord& record, Zone zone);
/// box, name, room, asked, waited_seconds, from, to, seconds, ended.
[[nodiscard]] std::string csv_of_turns(const MeetingRecord& record, Zone zone);

/// The rows of such a table, cell by cell.
class CsvText {
  public:
    CsvText& cell(std::string_view text);
    CsvText& cell(std::int64_t number);
    CsvText& empty() { return cell(std::string_view{}); }
    void end_row();
    [[nodiscard]] std::string result() && { return std::move(text_); }

  private:
    void begin();
    std::string text_ = "\xEF\xBB\xBF";
    bool first_ = true;
};

}  // namespace giaoban::mixer
