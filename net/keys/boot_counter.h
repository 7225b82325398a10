#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

namespace giaoban::net {

/// How often this box has started: the upper half of the attempt number that protects a first message
/// from being replayed, on a machine that has no clock.
struct BootCount {
    std::uint32_t value = 0;
    std::string warning;  ///< the count could not be read or kept: say so in the log
};

/// Counts this start, and keeps the count (twice, as key files are). It never fails: a count that is
/// lost begins again at 1, the mixing box then tells what it has seen (RefusalReason::stale_attempt),
/// and the box goes on from there.
[[nodiscard]] BootCount count_boot(const std::filesystem::path& path);

}  // namespace giaoban::net
