#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "config/vocab/box_id.h"
#include "config/vocab/bytes.h"
#include "config/vocab/endpoint.h"
#include "config/vocab/random.h"
#include "config/vocab/time.h"
#include "net/keys/keys.h"
#include "net/keys/responder_handshake.h"
#include "net/keys/srtp_keys.h"
#include "net/link/link_report.h"
#include "net/session/box_peer.h"
#include "net/session/card_registry.h"
#include "net/session/deadline_heap.h"
#include "net/session/mixer_sessions_sink.h"
#include "net/session/notice_limit.h"
#include "net/session/session_figures.h"
#include "net/wire/box_state.h"
#include "net/wire/meeting_view.h"

namespace giaoban::net {

struct MixerSessionsSettings {
    KeyPair identity;
    SrtpProfile profile = SrtpProfile::aes_cm_128_hmac_sha1_80;
    /// Boxes with a session at one time; the next is refused as `full`. Who was not heard of for `place_kept` gives
    /// its place to another.
    std::size_t most_boxes = 1024;
    /// First messages a second that are answered without a cookie: see CookieGate.
    std::uint32_t handshakes_per_second = CookieGate::usual_per_second;
};

/// The mixing box's end of all its sessions.
///
/// A session is found by its SSRC or its receiver index, never by its address, and follows a box to
/// the address from which a packet last authenticated. The lower half of both is the box's number, so
/// that finding one is a look into a table; the upper half tells its sessions apart. A new session takes the place of a box's old
/// one when the box has proven that it has it, never before. Whose index is nobody's (a box of before a
/// restart) is told so, without anything being kept or believed.
///
/// Units:      timestamps in ticks of the 48 kHz media clock.
/// Threading:  not synchronised; the network thread owns it.
/// Real time:  not for the audio thread. A packet of sound takes no memory of ours either way.
/// Errors:     weather is counted (figures()); nothing throws. A datagram may hold anything.
/// Source:     DESIGN.md "On the wire"; RFC 3550, RFC 3711, RFC 7587.
class MixerSessions {
  public:
    /// As long as a box that is lost keeps its place in the queue (mixer.toml's default).
    static constexpr Seconds place_kept{120};

    MixerSessions(MixerSessionsSettings settings, CardRegistry& registry, RandomSource& random,
                  MixerSessionsSink& sink);
    MixerSessions(const MixerSessions&) = delete;
    MixerSessions& operator=(const MixerSessions&) = delete;

    /// Takes in one datagram from the network; it is decrypted where it lies.
    void on_datagram(const Endpoint& from, MutableBytes datagram, Instant now);
    void on_time(Instant now);
    /// When on_time() has something to do; calling it earlier does no harm.
    [[nodiscard]] Instant next_deadline() const noexcept;

    /// Sends one packet of Opus of at most max_opus_bytes to a box. The payload may be the same for many;
    /// sequence number, SSRC and key are the listener's own. False, and counted, when the box has no
    /// session or was unheard for 30 s.
    bool send_audio(BoxId to, std::uint32_t timestamp, Bytes opus, bool marker, Instant now);

    /// Sends one packet of what a box has missed, beside the live stream, and answers the RTP sequence number
    /// that it got; nothing where send_audio() would have answered false.
    std::optional<std::uint16_t> send_history(BoxId to, std::uint32_t timestamp, Bytes opus,
                                              Instant now);
    /// The number that the next of these will get; nothing without a session.
    [[nodiscard]] std::optional<std::uint16_t> next_history_number(BoxId box) const noexcept;
    /// What the box is told of what it has missed; in the view, from the next on_time(). A new session
    /// forgets it.
    void set_history(BoxId box, const std::optional<HistoryAnswer>& answer, Instant now);

    /// What was sent to a box until now is not sent again, though it ask for it: it has gone to another room.
    void forget_sent(BoxId box) noexcept;

    /// Asks a box for packets of its sound that were lost: their RTP sequence numbers, in order. Those that do
    /// not fit into one datagram are left out.
    void ask_again(BoxId box, std::span<const std::uint16_t> numbers, Instant now);

