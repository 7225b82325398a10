#include <span>

#include "firmware/mixer/recording/recording_notes.h"

using giaoban::mixer::RecordingNotes;

// What was read is written and read again, and says the same; and a header can be made of it.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto notes =
        RecordingNotes::parse(giaoban::as_text(std::as_bytes(std::span(data, size))));
    if (!notes) return 0;
    if (RecordingNotes::parse(notes->to_text()) != notes) __builtin_trap();
    const auto tags = giaoban::audio::opus_tags(notes->words(giaoban::Samples::max()));
    if (tags.size() != giaoban::audio::tags_bytes) __builtin_trap();
    return 0;
}
