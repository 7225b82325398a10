#include "net/keys/system_random.h"

#include <sodium.h>

#include "config/vocab/ensure.h"

namespace giaoban::net {

SystemRandom::SystemRandom() noexcept { ensure(sodium_init() >= 0, "libsodium starts"); }

void SystemRandom::fill(MutableBytes bytes) noexcept {
    // An empty span may point nowhere, which libsodium declares it is never given.
    if (bytes.empty()) return;
    randombytes_buf(bytes.data(), bytes.size());
}

}  // namespace giaoban::net
