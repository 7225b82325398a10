#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "firmware/mixer/records/chain.h"
#include "firmware/mixer/records/database.h"
#include "firmware/mixer/records/roll.h"

namespace giaoban::mixer {

/// One thing that is not as it was written.
struct ChainFault {
    std::uint64_t first = 0;    ///< the serials that it concerns
    std::uint64_t last = 0;     ///< 0 in both: the file as a whole
    std::uint64_t meeting = 0;  ///< as the row says; 0: unknown, or of no meeting
    std::string what;           ///< in words
};

/// What verify() has found.
struct Verified {
    static constexpr std::size_t most_faults = 100;

    std::uint64_t entries = 0;  ///< that were read
    ChainHead head;             ///< of the last of them
    bool head_file = false;     ///< whether there was one beside the file to compare with
    std::vector<ChainFault> faults;
    std::uint64_t more_faults = 0;  ///< that are not in the list

    [[nodiscard]] bool sound() const noexcept { return faults.empty(); }
    /// Those of a meeting whose entries have the serials `first` to `last`, and those of the whole file.
    [[nodiscard]] std::vector<ChainFault> of(std::uint64_t first, std::uint64_t last) const;
};

/// Reads every entry of the file from the first, computes the chain anew and compares: each row with its hash; serials
/// without a gap; the end with the row of `chain` and with the head file in `folder`; tables and indices with the schema.
///
/// What it can and cannot find: any change by somebody who does not write all later hashes anew, and a part that is
/// missing. Who has the whole file and this program can make another sound chain; what tells then is a hash that is not
/// in the machine: the one printed on the form that was signed.
///
/// Errors: RecordTrouble when the file cannot be read to its end (a damaged one is a trouble, and no fault).
[[nodiscard]] Expected<Verified, RecordTrouble> verify(Database& database,
                                                       const std::filesystem::path& folder);

/// Those that concern a meeting.
[[nodiscard]] std::vector<ChainFault> faults_of(const MeetingRecord& record,
                                                const Verified& verified);

}  // namespace giaoban::mixer