    /// What that box is told from now on; `counted` and `history` are filled in here. When it is another than before it
    /// goes out in the next on_time(), which is due at once, at most 4 times a second.
    void set_view(BoxId box, const MeetingView& view, Instant now);

    /// The release that a box is offered, told as a view is; none: `offer` without one.
    void set_update(BoxId box, const UpdateOffer& offer, Instant now);
    /// One message of net/transfer. False: the box has no session, or was unheard for too long.
    bool send_transfer(BoxId to, Bytes message, Instant now);

    /// Which presses of a box were counted, and how many had been when the floor was as it is now: for a mixing box that
    /// was restarted, before the box's first word is counted (from inside joined(), or earlier).
    [[nodiscard]] PressCount counted(BoxId box) const noexcept;
    void recall(BoxId box, const PressCount& counted);

    /// What the wall clock says, for boxes without one. Again after each jump of it.
    void set_wall_time(WallTime wall, Instant now);

    /// The card is gone or given anew: ends the box's session without a word to it.
    void forget(BoxId box);

    [[nodiscard]] bool is_there(BoxId box) const noexcept;
    /// What the box last said of itself; nothing before it first joined.
    [[nodiscard]] const BoxState* state(BoxId box) const noexcept;
    /// Where the box was last heard from.
    [[nodiscard]] std::optional<Endpoint> endpoint(BoxId box) const noexcept;
    [[nodiscard]] std::optional<Instant> last_heard(BoxId box) const noexcept;
    [[nodiscard]] LinkReport link(BoxId box) const noexcept;
    /// Of one box since this program started; all zeros for one that was never there.
    [[nodiscard]] SessionFigures figures(BoxId box, Instant now) const noexcept;
    /// Of all boxes, strangers and handshakes together.
    [[nodiscard]] SessionFigures figures(Instant now) const noexcept;

  private:
    void on_control(const Endpoint& from, MutableBytes datagram, Instant now);
    void on_transfer(const Endpoint& from, MutableBytes datagram, Instant now);
    void on_initiation(const Endpoint& from, Bytes datagram, Instant now);
    void decide(const Endpoint& from, const OpenedInitiation& opened, Instant now);
    void confirm(const Endpoint& from, MutableBytes datagram, Instant now);
    void turn_away(const Endpoint& from, const OpenedInitiation& opened, RefusalReason why,
                   Instant now);
    void say_no_session(const Endpoint& to, Bytes datagram, Instant now);
    void send(const Endpoint& to, Bytes datagram, Instant now);
    void refuse(DatagramRefusal why) noexcept { shared_.traffic.refused(why); }
    /// After anything that may have changed when a box has something to do.
    void settle(BoxId box, std::optional<DatagramRefusal> why);
    [[nodiscard]] static BoxId box_of(std::uint32_t index_or_ssrc) noexcept {
        return BoxId{static_cast<std::uint16_t>(index_or_ssrc)};
    }
    [[nodiscard]] BoxPeer* peer_of(std::uint32_t index_or_ssrc) const noexcept;
    [[nodiscard]] BoxPeer* peer(BoxId box) const noexcept;
    BoxPeer& peer_made(BoxId box);
    [[nodiscard]] bool has_room_for(BoxId box, Instant now) const noexcept;
    /// A box that is unheard of for so long that another may have its place; no_box: there is none.
    [[nodiscard]] BoxId longest_away(Instant now) const noexcept;
    [[nodiscard]] std::size_t places_taken() const noexcept;
    void make_room_for(BoxId box, Instant now);
    [[nodiscard]] ResponderHandshake::Terms draw_terms(BoxId box) noexcept;

    SrtpProfile profile_;
    std::size_t most_boxes_;
    CardRegistry& registry_;
    MixerShared shared_;
    ResponderHandshake handshake_;
    PendingSessions pending_;
    std::vector<std::unique_ptr<BoxPeer>> peers_;  // by number; null for one never seen
    DeadlineHeap deadlines_;
    NoticeLimit notices_;
    std::uint16_t salt_;
};

}  // namespace giaoban::net
