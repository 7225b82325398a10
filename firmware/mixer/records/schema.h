#pragma once

#include <span>

#include "firmware/mixer/records/database.h"

namespace giaoban::mixer {

/// The steps from an empty file to the present schema; step n takes a file of version n to n + 1. A step that has been
/// in a release stays as it is; a change is a further step.
[[nodiscard]] std::span<const char* const> schema_steps() noexcept;

/// Takes a file, whatever version it has, to the last one, in one transaction: after a power cut it is as before or
/// done. A file of a version beyond the last is left alone (RecordTrouble::Kind::newer), one of another program too.
[[nodiscard]] Expected<void, RecordTrouble> migrate(
    Database& database, std::span<const char* const> steps = schema_steps());

/// Whether a file to read has the present schema: `newer`, or `other` when it is older or not of the minutes.
[[nodiscard]] Expected<void, RecordTrouble> check_version(Database& database);

/// What the tables and indices of a file are, one a line; equal for all files of the present schema.
[[nodiscard]] Expected<std::string, RecordTrouble> schema_text(Database& database);

}  // namespace giaoban::mixer
