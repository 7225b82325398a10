#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <vector>

#include "config/vocab/box_id.h"
#include "config/vocab/expected.h"
#include "config/vocab/floor_words.h"
#include "config/vocab/time.h"
#include "net/floor/floor_event.h"
#include "net/floor/floor_memory.h"

namespace giaoban::net {

/// How the floor is run. The defaults are those of mixer.toml.
struct FloorSettings {
    FloorPolicy policy = FloorPolicy::queue;
    QueueGrants queue_grants = QueueGrants::chair;
    /// Members who may speak at once under `open`. The chair's box is beside them.
    std::uint16_t open_microphones = 3;
    /// How long a member may speak; 0 is as long as it likes. The chair's box has no limit.
    Seconds time_limit{300};
    /// So long before the end a speaker is warned. A time limit is longer than this, or 0.
    Seconds warn_before{10};
    Seconds floor_grace{20};   ///< a speaker whose link is lost keeps the floor so long
    Seconds place_grace{120};  ///< and whoever waits, its place
    std::size_t max_boxes = 256;
    std::size_t max_waiting = 256;
};

/// Why the chair's word was not carried out. Nothing has changed then.
enum class FloorRefusal : std::uint8_t {
    unknown_box,      ///< no such box in the meeting
    not_here,         ///< its link is lost
    is_muted,         ///< unmute it first
    is_chair,         ///< the chair's box always may speak: it cannot be muted
    not_on_floor,     ///< it neither speaks nor waits
    nobody_waits,     ///< nobody (who is here) is in the queue
    policy_forbids,   ///< the policy `chair`: nobody else may speak
    floor_full,       ///< all open microphones are in use
    limit_too_short,  ///< not longer than the warning before its end
    not_speaking,     ///< more time is for who speaks
    no_limit,         ///< who speaks without a limit needs no more time
    no_time_given,    ///< more time is more than none, and a day at most
    not_waiting       ///< who does not wait cannot be put among the replies
};

/// A sentence for the chair: what is the matter and what to do.
[[nodiscard]] std::string_view to_text(FloorRefusal refusal) noexcept;

/// How one box stands, as it and the chair's page are told.
struct Standing {
    Role role = Role::member;
    FloorState state = FloorState::idle;
    bool here = false;                  ///< false: its link is lost, the grace is running
    std::uint16_t place = 0;            ///< in its list, from 1; 0 unless it waits
    bool reply = false;                 ///< it waits among the replies
    std::optional<Duration> waited;     ///< since it asked; none unless it waits
    std::optional<Duration> spoken;     ///< since it was granted the floor; none unless it speaks
    std::optional<Duration> time_left;  ///< none unless it speaks under a limit
    bool warned = false;                ///< time is nearly over

    friend bool operator==(const Standing&, const Standing&) = default;
};

/// The arbiter of the floor: who speaks, who waits and who does not, and for how long.
///
/// It sends and reads nothing and never asks the time. Whoever runs it tells it of boxes that come
/// and go, of presses and of the chair's words; reads `standing()` for the views; takes the events
/// for the log and the minutes; and calls `on_time()` at `next_deadline()`.
///
///   short press   idle -> asks (the chair: speaks)      speaking -> gives up the floor
///                 waiting -> still waits                 muted -> still muted
///   long press    gives up the floor. Of who waits in the queue: asks to reply to who speaks now, and has its
///                 place among the replies; of who waits among the replies: gives up. Of the chair's box: takes the
///                 floor from the members who speak and speaks itself; when nobody else speaks, grants the next.
///
/// Two lists wait: the replies and, behind them, the queue. Each is in the order in which its boxes came to it.
/// While the others are held nobody is granted the floor but by the chair's word; all keep their places.
///
/// What always holds: under `queue` at most one member speaks, under `open` at most
/// `open_microphones`, under `chair` none; nobody both waits and speaks, nor waits twice; nobody muted does
/// either; the places of each list are 1, 2, 3… without a gap.
///
/// Units:      std::chrono. Time must not run backwards from call to call (an earlier one counts as
///             the latest that was seen).
/// Threading:  not synchronised; the network thread owns it.
/// Real time:  not for the audio thread: it allocates. A call costs at most the number of boxes.
/// Errors:     what boxes do is never an error, only without effect; the chair's words are answered
///             with FloorRefusal. Settings that contradict each other stop the program (ensure).
/// Limits:     `max_boxes` in the meeting (join() answers false beyond), `max_waiting` in both lists together
///             (denied beyond), `max_events` kept (the oldest goes, and is counted).
/// Source:     README.md compares with RFC 8855 (BFCP) and 3GPP TS 24.380.
class Arbiter {
  public:
    /// Of one box there can be no more than two events a call, and no call is about more than all
    /// boxes: 2 x 256 and as many again for a caller who is late.
    static constexpr std::size_t max_events = 1024;

