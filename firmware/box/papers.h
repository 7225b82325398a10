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
    /// Why the card cannot be used; empty: it can. Without one the box calls nobody, and says so.
    std::string card_trouble;
};

/// Reads the card; reads the key from the state folder, or makes it when there was never one; counts
/// this start.
///
/// Errors: a card that cannot be used is in the answer. StartupError for a key that cannot be used, with the file and
///         what to do. A damaged
///         key is such an error, and never makes a new one: the mixing box would not know the box.
[[nodiscard]] Papers load_papers(const std::string& card, const std::filesystem::path& state_folder,
                                 RandomSource& random);

}  // namespace giaoban::box
