#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config/card_settings.h"
#include "config/config_error.h"

namespace giaoban::settings {

/// What lies on the machine when it starts.
struct Found {
    /// The settings' file of the FAT partition; or why there is none.
    config::Parsed<std::string> on_card = config::Parsed<std::string>(std::string());
    /// What was good before: Plan::kept of an earlier start.
    std::optional<std::string> kept;
    /// The card file of giaoban-box.
    std::optional<std::string> box_card;
};

/// What is to be done about it.
struct Plan {
    enum class Basis : std::uint8_t {
        card,  ///< the file on the card
        kept,  ///< what was good before; the card's own cannot be used
        none   ///< there are no settings: the box can only say so
    };
    Basis basis = Basis::none;
    std::optional<config::CardSettings> settings;
    config::ConfigErrors errors;  ///< of the card's file, for who reads it

    std::optional<std::string> box_card;  ///< to be written; none: it stays as it is
    bool forget_key = false;              ///< it is another box now, and makes itself a key
    std::optional<std::string> kept;      ///< to be written last
    bool wipe = false;                    ///< the secret was used, and is still on the card
};

/// Decides what a box takes its settings from. A pure machine: the same files give the same plan.
///
/// What the card says holds, if it is whole; else what was good before. The card file of giaoban-box, which loses its
/// secret when the box enrols, is written anew only when the card names another box, centre or secret than before, or
/// other addresses. `kept` never has the secret, only its id.
///
/// Errors: none; what is wrong with the card's file is in the plan.
[[nodiscard]] Plan plan_start(const Found& found);

/// Whether the box has enrolled with the secret that is still on the card.
[[nodiscard]] bool secret_is_used(const config::CardSettings& on_card, const Found& found);

/// LOI-ERRORS.txt, for any PC: with a byte order mark and CR LF.
[[nodiscard]] std::string errors_page(const Plan& plan);

}  // namespace giaoban::settings
