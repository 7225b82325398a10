#pragma once

#include <filesystem>
#include <optional>

#include "config/mixer_config.h"
#include "firmware/mixer/records/chain.h"
#include "firmware/mixer/records/database.h"

namespace giaoban::mixer {

/// Where a mixing box keeps its minutes.
[[nodiscard]] std::filesystem::path minutes_folder(const config::MixerConfig& config);

/// The names in the folder of the minutes.
[[nodiscard]] std::filesystem::path minutes_file(const std::filesystem::path& folder);

/// Where the chain stood when a meeting was opened or closed last: a file beside the database, so that a database that
/// was put back, cut off or emptied does not pass for the whole.
[[nodiscard]] std::optional<ChainHead> read_head_file(const std::filesystem::path& folder);
[[nodiscard]] Expected<void, RecordTrouble> write_head_file(const std::filesystem::path& folder,
                                                            const ChainHead& head);

/// Takes the database out of the way under a name of its own, `minutes.damaged-1.db` and so on, and answers that. What
/// is left in it can still be looked at.
[[nodiscard]] Expected<std::filesystem::path, RecordTrouble> set_aside(
    const std::filesystem::path& folder);

/// Puts on the disk which files there are.
void sync_folder(const std::filesystem::path& folder) noexcept;

/// Deletes the database, for one that has just been begun and came to nothing.
void remove_file(const std::filesystem::path& folder) noexcept;

}  // namespace giaoban::mixer
