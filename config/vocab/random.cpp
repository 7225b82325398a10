#include "config/vocab/random.h"

#include <algorithm>
#include <array>
#include <bit>
#include <limits>

#include "config/vocab/ensure.h"

namespace giaoban {

std::uint32_t RandomSource::u32() noexcept {
    std::array<std::byte, 4> bytes{};
    fill(bytes);
    return load_u32(bytes);
}

std::uint64_t RandomSource::u64() noexcept {
    std::array<std::byte, 8> bytes{};
    fill(bytes);
    return load_u64(bytes);
}

std::uint64_t RandomSource::below(std::uint64_t bound) noexcept {
    ensure(bound > 0, "a random number is chosen from at least one");
    // 2^64 mod bound numbers at the bottom would make the small remainders likelier: draw again.
    const std::uint64_t unfair = (std::numeric_limits<std::uint64_t>::max() - bound + 1) % bound;
    std::uint64_t drawn = u64();
    while (drawn < unfair) {
        drawn = u64();
    }
    return drawn % bound;
}

double RandomSource::unit() noexcept {
    // A double has 53 bits of fraction.
    return static_cast<double>(u64() >> 11U) * 0x1p-53;
}

SeededRandom::SeededRandom(std::uint64_t seed) noexcept {
    for (auto& word : state_) {
        // SplitMix64: the constants are its definition.
        seed += 0x9E3779B97F4A7C15U;
        std::uint64_t mixed = seed;
        mixed = (mixed ^ mixed >> 30U) * 0xBF58476D1CE4E5B9U;
        mixed = (mixed ^ mixed >> 27U) * 0x94D049BB133111EBU;
        word = mixed ^ mixed >> 31U;
    }
}

std::uint64_t SeededRandom::next() noexcept {
    // xoshiro256**: multipliers, shift and rotations are its definition.
    const std::uint64_t result = std::rotl(state_[1] * 5, 7) * 9;
    const std::uint64_t shifted = state_[1] << 17U;
    state_[2] ^= state_[0];
    state_[3] ^= state_[1];
    state_[1] ^= state_[2];
    state_[0] ^= state_[3];
    state_[2] ^= shifted;
    state_[3] = std::rotl(state_[3], 45);
    return result;
}

void SeededRandom::fill(MutableBytes bytes) noexcept {
    while (!bytes.empty()) {
        std::array<std::byte, 8> word{};
        store_u64(word, next());
        const auto taken = std::min(bytes.size(), word.size());
        std::copy_n(word.begin(), taken, bytes.begin());
        bytes = bytes.subspan(taken);
    }
}

}  // namespace giaoban
