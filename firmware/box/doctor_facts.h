#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "audio/ports/sound_port.h"
#include "config/vocab/time.h"
#include "firmware/box/machine_facts.h"
#include "net/keys/refusal.h"
#include "net/wire/self_test.h"
#include "net/wire/session_phase.h"
#include "net/wire/traffic_figures.h"

namespace giaoban::box {

/// What button and lamps there are.
struct PanelFacts {
    bool button_wanted = true;  ///< by the configuration
    std::string buttons;        ///< the devices' names, "USB Keyboard, gpio-keys"
    int button_count = 0;
    std::optional<Seconds> pressed_ago;  ///< none: never since the start
    Duration held{0};                    ///< how long it is down by now
    bool lamps_wanted = true;
    std::string lamps;  ///< "ACT, PWR"
};

/// All that the doctor judges by, at one moment.
struct DoctorFacts {
    MachineFacts machine;
    std::optional<int> hottest_tenths;  ///< since the start
    int undervoltages = 0;              ///< since the start
    std::optional<Seconds> undervoltage_ago;

    bool sound_by_card = true;  ///< false: files and tones, by the configuration
    audio::PortState sound = audio::PortState::absent;
    bool sound_failing = false;
    std::string card;                         ///< which, or why there is none
    std::optional<net::SelfTestResult> test;  ///< none: it did not end
    int level_below_full_db = 96;

    PanelFacts panel;

    net::SessionPhase phase = net::SessionPhase::connecting;
    Seconds in_phase{0};
    std::optional<net::RefusalReason> refusal;
    std::optional<Milliseconds> round_trip;
    net::TrafficFigures up;
    net::TrafficFigures down;

    std::string program;
    Seconds uptime{0};
};

}  // namespace giaoban::box
