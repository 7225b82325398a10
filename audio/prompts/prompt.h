#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace giaoban::audio {

/// All that a box can say by itself. The texts stand in prompts.tsv, in this order.
enum class Prompt : std::uint8_t {
    connected,
    connection_lost,
    no_network,
    no_speakerphone,
    not_enrolled,
    refused,
    waiting,
    waiting_place_1,
    waiting_place_20 = waiting_place_1 + 19,
    floor_yours,
    ten_seconds_left,
    floor_taken,  ///< It was yours and is no more, and not by your button.
    not_now,      ///< You asked, and nobody may.
    muted,
    unmuted,
    withdrawn,
    replying,      ///< You wait to reply to who speaks.
    called,        ///< The centre wants you: press the button.
    meeting_full,  ///< You are not let in for want of room.
    recording_on,  ///< From now on what is said is recorded.
    recording_off,
    private_room,       ///< You are where nobody else hears you.
    private_room_over,  ///< You are back among all.
    self_test,
    self_test_ok,
    self_test_failed,
    settings_wrong,    ///< What is on the card cannot be used.
    settings_missing,  ///< There is nothing on it.
    doctor_well,    ///< Of the examination of the whole box, which a long press at power-on begins.
    doctor_centre,  ///< The mixing box does not answer.
    doctor_link,
    doctor_button,
    doctor_lamps,
    doctor_hot,
    doctor_power,
    doctor_disk,
    doctor_memory,
    doctor_faults
};

inline constexpr std::size_t prompt_count = static_cast<std::size_t>(Prompt::doctor_faults) + 1;
inline constexpr std::uint32_t named_places = 20;

/// "You are waiting, place 3"; past the last place that has a text, "you are waiting".
constexpr Prompt waiting_prompt(std::uint32_t place) noexcept {
    if (place == 0 || place > named_places) return Prompt::waiting;
    return static_cast<Prompt>(static_cast<std::uint32_t>(Prompt::waiting_place_1) + place - 1);
}

/// Whether it tells a place in the queue: a newer one makes an older one untrue.
constexpr bool tells_place(Prompt prompt) noexcept {
    return prompt >= Prompt::waiting && prompt <= Prompt::waiting_place_20;
}

/// Its id in prompts.tsv: "waiting_place_3".
[[nodiscard]] std::string name_of(Prompt prompt);

enum class Language : std::uint8_t { vietnamese, english };

/// "vi" or "en", as in prompts.tsv and box.toml.
[[nodiscard]] std::optional<Language> language_named(std::string_view code) noexcept;
[[nodiscard]] std::string_view code_of(Language language) noexcept;

}  // namespace giaoban::audio
