// The settings on a card: any bytes are read, or refused in two languages; what is read says the same when it is written
// and read again, what goes before box.toml is a good box.toml, and a wiped secret is gone.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "config/box_config.h"
#include "config/card_settings.h"
#include "config/card_settings_words.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace giaoban::config;
    std::string text(reinterpret_cast<const char*>(data), size);
    const auto settings = CardSettings::parse(text, "giaoban.toml");
    if (!settings) {
        if (settings.error().empty()) std::abort();
        for (const auto& error : settings.error()) {
            if (in_vietnamese(error).empty() || in_english(error).empty()) std::abort();
        }
        return 0;
    }
    const std::string written = settings->text();
    const auto again = CardSettings::parse(written, "again.toml");
    if (!again || again->text() != written || again->wifi != settings->wifi) std::abort();
    if (!BoxConfig::parse(settings->box_toml(), "box.toml")) std::abort();
    if (!settings->card.secret) return 0;
    for (const std::size_t place : places_of(*settings->card.secret, text))
        text.replace(place, used_secret.size(), used_secret);
    if (!places_of(*settings->card.secret, text).empty()) std::abort();
    return 0;
}
