#pragma once

#include <string>
#include <vector>

#include "config/card_settings.h"
#include "config/vocab/floor_words.h"
#include "tools/giaobanctl/outcome.h"

/// Keys, cards and the roster: what a technician does on the mixing box before and beside a meeting.
namespace giaoban::ctl {

/// Makes a private key, and says its public key. A file that is there is never replaced.
[[nodiscard]] Outcome make_key(const std::string& file);
/// Says the public key of a private key's file.
[[nodiscard]] Outcome show_key(const std::string& file);

struct CardOrder {
    std::string name;
    std::string state_dir;            ///< of the mixing box
    std::vector<std::string> mixers;  ///< "host:port"
    /// A folder (a mounted card), the image of a card (.img) or a file; empty: NAME.toml.
    std::string out;
    bool chair = false;
    bool replace = false;
    config::CardSettings settings;  ///< network, sound, board; the rest of it is said above
};

/// Makes a box's card and enters it in the roster. The mixing box's key is made when it has none yet.
[[nodiscard]] Outcome make_card(const CardOrder& order);

[[nodiscard]] Outcome list_cards(const std::string& state_dir, bool json);
[[nodiscard]] Outcome block_card(const std::string& state_dir, const std::string& name,
                                 bool blocked);
[[nodiscard]] Outcome set_card_role(const std::string& state_dir, const std::string& name,
                                    Role role);

}  // namespace giaoban::ctl
