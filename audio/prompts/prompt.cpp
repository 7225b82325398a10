#include "audio/prompts/prompt.h"

#include "config/vocab/ensure.h"

namespace giaoban::audio {

std::string name_of(Prompt prompt) {
    if (prompt >= Prompt::waiting_place_1 && prompt <= Prompt::waiting_place_20) {
        const auto first = static_cast<std::uint32_t>(Prompt::waiting_place_1);
        return "waiting_place_" + std::to_string(static_cast<std::uint32_t>(prompt) - first + 1);
    }
    switch (prompt) {
        case Prompt::connected: return "connected";
        case Prompt::connection_lost: return "connection_lost";
        case Prompt::no_network: return "no_network";
        case Prompt::no_speakerphone: return "no_speakerphone";
        case Prompt::not_enrolled: return "not_enrolled";
        case Prompt::refused: return "refused";
        case Prompt::waiting: return "waiting";
        case Prompt::floor_yours: return "floor_yours";
        case Prompt::ten_seconds_left: return "ten_seconds_left";
        case Prompt::floor_taken: return "floor_taken";
        case Prompt::not_now: return "not_now";
        case Prompt::muted: return "muted";
        case Prompt::unmuted: return "unmuted";
        case Prompt::withdrawn: return "withdrawn";
        case Prompt::replying: return "replying";
        case Prompt::called: return "called";
        case Prompt::meeting_full: return "meeting_full";
        case Prompt::recording_on: return "recording_on";
        case Prompt::recording_off: return "recording_off";
        case Prompt::private_room: return "private_room";
        case Prompt::private_room_over: return "private_room_over";
        case Prompt::self_test: return "self_test";
        case Prompt::self_test_ok: return "self_test_ok";
        case Prompt::self_test_failed: return "self_test_failed";
        case Prompt::settings_wrong: return "settings_wrong";
        case Prompt::settings_missing: return "settings_missing";
        case Prompt::doctor_well: return "doctor_well";
        case Prompt::doctor_centre: return "doctor_centre";
        case Prompt::doctor_link: return "doctor_link";
        case Prompt::doctor_button: return "doctor_button";
        case Prompt::doctor_lamps: return "doctor_lamps";
        case Prompt::doctor_hot: return "doctor_hot";
        case Prompt::doctor_power: return "doctor_power";
        case Prompt::doctor_disk: return "doctor_disk";
        case Prompt::doctor_memory: return "doctor_memory";
        case Prompt::doctor_faults: return "doctor_faults";
        default: break;
    }
    ensure(false, "every prompt has a name");
    return {};
}

std::optional<Language> language_named(std::string_view code) noexcept {
    if (code == "vi") return Language::vietnamese;
    if (code == "en") return Language::english;
    return std::nullopt;
}

std::string_view code_of(Language language) noexcept {
    return language == Language::vietnamese ? "vi" : "en";
}

}  // namespace giaoban::audio
