#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "firmware/mixer/records/entry.h"
#include "net/keys/hash.h"

namespace giaoban::mixer {

using ChainHash = net::Blake2b256;

/// The hash before a file's first entry.
[[nodiscard]] ChainHash chain_start() noexcept;

/// An entry's hash: BLAKE2b-256 of the previous entry's hash and this one's canonical bytes. Who changes an entry must
/// change every hash after it.
[[nodiscard]] ChainHash chain_link(const ChainHash& previous, const StoredEntry& stored);

/// 64 hexadecimal digits, as the form and the commands show it.
[[nodiscard]] std::string hash_text(const ChainHash& hash);
[[nodiscard]] std::optional<ChainHash> hash_from(std::string_view text) noexcept;

/// Where a chain stands: its last entry's serial (0: none yet) and hash.
struct ChainHead {
    std::uint64_t serial = 0;
    ChainHash hash{};
    friend bool operator==(const ChainHead&, const ChainHead&) = default;
};

}  // namespace giaoban::mixer
