#include "net/keys/sha256.h"

#include <sodium.h>

#include <bit>
#include <type_traits>

namespace giaoban::net {

namespace {

using State = ::crypto_hash_sha256_state;
using Room = std::array<std::byte, 104>;
static_assert(sizeof(State) == sizeof(Room) && std::is_trivially_copyable_v<State>);

const unsigned char* octets(Bytes bytes) noexcept {
    return reinterpret_cast<const unsigned char*>(bytes.data());
}

}  // namespace

Sha256Sum::Sha256Sum() noexcept {
    State state;
    ::crypto_hash_sha256_init(&state);
    state_ = std::bit_cast<Room>(state);
}

void Sha256Sum::add(Bytes part) noexcept {
    auto state = std::bit_cast<State>(state_);
    ::crypto_hash_sha256_update(&state, octets(part), part.size());
    state_ = std::bit_cast<Room>(state);
}

Sha256 Sha256Sum::finish() noexcept {
    auto state = std::bit_cast<State>(state_);
    std::array<unsigned char, crypto_hash_sha256_BYTES> sum{};
    ::crypto_hash_sha256_final(&state, sum.data());
    return std::bit_cast<Sha256>(sum);
}

}  // namespace giaoban::net
