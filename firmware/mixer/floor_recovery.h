#pragma once

#include <map>
#include <optional>
#include <vector>

#include "config/vocab/box_id.h"
#include "config/vocab/floor_words.h"
#include "config/vocab/time.h"

namespace giaoban::mixer {

/// The queue after a restart of the mixing box, from what the boxes remember: for when the floor does not simply go on
/// (Meeting::recall), since the mixing box was away for longer than a floor is kept, or its memory is lost.
///
/// Every box says how it was last told that it stands. Until `window` after the start these are
/// collected; then those who spoke, and after them those who waited, in the order of their places, ask
/// anew. Who spoke is first in the queue and does not simply speak again: a microphone opens only
/// by a press or a grant that is made now, never by what was true before a power cut. Who was muted stays
/// muted.
///
/// Threading:  not synchronised.
/// Limits:     one entry a box.
class FloorRecovery {
  public:
    /// A box that waits asks each 2.2 s, is told that it is unknown, and calls at once; without that notice it calls
    /// 2 s after its asking and then each second (net::LinkWatch): with three calls lost it is back after 7.2 s.
    static constexpr Duration window = std::chrono::seconds(8);

    explicit FloorRecovery(Instant start) noexcept : ends_(start + window) {}

    /// How a box was last told that it stands.
    struct Seen {
        FloorState state = FloorState::idle;
        std::uint16_t place = 0;
        bool reply = false;  ///< the place is among the replies
    };
    /// The first word of each box counts: the later ones follow from what this meeting told it.
    void remember(BoxId box, const Seen& seen, Instant now);

    [[nodiscard]] bool is_open(Instant now) const noexcept { return ends_ != never && now < ends_; }
    /// never: it is over.
    [[nodiscard]] Instant next_deadline() const noexcept { return ends_; }

    struct Past {
        std::vector<BoxId> muted;
        struct Ask {
            BoxId box = no_box;
            bool reply = false;
            friend bool operator==(const Ask&, const Ask&) = default;
        };
        std::vector<Ask> ask;  ///< in this order
    };
    /// The floor goes on as it was: nothing is put together.
    void give_up() noexcept {
        seen_.clear();
        open_ = false;
    }

    /// Once, when the window has ended; nothing is in it when it was given up.
    [[nodiscard]] std::optional<Past> take(Instant now);

  private:
    std::map<BoxId, Seen> seen_;
    bool open_ = true;  ///< not given up
    Instant ends_;
};

}  // namespace giaoban::mixer
