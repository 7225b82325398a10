#pragma once

#include <string>
#include <string_view>

#include "config/config_error.h"
#include "config/settings.h"
#include "config/vocab/samples.h"
#include "config/vocab/time.h"

namespace giaoban::config {

/// Where a box's sound comes from or goes to.
struct SoundPlace {
    enum class Kind : std::uint8_t {
        automatic,  ///< the first USB speakerphone, or another card
        alsa,       ///< `name`: a card or PCM of ALSA
        wav,        ///< `name`: a file
        test,       ///< a sine of `hz` (as a microphone)
        none        ///< nowhere (as a speaker)
    };
    Kind kind = Kind::automatic;
    std::string name;
    int hz = 440;

    [[nodiscard]] std::string text() const;
    friend bool operator==(const SoundPlace&, const SoundPlace&) = default;
};

/// How loud a sound card's own mixer is set when it is plugged in.
struct CardLevel {
    enum class Unit : std::uint8_t {
        keep,     ///< as the card comes
        percent,  ///< of its range
        decibels
    };
    Unit unit = Unit::percent;
    int value = 80;

    /// "80%", "-6dB" or "keep".
    [[nodiscard]] std::string text() const;
    friend bool operator==(const CardLevel&, const CardLevel&) = default;
};

/// box.toml: how one box is set up. Whose box it is and where its mixing box is stand on its card.
/// The values here are the defaults, and config/examples/box.toml says what each is for.
struct BoxConfig {
    Language language = Language::vi;
    std::string card = "/var/lib/giaoban-box/card.toml";
    std::string state_dir = "/var/lib/giaoban-box";
    std::string status_socket = "/run/giaoban-box/box.sock";
    LogLevel log_level = LogLevel::info;

    struct Sound {
        SoundPlace device;
        SoundPlace play;
        /// Automatic: on where a real microphone hears a real speaker (ALSA), off for files and tests.
        Choice voice = Choice::automatic;
        SampleRate rate = SampleRate::hz16000;
        int volume_percent = 80;  ///< of what is played, before it comes to the card
        CardLevel volume;         ///< of the card's speaker
        CardLevel microphone;     ///< and of its microphone
        friend bool operator==(const Sound&, const Sound&) = default;
    } sound;

    struct Button {
        std::string device =
            "auto";  ///< `auto`, `none`, an event device's path, or a part of its name
        std::string key =
            "auto";  ///< `auto`, `any`, or names of linux/input-event-codes.h with commas between
        Milliseconds long_press{1000};
        friend bool operator==(const Button&, const Button&) = default;
    } button;

    struct Lamps {
        std::string root = "/sys/class/leds";
        std::string floor = "auto";  ///< `auto`: ours, or the activity lamp; `none`: no such lamp
        std::string link = "auto";
        friend bool operator==(const Lamps&, const Lamps&) = default;
    } lamps;

    struct Link {
        RungRange up;
        friend bool operator==(const Link&, const Link&) = default;
    } link;

    CodecSettings codec;
    PlayoutSettings playout;

    /// Of a file's text; `file` is its name for the errors.
    [[nodiscard]] static Parsed<BoxConfig> parse(std::string_view text, std::string_view file);
    [[nodiscard]] static Parsed<BoxConfig> load(const std::string& path);
    /// What this file says goes before `base`.
    [[nodiscard]] static Parsed<BoxConfig> load_over(const std::string& path, BoxConfig base);

    friend bool operator==(const BoxConfig&, const BoxConfig&) = default;
};

}  // namespace giaoban::config
