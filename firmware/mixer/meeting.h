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
#include "firmware/mixer/floor_recovery.h"
#include "net/floor/arbiter.h"
#include "net/link/rung.h"
#include "net/wire/meeting_local.h"
#include "net/wire/meeting_view.h"

namespace giaoban::mixer {

/// What a Meeting decides. Called from inside its own calls; may ask it, and must not tell it anything.
class MeetingSink {
  public:
    MeetingSink() = default;
    MeetingSink(const MeetingSink&) = delete;
    MeetingSink& operator=(const MeetingSink&) = delete;
    virtual ~MeetingSink() = default;

    /// What that box is told from now on. Said again only when it is another.
    virtual void show(BoxId box, const net::MeetingView& view, Instant now) = 0;
    virtual void open_microphone(BoxId box) = 0;
    virtual void close_microphone(BoxId box, audio::Closing closing) = 0;
    /// For the log and the minutes.
    virtual void happened(const net::FloorEvent& event, std::string_view name) = 0;
};

struct MeetingSettings {
    net::FloorSettings floor;
};

/// The meeting: who is in it, who has the floor, what each box is told, whose microphone is open.
///
/// The sessions' events and the chair's words go in; the arbiter decides; views and microphones come
/// out. A meeting that begins anew because the mixing box was restarted takes the queue from what
/// the boxes say that they were last told (FloorRecovery).
///
/// Units:      std::chrono.
/// Threading:  not synchronised; the network thread owns it.
/// Real time:  not for the audio thread: it allocates. A call costs the number of boxes.
/// Errors:     a request that cannot be carried out is answered with a sentence. Boxes that nobody enrolled
///             are ignored.
/// Limits:     those of net::Arbiter.
class Meeting {
  public:
    /// Members who may speak at once, as in mixer.toml. With the chair, and seven more who are just
    /// closing, the bridge has room for them (audio::Bridge::most_talkers).
    static constexpr std::uint16_t most_open_microphones = 16;

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
    /// How the box says that it stands to the floor: what it was last told, by this meeting or by one before a
    /// restart.
    void told(BoxId box, FloorState seen, std::uint16_t place, Instant now);

    /// The rungs of its link, for it to know: that at which it is to send, and that at which it is sent to.
    void set_rungs(BoxId box, net::RungIndex up, net::RungIndex down, Instant now);

    // The chair's words.

    /// Done, or why not. `status` is always done.
    [[nodiscard]] Expected<void, std::string> request(const net::MeetingRequest& request,
                                                      Instant now);

    // Time.

    /// Kept from the last call that changed anything, since it is asked for after every packet.
    [[nodiscard]] Instant next_deadline() const noexcept { return deadline_; }
    void on_time(Instant now);

    // What there is to know.

    /// Whether packets of that box belong into the mix: it speaks, or has just given up the floor.
    [[nodiscard]] bool is_heard(BoxId box, Instant now) const noexcept;
    [[nodiscard]] bool speaks(BoxId box) const noexcept { return arbiter_.may_speak(box); }
    [[nodiscard]] bool is_joined(BoxId box) const noexcept;
    [[nodiscard]] std::string_view name_of(BoxId box) const noexcept;
    /// The whole meeting as far as it is known here: traffic is the sessions' to add.
    [[nodiscard]] net::MeetingStatus status(Instant now) const;

  private:
    struct Box {
        std::string name;
        Role role = Role::member;
        net::Presence presence = net::Presence::never;
        Instant since{};
        bool open = false;      ///< its microphone
        Instant heard_until{};  ///< after its microphone closed
        net::RungIndex up{};
        net::RungIndex down{};
        std::optional<net::MeetingView> shown;
    };

    [[nodiscard]] Box* find(BoxId box) noexcept;
    [[nodiscard]] const Box* find(BoxId box) const noexcept;
    [[nodiscard]] Expected<BoxId, std::string> named(std::string_view name) const;
    [[nodiscard]] Expected<void, std::string> steer(const net::MeetingRequest& request, BoxId box,
                                                    Instant now);
    [[nodiscard]] Expected<void, std::string> set_policy(const net::MeetingRequest& request,
                                                         Instant now);
    void come(BoxId box, Instant now);
    void recover(Instant now);
    void settle(Instant now);
    void tell(const net::FloorEvent& event);
    void set_microphones(Instant now);
    void show_views(Instant now);
    [[nodiscard]] net::MeetingView common_view() const;
    [[nodiscard]] net::BoxRow row(BoxId id, const Box& box, Instant now) const;

    net::Arbiter arbiter_;
    MeetingSink& sink_;
    std::map<BoxId, Box> boxes_;
    std::map<BoxId, audio::Closing> closings_;  // how those who stopped in this call did
    FloorRecovery recovery_;
    Instant began_;
    Instant deadline_;
};

}  // namespace giaoban::mixer
