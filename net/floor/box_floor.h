#pragma once

#include <cstdint>
#include <optional>

#include "config/vocab/floor_words.h"
#include "config/vocab/time.h"

namespace giaoban::net {

/// What a box was last told of the floor by its mixing box.
struct FloorView {
    Role role = Role::member;
    FloorState state = FloorState::idle;
    FloorPolicy policy = FloorPolicy::queue;
    std::uint16_t place = 0;                ///< in its list, from 1; 0 unless it waits
    bool reply = false;                     ///< it waits among the replies
    std::optional<Milliseconds> time_left;  ///< when the view arrived; none: no limit
    bool warned = false;                    ///< time is nearly over
    bool others_speak = false;              ///< somebody other than this box has the floor
    bool presses_seen = true;               ///< all presses of this box are counted in this view
};

/// What the box should say, once, now.
enum class FloorCue : std::uint8_t {
    waiting,           ///< you wait; the place is in the view
    replying,          ///< you wait to reply to who speaks now
    floor_yours,       ///< speak
    ten_seconds_left,  ///< of your time
    floor_taken,       ///< the floor was yours and is no more, and not by your button
    not_now,           ///< you asked, and nobody may (policy) or the queue is full
    muted              ///< the chair has muted you (said again at a press)
};

/// What the lamp of the floor shows.
enum class FloorLamp : std::uint8_t { off, asking, waiting, speaking, time_nearly_over, muted };

/// What a press means to the box that it was made at.
enum class PressMeaning : std::uint8_t {
    asks,           ///< for the floor
    stays_waiting,  ///< says the place again
    replies,        ///< waits to reply, before the queue
    gives_up,       ///< the floor; the microphone is closed at once
    withdraws,      ///< the request
    takes_over,     ///< the chair: from those who speak, or the next of the queue is called
    none            ///< without effect: do not count it
};

/// The box's end of the floor: what a press means now, whether the microphone is open, and what is
/// said and shown when the mixing box's view changes. The other end is Arbiter.
///
/// The mixing box decides; this end only never sends sound that its user has taken back: giving up
/// closes the microphone before the mixing box has heard of it.
///
/// Units:      std::chrono.
/// Threading:  not synchronised; the network thread owns it.
/// Real time:  allocates nothing.
/// Errors:     none; any view may follow any other.
/// Limits:     one cue is kept: a later one takes the place of one that was not fetched, since the
///             later one is what is true now.
class BoxFloor {
  public:
    [[nodiscard]] PressMeaning press_short(Instant now) noexcept;
    [[nodiscard]] PressMeaning press_long(Instant now) noexcept;
    void on_view(const FloorView& view, Instant now) noexcept;

    [[nodiscard]] Instant next_deadline() const noexcept;
    void on_time(Instant now) noexcept;

    /// Whether what the microphone hears is sent.
    [[nodiscard]] bool microphone_open() const noexcept;
    [[nodiscard]] FloorLamp lamp() const noexcept;
    [[nodiscard]] std::optional<FloorCue> take_cue() noexcept;
    [[nodiscard]] const FloorView& view() const noexcept { return view_; }

  private:
    void say(FloorCue cue) noexcept { cue_ = cue; }

    FloorView view_;
    std::optional<FloorCue> cue_;
    Instant granted_{};            ///< when this box learned that the floor is its own
    Instant ten_seconds_ = never;  ///< when to say that so much is left
    bool ten_seconds_said_ = false;
    Instant replied_ = Instant::min();  ///< when a press was made that asks to reply
    bool asked_ = false;                ///< a press is under way that asks
    bool given_up_ = false;             ///< a press is under way that gives up or withdraws
};

}  // namespace giaoban::net
