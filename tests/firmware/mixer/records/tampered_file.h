#pragma once

#include <filesystem>
#include <string>

#include "firmware/mixer/records/database.h"
#include "firmware/mixer/records/minutes_files.h"

namespace giaoban::mixer::test {

/// What somebody does to the file who has no business there: statements, with another connection. False: SQLite itself
/// refused them.
inline bool tamper(const std::filesystem::path& folder, const std::string& sql) {
    auto database = Database::open(minutes_file(folder), Database::Access::write);
    return database && database->run("PRAGMA synchronous = OFF") &&
           database->run(sql.c_str()).has_value();
}

}  // namespace giaoban::mixer::test