    /// A short press of a speaker counts as asking once more, not as giving up, until so long after
    /// the grant: it was pressed before the grant was heard of. The links this is made for have
    /// round trips under a second; BoxFloor keeps the same rule at the other end.
    static constexpr Duration settle = std::chrono::seconds(1);

    /// What one word of more time can give: longer than any meeting.
    static constexpr Seconds most_more_time = std::chrono::hours(24);

    explicit Arbiter(const FloorSettings& settings);

    // Boxes come and go.

    /// A box is here: new, or back (which `returned` says as well). False: the meeting is full.
    [[nodiscard]] bool join(BoxId box, Role role, Instant now);
    void lost(BoxId box, Instant now);
    void returned(BoxId box, Instant now);
    /// Gone for good: the box is off the roster. (A box that says goodbye is lost: it may be back.)
    void leave(BoxId box, Instant now);

    // Buttons.

    void press_short(BoxId box, Instant now);
    void press_long(BoxId box, Instant now);
    /// Presses that came in one message count as one: none of them was made in answer to another.
    /// With a long one among them it is the long one that counts.
    void pressed(BoxId box, std::uint32_t short_presses, std::uint32_t long_presses, Instant now);

    // The chair's words.

    using Answer = Expected<void, FloorRefusal>;
    /// Gives the floor to a box, whether it waits or not. An exclusive floor is handed over; a box
    /// that speaks already has its time anew.
    [[nodiscard]] Answer grant(BoxId box, Instant now);
    /// The same for the first in the queue who is here.
    [[nodiscard]] Expected<BoxId, FloorRefusal> grant_next(Instant now);
    /// Takes the floor, or the place in the queue, from a box.
    [[nodiscard]] Answer revoke(BoxId box, Instant now);
    [[nodiscard]] Answer mute(BoxId box, Instant now);
    [[nodiscard]] Answer unmute(BoxId box, Instant now);
    /// All members who are in the meeting now; and all who are muted, also those who are away.
    void mute_all(Instant now);
    void unmute_all(Instant now);
    /// So much more for this speaker alone, from when its time would have ended.
    [[nodiscard]] Answer more_time(BoxId box, Seconds more, Instant now);
    /// Puts a box that waits in the queue among the replies, as its own long press does.
    [[nodiscard]] Answer to_replies(BoxId box, Instant now);
    /// Holds all who do not speak: they may ask, and are not granted the floor of itself.
    void hold(bool held, Instant now);
    /// Nobody speaks, waits, is muted or held any more: the meeting is over.
    void clear(Instant now);
    /// Those who have spoken longest keep the floor, as many as the new policy lets; the queue stays.
    void set_policy(FloorPolicy policy, Instant now);
    void set_queue_grants(QueueGrants grants, Instant now);
    void set_open_microphones(std::uint16_t microphones, Instant now);
    /// For those who speak now as well, but nobody is cut off without the warning.
    [[nodiscard]] Answer set_time_limit(Seconds limit, Instant now);

    // After a restart of the mixing box.

    [[nodiscard]] FloorMemory memory(Instant now) const;
    /// How the floor is run, as it was: without a word to anybody.
    void run_as(const FloorMemory& memory);
    using RoleOf = std::function<std::optional<Role>(BoxId)>;
    /// The floor as it was, without a word to anybody. Who is not here counts as lost since `last_seen`, and keeps its
    /// floor and its place for the grace from then. Who has asked since then waits behind those who waited before;
    /// boxes that `role_of` does not know are left out.
    void resume(const FloorMemory& memory, const RoleOf& role_of, Instant last_seen, Instant now);
    /// The time that a speaker says it had left, where that is less than is known here.
    void time_left_is(BoxId box, Duration left, Instant now);

