#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "audio/voice/resampler.h"
#include "board/alsa/alsa_cards.h"
#include "tests/temporary_folder.h"

namespace giaoban::board::tests {

/// ALSA itself, without a card: its `null` device as "silent", and its `file` device as "taped", which
/// hears heard.raw and writes said.raw in the folder that this answers. ALSA reads its configuration
/// once a process, at its first call.
inline const std::filesystem::path& sound_folder() {
    static const giaoban::tests::TemporaryFolder folder;
    [[maybe_unused]] static const bool made = [] {
        const auto path = folder.path();
        std::ofstream(path / "asound.conf")
            << "pcm.silent { type null }\n"
            << "pcm.taped { type file slave.pcm { type null } file \""
            << (path / "said.raw").string() << "\" infile \"" << (path / "heard.raw").string()
            << "\" format raw }\n";
        ::setenv("ALSA_CONFIG_PATH", (path / "asound.conf").c_str(), 1);
        return true;
    }();
    return folder.path();
}

inline auto open_device(const std::string& address) {
    sound_folder();
    return alsa_opener(address, SampleRate::hz16000, audio::make_resampler)();
}

}  // namespace giaoban::board::tests
