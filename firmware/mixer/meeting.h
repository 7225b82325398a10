#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "audio/mix/talker_slot.h"
#include "config/vocab/box_id.h"
#include "config/vocab/expected.h"
#include "config/vocab/floor_words.h"
#include "config/vocab/time.h"
#include "firmware/mixer/call_desk.h"
#include "firmware/mixer/doctor_desk.h"
#include "firmware/mixer/floor_recovery.h"
#include "firmware/mixer/meeting_memory.h"
#include "firmware/mixer/meeting_sink.h"
#include "firmware/mixer/room.h"
#include "firmware/mixer/self_test_round.h"
#include "net/floor/arbiter.h"
#include "net/keys/refusal.h"
#include "net/link/rung.h"
#include "net/wire/box_state.h"
#include "net/wire/meeting_local.h"
#include "net/wire/meeting_view.h"

namespace giaoban::mixer {

struct MeetingSettings {
    net::FloorSettings floor;
    std::uint16_t max_boxes =
        0;  ///< that are let in at once, for the status: the sessions keep to it
    /// Where calls, tests and visits begin to be numbered: another place after each start, since boxes remember.
    std::uint32_t first_number = 1;
    std::uint64_t next_meeting = 1;  ///< the number of the first meeting that is opened
};

/// The meeting: who is in it, who has the floor, what each box is told, whose microphone is open.
///
/// The sessions' events and the chair's words go in; the arbiter decides; views and microphones come
/// out. After a restart of the mixing box it goes on with what was remembered (recall()) as soon as a box says that it was
/// told of the meeting within the grace in which a dropped box keeps its floor. Without such a word it begins anew,
/// and takes the queue from what the boxes say that they were last told (FloorRecovery).
///
/// Boxes are joined and the floor is run whether the chair has opened the meeting or not: before it is the time for
/// tests and greetings. Opening and closing it is what the minutes and the recording go by.
///
/// Private rooms are beside the plenary, each with a floor of its own. A box is in one room at a time, the chair's as well;
/// what it is told is of that room alone. A box that is cut off keeps its room until the room is closed.
///
/// Units:      std::chrono.
/// Threading:  not synchronised; the network thread owns it.
/// Real time:  not for the audio thread: it allocates. A call costs the number of boxes.
/// Errors:     a request that cannot be carried out is answered with a sentence. Boxes that nobody enrolled
///             are ignored.
/// Limits:     those of net::Arbiter; net::max_private_rooms.
class Meeting {
  public:
    /// Members who may speak at once, as in mixer.toml. With the chair, and seven more who are just
    /// closing, the bridge has room for them (audio::Bridge::most_talkers).
    static constexpr std::uint16_t most_open_microphones = 16;
    /// The same in a private room: with a chair, and three who are just closing, its smaller bridge has room for them.
    static constexpr std::uint16_t most_private_microphones = 4;
    static constexpr std::size_t private_talkers = 8;
    /// That a box was not let in stands in the table so long after its last call, which comes each 5 s.
    static constexpr Duration refusal_shown = std::chrono::seconds(30);

    Meeting(const MeetingSettings& settings, MeetingSink& sink, Instant now);

    // The roster.

    /// A box that may come, or its new name or role.
    void enroll(BoxId box, std::string name, Role role, Instant now);
    /// It may come no more.
    void strike(BoxId box, Instant now);

    // The sessions.

    void joined(BoxId box, Instant now);
    void lost(BoxId box, Instant now);
    void returned(BoxId box, Instant now);
    void presses(BoxId box, std::uint32_t short_presses, std::uint32_t long_presses, Instant now);
    /// What the box says: how it was last told that it stands, by this meeting or by one before a restart; which call
    /// it has answered, and how its test came out.
    void told(BoxId box, const net::BoxState& state, Instant now);
    /// It was not let in.
    void turned_away(std::string_view name, net::RefusalReason why, Instant now);

    /// The rungs of its link, for it to know: that at which it is to send, and that at which it is sent to.
    void set_rungs(BoxId box, net::RungIndex up, net::RungIndex down, Instant now);

    // The chair's words.

    /// Done, or why not. `status` is always done.
    [[nodiscard]] Expected<void, std::string> request(const net::MeetingRequest& request,
                                                      Instant now);
    /// The meeting that was open when the mixing box stopped, from its minutes; after recall().
    void resume(std::uint64_t id, std::string title, Instant since, Instant now);

    // Over a restart of the mixing box.

    /// What a mixing box that is started again has to know; the presses that were counted are the sessions' to add.
    [[nodiscard]] MeetingMemory memory(Instant now) const;
    /// What was remembered, before any box comes: rooms and who is in them at once, and how an open meeting is run.
    /// Floors, mutes and recordings wait for a box that was told of them a moment ago.
    void recall(MeetingMemory memory, Instant now);

    // Time.

    /// Kept from the last call that changed anything, since it is asked for after every packet.
    [[nodiscard]] Instant next_deadline() const noexcept { return deadline_; }
    void on_time(Instant now);

    // What there is to know.