    // Time.

    [[nodiscard]] Instant next_deadline() const noexcept;
    void on_time(Instant now);

    // What there is to know.

    /// None: the box is not in the meeting.
    [[nodiscard]] std::optional<Standing> standing(BoxId box, Instant now) const;
    [[nodiscard]] bool may_speak(BoxId box) const noexcept;
    /// All boxes of the meeting, in the order of their numbers.
    [[nodiscard]] std::vector<BoxId> boxes() const;
    /// Those who speak, the one who has longest first.
    [[nodiscard]] std::span<const BoxId> speakers() const noexcept { return speakers_; }
    /// Those who wait, in order; who is lost keeps its place in it. And those who wait to reply, who come first.
    [[nodiscard]] const std::deque<BoxId>& waiting() const noexcept { return waiting_; }
    [[nodiscard]] const std::deque<BoxId>& replies() const noexcept { return replies_; }
    [[nodiscard]] bool held() const noexcept { return held_; }
    [[nodiscard]] const FloorSettings& settings() const noexcept { return settings_; }

    /// What has happened since this was last asked, oldest first.
    [[nodiscard]] std::vector<FloorEvent> take_events();
    [[nodiscard]] std::uint64_t events_dropped() const noexcept { return events_dropped_; }

  private:
    using What = FloorEvent::What;
    using Why = FloorEvent::Why;

    struct Box {
        Role role = Role::member;
        bool here = true;
        bool warned = false;
        Instant lost_at{};          ///< while not here
        Instant asked{};            ///< while it waits
        Instant replied{};          ///< while it waits among the replies: when it came there
        Instant granted{};          ///< while it speaks
        Instant time_over = never;  ///< while it speaks
    };

    void advance(Instant now);
    void note(What what, BoxId id, Why why, std::uint16_t place = 0);
    [[nodiscard]] Box* find(BoxId id) noexcept;
    [[nodiscard]] const Box* find(BoxId id) const noexcept;
    [[nodiscard]] std::uint16_t place_of(BoxId id) const noexcept;
    [[nodiscard]] bool speaks(BoxId id) const noexcept;
    [[nodiscard]] bool is_muted(BoxId id) const noexcept;
    [[nodiscard]] bool is_replying(BoxId id) const noexcept;
    [[nodiscard]] std::size_t members_speaking() const noexcept;
    [[nodiscard]] std::size_t members_allowed() const noexcept;
    [[nodiscard]] std::optional<BoxId> first_who_is_here() const noexcept;
    [[nodiscard]] Instant warning_at(const Box& box) const noexcept;

    [[nodiscard]] Box* known_again(BoxId id, const RoleOf& role_of, Instant last_seen);
    void wait_again(const std::vector<FloorMemory::Waiter>& from, std::deque<BoxId>& list,
                    const RoleOf& role_of, Instant last_seen);
    void come_back(BoxId id, Box& box);
    void ask(BoxId id);
    void reply(BoxId id, Why why);
    void long_press_of_member(BoxId id, const Box& box);
    void silence(BoxId id);
    void take_over(BoxId chair);
    void start_clock(Box& box) const noexcept;
    void give_floor(BoxId id, Why why);
    bool end_floor(BoxId id, Why why);
    bool end_waiting(BoxId id, Why why);
    void end_members(std::size_t keep, Why why);
    void keep_to_policy();
    void serve_queue();

    FloorSettings settings_;
    std::map<BoxId, Box> boxes_;
    std::set<BoxId> muted_;  ///< also of boxes that are away, so that coming back does not unmute
    std::vector<BoxId> speakers_;
    std::deque<BoxId> waiting_;
    std::deque<BoxId> replies_;
    bool held_ = false;
    std::vector<FloorEvent> events_;
    std::uint64_t events_dropped_ = 0;
    Instant now_{};
    std::optional<Instant> floor_freed_;  ///< when a member last stopped speaking
};

}  // namespace giaoban::net
