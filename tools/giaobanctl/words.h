#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "config/box_config.h"
#include "config/mixer_config.h"
#include "tools/giaobanctl/cards.h"
#include "tools/giaobanctl/outcome.h"

namespace giaoban::ctl {

/// All that a command line may say; each command fills in its own part.
struct Words {
    std::string file;
    std::string kind;
    std::string name;
    std::string word;
    std::string text;
    std::vector<std::string> names;
    std::vector<std::string> wifi;
    std::uint32_t room = 0;
    bool show = false;
    bool json = false;
    bool watch = false;
    bool automatic = false;
    bool by_chair = false;
    std::uint16_t microphones = 0;
    std::string state_dir = config::MixerConfig{}.state_dir;
    std::string meeting_socket = config::MixerConfig{}.control_socket;
    std::string box_socket = config::BoxConfig{}.status_socket;
    CardOrder card;
    Outcome outcome;
};

}  // namespace giaoban::ctl
