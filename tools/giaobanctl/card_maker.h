#pragma once

#include <optional>
#include <string>
#include <vector>

#include "config/card_settings.h"
#include "config/roster.h"
#include "config/vocab/expected.h"
#include "config/vocab/random.h"
#include "tools/giaobanctl/card_place.h"
#include "tools/giaobanctl/cards.h"

namespace giaoban::ctl {

/// The settings of an order, each with its rule; what is wrong, one text for each mistake.
[[nodiscard]] Expected<config::CardSettings, std::vector<std::string>> checked(
    const CardOrder& order);

/// Makes cards so that a try that was cut short can be made again: the file first, then the roster; a file that is there
/// and names the same box of the same centre gives its secret to the next try. No box is lost or there twice.
///
/// Threading: one. Errors: answered in words.
class CardMaker {
  public:
    /// A card that may be made: nothing has been written yet.
    struct Step {
        enum class Kind : std::uint8_t {
            fresh,
            finish,  ///< the file is there, and the roster has not heard of it
            again    ///< both are there, and agree: only the rest of the settings may be new
        };
        Kind kind = Kind::fresh;
        config::CardSettings settings;
        CardPlace place;
        bool chair = false;
        bool replace = false;
    };

    /// Reads the roster, and the mixing box's key, which is made when there is none.
    [[nodiscard]] static Expected<CardMaker, std::string> of(const std::string& state_dir,
                                                             RandomSource& random);

    /// `renew`: --replace makes a new secret also for a card that nobody has used yet.
    [[nodiscard]] Expected<Step, std::string> plan(config::CardSettings settings, CardPlace place,
                                                   bool chair, bool replace, bool renew) const;
    [[nodiscard]] Expected<config::RosterEntry, std::string> make(const Step& step);

    [[nodiscard]] const config::KeyBytes& key() const { return key_; }

  private:
    CardMaker(const std::string& state_dir, RandomSource& random)
        : roster_(state_dir), random_(&random) {}

    config::Roster roster_;
    std::vector<config::RosterEntry> entries_;
    config::KeyBytes key_{};
    RandomSource* random_;
};

}  // namespace giaoban::ctl
