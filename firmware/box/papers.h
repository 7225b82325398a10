#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "config/card.h"
#include "config/vocab/random.h"
#include "net/keys/initiator_handshake.h"

namespace giaoban::box {

/// Who this box is: its card, its key and how often it has started.
struct Papers {
    net::BoxIdentity identity;
    std::vector<config::HostPort> mixers;
    std::vector<std::string> warnings;  ///< for the log
};

/// Reads the card; reads the key from the state folder, or makes it when there was never one; counts
/// this start.
///
/// Errors: StartupError for a card or key that cannot be used, with the file and what to do. A damaged
///         key is such an error, and never makes a new one: the mixing box would not know the box.
[[nodiscard]] Papers load_papers(const std::string& card, const std::filesystem::path& state_folder,
                                 RandomSource& random);

}  // namespace giaoban::box
