#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "config/vocab/bytes.h"
#include "config/vocab/random.h"
#include "config/vocab/time.h"
#include "net/keys/initiator_handshake.h"
#include "net/link/direction_reading.h"
#include "net/link/link_report.h"
#include "net/session/box_session_sink.h"
#include "net/session/link_watch.h"
#include "net/session/media_channel.h"
#include "net/session/press.h"
#include "net/session/rate_meter.h"
#include "net/session/session_figures.h"
#include "net/session/session_line.h"
#include "net/wire/box_state.h"
#include "net/wire/meeting_view.h"
#include "net/wire/session_phase.h"

namespace giaoban::net {

/// Who a box is and whom it speaks to.
struct BoxSessionSettings {
    BoxIdentity identity;
    /// For the meeting's table; at most max_text_bytes (longer is cut).
    std::string software;
};

/// A box's end of its session with the mixing box: keys, sound both ways, reports, and the state that
/// each side keeps of the other. It opens a session, holds it over any weather, and opens another
/// beside it when nothing is heard any more, until either is heard.
///
/// An idle box asks for an answer each 2.2 s, one that hears or makes sound after 1 s of silence; 2 s
/// after the first that was not answered it begins to call anew, each second; 5 s after it the phase
/// is `lost`. When the mixing box says that it knows of no such session it calls at once, once a second
/// at most, and gives nothing up for it. After two hours of nothing it lets the old session go and calls each 5 s,
/// so that a week in vain costs less than a week in the meeting.
///
/// Units:      timestamps in ticks of the 48 kHz media clock.
/// Threading:  not synchronised; the network thread owns it.
/// Real time:  not for the audio thread. A packet of sound takes no memory of ours either way.
/// Errors:     weather is counted (figures()); nothing throws. A datagram may hold anything.
/// Source:     DESIGN.md "On the wire"; RFC 3550, RFC 3711, RFC 7587.
class BoxSession {
  public:
    /// Begins to connect at the first on_time().
    BoxSession(BoxSessionSettings settings, RandomSource& random, BoxSessionSink& sink,
               Instant now);
    BoxSession(const BoxSession&) = delete;
    BoxSession& operator=(const BoxSession&) = delete;

    /// Takes in one datagram from the network; it is decrypted where it lies.
    void on_datagram(MutableBytes datagram, Instant now);
    void on_time(Instant now);
    /// When on_time() has something to do; calling it earlier does no harm.
    [[nodiscard]] Instant next_deadline() const noexcept;

    /// Whether the box has an address at all. Said again and again is fine; at first it is taken to
    /// have one. A change of address need not be told.
    void network_is(bool up, Instant now);

    /// Sends one packet of Opus of at most max_opus_bytes. False, and counted, without a session.
    /// `marker`: the first after a pause.
    bool send_audio(std::uint32_t timestamp, Bytes opus, bool marker, Instant now);

    /// Counted here, told to the mixing box until it has counted it too, whatever happens to the link.
    void press(Press press, Instant now);

    /// Asks for packets of the meeting's sound, or of the history, that were lost: their RTP sequence numbers,
    /// in order. Those that do not fit into one datagram are left out.
    void ask_again(std::span<const std::uint16_t> numbers, Instant now);
    void ask_history_again(std::span<const std::uint16_t> numbers, Instant now);

    /// What this box has missed, or that there is nothing; told until the mixing box knows. `behind` is
    /// told along with it, with a heartbeat, and when it begins or ends.
    void set_catch_up(const std::optional<CatchUp>& wanted, Milliseconds behind, Instant now);

    /// For the meeting's table. A change of health is told at once, figures with a heartbeat, each 10 s at
    /// most.
    void set_sound(SoundHealth health, const SoundFigures& figures, Instant now);

    /// How the way down does, for the choice of its rung: at once, or with the figures.
    void set_down(const DirectionReading& reading, bool at_once, Instant now);

