#pragma once

#include <cstdint>

#include "config/vocab/bytes.h"

namespace giaoban::audio {

/// The table that make_prompts writes for one language, and the linker puts into the program:
/// `prompt_count` pairs of (first sample, number of samples) as 32-bit numbers of this machine's
/// byte order, then the samples, 16 bits at `prompt_data_hz`.
struct PromptSpan {
    std::uint32_t first = 0;
    std::uint32_t count = 0;
};

inline constexpr std::int32_t prompt_data_hz = 16'000;

[[nodiscard]] Bytes prompt_data_vietnamese() noexcept;
[[nodiscard]] Bytes prompt_data_english() noexcept;

}  // namespace giaoban::audio
