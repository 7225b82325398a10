#include <span>

#include "audio/wav/wav_file.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto recording = giaoban::audio::parse_wav(std::as_bytes(std::span(data, size)), "fuzz");
    if (recording && (recording->hz < 8'000 || recording->samples.size() > size)) __builtin_trap();
    return 0;
}
