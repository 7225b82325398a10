#pragma once

#include <optional>
#include <string>
#include <vector>

#include "audio/codec/speech_encoder.h"
#include "tools/linksim/link_settings.h"
#include "tools/replay/playout_receiver.h"
#include "tools/replay/replay.h"

namespace giaoban::replay {

/// What is asked for on the command line.
struct CommandLine {
    /// The packets to hear, or with `make` where they go.
    std::string file;
    bool make = false;

    std::string out;
    std::string json;
    std::string csv;
    std::string plot;
    std::optional<std::uint32_t> ssrc;
    bool bare = false;
    bool catch_up = false;
    Replay::Settings replay;
    PlayoutSettings playout;

    /// Of the WAV file that is written.
    std::int32_t out_hz = 48'000;
    std::vector<std::string> wavs;
    double seconds = 0;
    audio::EncoderSettings encoder;
    linksim::LinkSettings link;
    std::uint64_t seed = 1;
};

/// Reads the command line; ends the program after --help and on what it does not know (exit code 64).
[[nodiscard]] CommandLine read_command_line(int argc, char** argv);

}  // namespace giaoban::replay
