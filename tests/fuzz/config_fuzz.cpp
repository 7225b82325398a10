// box.toml, mixer.toml and a roster's file: any bytes are read, or refused with an error for each thing that is wrong.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "config/box_config.h"
#include "config/mixer_config.h"
#include "config/roster.h"

namespace {

void judge(const giaoban::config::ConfigErrors& errors) {
    if (errors.empty()) std::abort();
    for (const auto& error : errors) {
        if (error.accepted.empty() || error.file.empty() || error.line < 0) std::abort();
        if (error.text().find('\n') != std::string::npos) std::abort();
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace giaoban::config;
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    if (const auto box = BoxConfig::parse(text, "box.toml"); !box) judge(box.error());
    if (const auto mixer = MixerConfig::parse(text, "mixer.toml"); !mixer) judge(mixer.error());
    if (const auto entry = RosterEntry::parse(text, "entry.toml"); !entry) judge(entry.error());
    return 0;
}
