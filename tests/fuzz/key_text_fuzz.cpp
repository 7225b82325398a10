// Texts that people and files bring: keys and names of cards. What is accepted says the same when it is written again.
#include <cstdint>
#include <string_view>

#include "config/vocab/ensure.h"
#include "net/keys/card.h"
#include "net/keys/key_text.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace giaoban;
    const std::string_view text = as_text(std::as_bytes(std::span(data, size)));
    if (const auto key = net::public_key_from_text(text)) {
        ensure(net::to_text(*key) == text, "a public key has one text");
    }
    if (const auto key = net::secret_key_from_text(text)) {
        ensure(net::to_secret_text(*key) == text, "a secret key has one text");
    }
    if (const auto name = net::CardName::from(text)) {
        ensure(name->text() == text && size <= net::CardName::longest, "a name stays as it is");
        ensure(text.find('/') == std::string_view::npos, "a name is no path");
    }
    return 0;
}
