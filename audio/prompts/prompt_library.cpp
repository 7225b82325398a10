#include "audio/prompts/prompt_library.h"

#include <cstring>

#include "audio/prompts/prompt_data.h"
#include "audio/voice/resampler.h"
#include "config/vocab/ensure.h"

namespace giaoban::audio {

PromptLibrary::PromptLibrary(Language language, SampleRate rate) {
    const Bytes data =
        language == Language::vietnamese ? prompt_data_vietnamese() : prompt_data_english();
    constexpr std::size_t table_bytes = prompt_count * sizeof(PromptSpan);
    ensure(data.size() > table_bytes, "the table of prompts is whole");
    const std::span<const std::int16_t> sound{
        reinterpret_cast<const std::int16_t*>(data.data() + table_bytes),
        (data.size() - table_bytes) / sizeof(std::int16_t)};
    for (std::size_t i = 0; i < prompt_count; ++i) {
        PromptSpan where;
        std::memcpy(&where, data.data() + i * sizeof where, sizeof where);
        ensure(where.first <= sound.size() && where.count <= sound.size() - where.first,
               "the table of prompts is whole");
        sounds_[i] = sound.subspan(where.first, where.count);
    }
    if (hertz(rate) == prompt_data_hz) return;
    converted_.reserve(prompt_count);
    for (auto& prompt : sounds_) {
        prompt = converted_.emplace_back(resampled(prompt, prompt_data_hz, hertz(rate)));
    }
}

std::span<const std::int16_t> PromptLibrary::sound(Prompt prompt) const noexcept {
    const auto place = static_cast<std::size_t>(prompt);
    ensure(place < prompt_count, "a prompt is one of the table");
    return sounds_[place];
}

}  // namespace giaoban::audio
