// A card: any bytes are read, or refused; a card that is read says the same when it is written and read again.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "config/card.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace giaoban::config;
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const auto card = Card::parse(text, "card.toml");
    if (!card) {
        if (card.error().empty()) std::abort();
        return 0;
    }
    if (!valid_name(card->name) || card->mixers.empty()) std::abort();
    const auto again = Card::parse(card->text(), "again.toml");
    if (!again || again->name != card->name || again->mixers != card->mixers ||
        again->mixer_key != card->mixer_key ||
        again->secret.has_value() != card->secret.has_value()) {
        std::abort();
    }
    return 0;
}
