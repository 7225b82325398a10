#include "net/keys/hash.h"

#include "net/keys/crypto.h"

namespace giaoban::net {

Blake2b256 blake2b_256(std::initializer_list<Bytes> parts) noexcept {
    Blake2b256 out{};
    keyed_blake2b({}, parts, out);
    return out;
}

}  // namespace giaoban::net
