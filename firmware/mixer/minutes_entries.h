#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "config/vocab/box_id.h"
#include "config/vocab/floor_words.h"
#include "config/vocab/time.h"
#include "firmware/mixer/meeting_note.h"
#include "firmware/mixer/records/entry.h"
#include "net/floor/floor_event.h"

namespace giaoban::mixer {

/// What happens in a meeting, in the words of the minutes.
///
/// It remembers when each turn began: the floor tells its end, the minutes tell its length.
///
/// Units:      unix_ms as in records/entry.h.
/// Threading:  not synchronised; the network thread owns it.
/// Errors:     what the minutes have no word for, or are not for (a warning, a place denied), is no entry.
class MinutesEntries {
  public:
    /// `who`: the account that wanted it so, if any.
    [[nodiscard]] std::optional<Entry> of(const net::FloorEvent& event, RoomId room,
                                          std::string_view name, Role role, std::string_view who,
                                          std::int64_t unix_ms);
    [[nodiscard]] static std::optional<Entry> of(const MeetingNote& note, std::string_view name,
                                                 std::string_view who, std::int64_t unix_ms);

    /// A turn that began before the mixing box was restarted.
    void goes_on(BoxId box, Instant began) { began_[box] = began; }

  private:
    std::map<BoxId, Instant> began_;  ///< of those who speak
};

}  // namespace giaoban::mixer
