#include "tools/giaobanctl/check.h"

#include <filesystem>

#include "config/box_config.h"
#include "config/card.h"
#include "config/card_settings.h"
#include "config/mixer_config.h"

namespace giaoban::ctl {

namespace {

template <typename Config>
Outcome check(const std::string& path, const std::string& what) {
    const auto parsed = Config::load(path);
    if (!parsed) return refused(config::text(parsed.error()));
    return done(path + ": a good " + what + "\n");
}

}  // namespace

Outcome check_file(const std::string& path, const std::string& kind) {
    const std::string name = kind.empty() ? std::filesystem::path(path).filename().string() : kind;
    const auto says = [&name](const char* word) { return name.find(word) != std::string::npos; };
    if (says("giaoban.toml") || name == "settings") {
        return check<config::CardSettings>(path, "file of a card's settings");
    }
    if (says("card")) return check<config::Card>(path, "card");
    if (says("mixer")) return check<config::MixerConfig>(path, "configuration of a mixing box");
    if (says("box")) return check<config::BoxConfig>(path, "configuration of a box");
    return {Exit::usage, "",
            path + ": what is it? Say --as box, --as mixer, --as card or --as settings"};
}

}  // namespace giaoban::ctl
