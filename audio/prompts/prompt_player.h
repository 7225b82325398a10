#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "audio/prompts/prompt.h"
#include "audio/prompts/prompt_library.h"

namespace giaoban::audio {

/// Says prompts one after the other over the meeting's sound, which it lowers meanwhile.
///
/// Units:      samples at the library's rate.
/// Threading:  one thread, the audio thread in a box.
/// Real time:  takes no memory after it is made.
/// Errors:     none. At most `capacity` prompts wait; one more pushes out the oldest that has not
///             begun, since the newest is what is true now. A prompt that already waits is not said
///             twice, and a newer place in the queue takes the place of an older one.
class PromptPlayer {
  public:
    static constexpr std::size_t capacity = 8;

    explicit PromptPlayer(const PromptLibrary& library) noexcept : library_(library) {}

    void say(Prompt prompt) noexcept;

    /// Mixes what is being said into one tick of the meeting's sound, in place.
    void mix_into(std::span<std::int16_t> meeting) noexcept;

    [[nodiscard]] bool speaking() const noexcept { return waiting_ > 0; }

  private:
    void drop(std::size_t index) noexcept;

    const PromptLibrary& library_;
    std::array<Prompt, capacity> queue_{};  // queue_[0] is being said.
    std::size_t waiting_ = 0;
    std::size_t said_ = 0;  // samples of queue_[0]
    std::int32_t meeting_gain_ = 1 << 15;
};

}  // namespace giaoban::audio