    /// The call of the centre that was answered, what became of the test, and in which room this box speaks: told at
    /// once, each when it is another.
    void set_call_answered(std::uint32_t call, Instant now);
    void set_self_test(const SelfTestResult& result, Instant now);
    void set_stay(const RoomStay& stay, Instant now);
    /// What the doctor has found, while the mixing box asks; an empty report takes it away, which need not be told.
    void set_doctor(const DoctorReport& report, Instant now);

    /// How it stands to updates: at once when more than the number of pieces is another.
    void set_update(const UpdateState& update, Instant now);
    /// One message of net/transfer; nothing without a session.
    void send_transfer(Bytes message, Instant now);

    [[nodiscard]] SessionPhase phase() const noexcept;
    [[nodiscard]] std::optional<RefusalReason> refusal() const noexcept;
    /// The last that was heard of the meeting, in whatever phase.
    [[nodiscard]] const MeetingView& view() const noexcept;
    /// The mixing box's wall clock, as heard last and moved on to `now`.
    [[nodiscard]] std::optional<WallTime> mixer_time(Instant now) const noexcept;
    [[nodiscard]] LinkReport link() const noexcept;
    [[nodiscard]] SessionFigures figures(Instant now) const noexcept;
    /// Presses that the mixing box has not yet said it counted.
    [[nodiscard]] std::uint32_t presses_on_their_way() const noexcept;

  private:
    // In.
    void on_control(MutableBytes datagram, Instant now);
    void on_transfer(MutableBytes datagram, Instant now);
    void on_handshake(Bytes datagram, Instant now);
    void on_notice(Bytes datagram, Instant now);
    void on_audio(MutableBytes datagram, Instant now);
    void on_report(MutableBytes datagram, Instant now);
    void on_frame(SessionLine& line, Bytes message, Instant now);
    void on_view(const MeetingView& view, Instant now);
    void heard(SessionLine& line, std::size_t bytes, bool sound, Instant now);
    [[nodiscard]] SessionLine* line_of_index(std::uint32_t index) noexcept;
    [[nodiscard]] SessionLine* line_of_ssrc(std::uint32_t ssrc) noexcept;
    void refuse(DatagramRefusal why) noexcept;

    // Out.
    void send(Bytes datagram, Instant now);
    void send_frame(SessionLine& line, bool ask, Instant now);
    [[nodiscard]] BoxState state_for(const SessionLine& line, Instant now) const;
    void send_again(const AskedAgain& asked, SessionLine& line, Instant now);
    void ask(std::uint32_t source, std::span<const std::uint16_t> numbers, Instant now);
    void say_changes(Instant now);

    // Sessions come and go.
    void call(Instant now);
    void hope_again(Instant now) noexcept;
    void agreed(const SessionKeys& keys, Instant now);
    void turned_away(RefusalReason why, Instant now);
    void take_up_candidate(Instant now);
    void enter(SessionPhase phase, std::optional<RefusalReason> why = std::nullopt);
    void serve_live(Instant now);
    void serve_candidate(Instant now);

    InitiatorHandshake handshake_;
    RandomSource& random_;
    BoxSessionSink& sink_;
    std::string canonical_name_;
    BoxState state_;
    std::optional<Instant> told_at_;  ///< of the meeting, by a mixing box that had said its view
    bool figures_changed_ = false;
    Instant figures_told_;
    MeetingView view_;
    std::optional<WallTime> mixer_time_;
    Instant mixer_time_at_{};
    SessionPhase phase_ = SessionPhase::connecting;
    std::optional<RefusalReason> refusal_;
    bool network_ = true;
    std::optional<SessionLine> live_;
    std::optional<SessionLine> candidate_;  ///< agreed, and nothing heard on it yet
    LinkWatch watch_;
    Instant last_call_;
    Instant next_call_;  ///< never while there is nothing to call for
    Instant patient_from_{};
    SessionFigures figures_;
    RateMeter sent_rate_;
    RateMeter received_rate_;
    DatagramBuffer room_{};
};

}  // namespace giaoban::net
