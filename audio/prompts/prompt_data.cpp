// Puts the two tables into the program as they are: as an array of numbers in a source they would take
// the compiler half a minute. The build tells where they lie.
#include "audio/prompts/prompt_data.h"

#define GIAOBAN_TABLE(name, file)                                                              \
    __asm__(".section .rodata\n.balign 16\n.global giaoban_prompts_" name                      \
            "\ngiaoban_prompts_" name ":\n.incbin \"" file "\"\n.global giaoban_prompts_" name \
            "_end\ngiaoban_prompts_" name "_end:\n.byte 0\n.balign 16\n.text\n")

GIAOBAN_TABLE("vi", GIAOBAN_PROMPTS_VI);
GIAOBAN_TABLE("en", GIAOBAN_PROMPTS_EN);

extern "C" {
extern const std::byte giaoban_prompts_vi[];
extern const std::byte giaoban_prompts_vi_end[];
extern const std::byte giaoban_prompts_en[];
extern const std::byte giaoban_prompts_en_end[];
}

namespace giaoban::audio {

Bytes prompt_data_vietnamese() noexcept { return {giaoban_prompts_vi, giaoban_prompts_vi_end}; }

Bytes prompt_data_english() noexcept { return {giaoban_prompts_en, giaoban_prompts_en_end}; }

}  // namespace giaoban::audio
