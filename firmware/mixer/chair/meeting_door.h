#pragma once

#include <string>
#include <string_view>

#include "config/vocab/expected.h"
#include "config/vocab/time.h"
#include "firmware/mixer/chair/chair_action.h"
#include "firmware/mixer/chair/chair_state.h"

namespace giaoban::chair {

/// A card that is to be made.
struct CardOrder {
    std::string name;
    bool chair = false;
    bool replace =
        false;  ///< for a box that there is: it keeps its number, its old card is of no use any more, its session ends
};

/// What the page's server asks of the meeting. The mixing box's daemon is one; meeting_words.h has both
/// translations from and to net/wire.
///
/// Threading:  called on the network thread alone, and answers at once: it waits for no other thread. make_card() waits
///             for the disk, once in a box's life.
/// Errors:     a refusal is a sentence that the chair can read.
class MeetingDoor {
  public:
    MeetingDoor() = default;
    MeetingDoor(const MeetingDoor&) = delete;
    MeetingDoor& operator=(const MeetingDoor&) = delete;
    virtual ~MeetingDoor() = default;

    [[nodiscard]] virtual ChairState status(Instant now) const = 0;
    /// `who`: the account, for the minutes.
    [[nodiscard]] virtual Expected<void, std::string> request(const ChairAction& action,
                                                              std::string_view who,
                                                              Instant now) = 0;
    /// The card's file, as text.
    [[nodiscard]] virtual Expected<std::string, std::string> make_card(const CardOrder& order) = 0;
};

}  // namespace giaoban::chair