    /// Whether packets of that box belong into the mix: it speaks, or has just given up the floor.
    [[nodiscard]] bool is_heard(BoxId box, Instant now) const noexcept;
    [[nodiscard]] bool speaks(BoxId box) const noexcept;
    [[nodiscard]] bool is_joined(BoxId box) const noexcept;
    [[nodiscard]] std::string_view name_of(BoxId box) const noexcept;
    [[nodiscard]] Role role_of(BoxId box) const noexcept;
    /// The whole meeting as far as it is known here: traffic is the sessions' to add.
    [[nodiscard]] net::MeetingStatus status(Instant now) const;
    /// What the box of that name has answered last when it was asked how it is.
    [[nodiscard]] net::DoctorReport doctor_report(std::string_view name) const;

  private:
    using Kind = net::MeetingRequest::Kind;
    using Done = Expected<void, std::string>;

    struct Box {
        std::string name;
        Role role = Role::member;
        net::Presence presence = net::Presence::never;
        Instant since{};
        RoomId room = plenary;
        std::uint32_t visit = 0;
        std::optional<std::uint32_t> hears_from;
        bool missed = false;    ///< it was there before the restart, and is not back yet
        bool open = false;      ///< its microphone
        Instant heard_until{};  ///< after its microphone closed
        net::RungIndex up{};
        net::RungIndex down{};
        std::optional<net::RefusalReason> turned_away;
        Instant turned_away_at{};
        std::optional<net::MeetingView> shown;
    };

    [[nodiscard]] Box* find(BoxId box) noexcept;
    [[nodiscard]] const Box* find(BoxId box) const noexcept;
    [[nodiscard]] net::Arbiter& arbiter_of(const Box& box) { return rooms_.at(box.room).arbiter; }
    [[nodiscard]] const net::Arbiter& arbiter_of(const Box& box) const {
        return rooms_.at(box.room).arbiter;
    }
    [[nodiscard]] Expected<BoxId, std::string> named(std::string_view name) const;
    void come(BoxId box, Instant now);
    void recover(Instant now);
    void settle(Instant now);
    void tell(const net::FloorEvent& event, RoomId room);
    void note(MeetingNote::What what, RoomId room, BoxId box, std::string text, Instant now);
    void set_microphones(Instant now);
    void follow_policies();

    // meeting_again.cpp
    void hear_of_past(BoxId id, const Box& box, const net::BoxState& state, Instant now);
    void go_on(Instant last_seen, Instant now);
    void end_recall(Instant now);
    void remember(Instant now);

    // meeting_requests.cpp: the chair's words.
    [[nodiscard]] Done do_as_asked(const net::MeetingRequest& request, Instant now);
    [[nodiscard]] Done do_in_room(const net::MeetingRequest& request, Room& room, Instant now);
    [[nodiscard]] Done steer(const net::MeetingRequest& request, BoxId box, Instant now);
    [[nodiscard]] Done set_policy(const net::MeetingRequest& request, Room& room, Instant now);
    [[nodiscard]] static Done too_many_microphones(std::uint16_t most);
    [[nodiscard]] Done open_meeting(const std::string& title, Instant now);
    [[nodiscard]] Done close_meeting(Instant now);
    [[nodiscard]] Done record(Room& room, bool on, Instant now);
    [[nodiscard]] Done call(BoxId box, Instant now);
    [[nodiscard]] Done begin_self_test(Instant now);
    void note_self_test(Instant now);

    // meeting_rooms.cpp
    [[nodiscard]] Done open_room(const net::MeetingRequest& request, Instant now);
    void add_room(RoomId id, const std::string& title, const net::FloorSettings& floor);
    [[nodiscard]] Done close_room(RoomId id, Instant now);
    void move(BoxId box, RoomId to, Instant now);
    void find_again(BoxId id, Box& box, const net::RoomStay& stay, Instant now);
    [[nodiscard]] net::RoomRow row(const Room& room) const;

    // meeting_status.cpp: what the boxes and the chair are shown.
    void show_views(Instant now);
    [[nodiscard]] net::MeetingView common_view(const Room& room) const;
    [[nodiscard]] net::BoxRow row(BoxId id, const Box& box, Instant now) const;

    MeetingSettings settings_;
    MeetingSink& sink_;
    std::map<RoomId, Room> rooms_;  ///< the plenary is always there
    std::map<BoxId, Box> boxes_;
    std::map<BoxId, audio::Closing> closings_;  // how those who stopped in this call did
    CallDesk calls_;
    SelfTestRound tests_;
    DoctorDesk doctor_;
    net::MeetingInfo meeting_;
    Instant opened_{};
    std::uint64_t next_meeting_;
    std::uint32_t next_room_ = 1;
    std::uint32_t next_visit_;
    FloorRecovery recovery_;
    std::optional<MeetingMemory> past_;  ///< while it may still be gone on with
    bool went_on_ = false;
    bool changed_ = false;  ///< since it was last remembered
    Instant began_;
    Instant deadline_;
};

}  // namespace giaoban::mixer
