#pragma once

#include <array>
#include <map>
#include <optional>
#include <set>

#include "config/vocab/box_id.h"
#include "config/vocab/room_id.h"
#include "config/vocab/time.h"
#include "firmware/mixer/audio_rings.h"
#include "firmware/mixer/listener_rung.h"
#include "net/link/direction_estimate.h"
#include "net/link/rung_chooser.h"
#include "net/rtp/rtp_packet.h"
#include "net/session/mixer_sessions.h"

namespace giaoban::mixer {

/// What a RungDesk decides. Called from inside its own calls; must not call back into it.
class RungDeskSink {
  public:
    RungDeskSink() = default;
    RungDeskSink(const RungDeskSink&) = delete;
    RungDeskSink& operator=(const RungDeskSink&) = delete;
    virtual ~RungDeskSink() = default;

    /// For the box to know: how it is to send, and how it is sent to.
    virtual void chosen(BoxId box, net::RungIndex up, net::RungIndex down, Instant now) = 0;
    virtual void order(const AudioOrder& order) = 0;
};

/// The rungs of all boxes, both ways: what is known of each link goes in, what each box is sent and how it is to send
/// comes out.
///
///   up    the box's packets are looked at here; it is told its rung in its view
///   down  the box looks, and tells when it is congested and how it does (BoxState), and loss by RTCP; here its packets
///         are chosen among those of all rungs, and the bridge is told which rungs are in use
///
/// Between sounds nothing is known and nothing changes. A box that comes back goes on at its rungs.
///
/// Threading:  not synchronised; the network thread owns it.
/// Real time:  not for the audio thread; a packet takes no memory.
/// Limits:     one entry a box: about 6 KB.
class RungDesk {
  public:
    struct Settings {
        net::RungBounds up;
        net::RungBounds down;
        /// Where a link begins of which nothing is known: understood well, and a small step too many for 20 kbit/s.
        net::RungStep start{3};
    };

    RungDesk(const Settings& settings, const net::MixerSessions& sessions, RungDeskSink& sink)
        : settings_(settings), sessions_(sessions), sink_(sink) {}

    void joined(BoxId box, Instant now);
    void forget(BoxId box);
    /// Whether it is there, or cut off and still to be kept for, and does not speak.
    void listens(BoxId box, bool does);
    /// It is in that room from now on; as long as it speaks nowhere.
    void enter(BoxId box, RoomId room);
    /// What all hear there is coded even while all who are there speak, and each is sent a mix of its own.
    void records(RoomId room, bool does);
    /// The room is no more: what was ordered of it is forgotten.
    void forget(RoomId room);
    /// Orders a microphone to be opened, on the rung on which its box hears the others.
    void open_microphone(BoxId box);

    /// Sound of a box.
    void heard(BoxId box, const net::RtpView& packet, Instant arrived);
    /// What a box says of its way down.
    void told(BoxId box, const net::DirectionReading& reading, Instant now);
    /// Whether a listener who is not excepted is sent this packet of everybody's.
    [[nodiscard]] bool takes(BoxId box, const MixedPacket& mixed, Instant now);

    /// The rung whose packets it is sent now; the lowest for a box that never joined.
    [[nodiscard]] audio::RungIndex downlink(BoxId box) const;

    /// Each 200 ms while there is sound.
    void on_time(Instant now);
    [[nodiscard]] Instant next_deadline() const noexcept { return next_; }

  private:
    struct Box {
        Box(const Settings& settings);

        net::DirectionEstimate estimate;
        net::RungChooser up;
        net::RungChooser down;
        ListenerRung listener;
        net::RungIndex up_told{};
        bool listens = false;
        RoomId room = plenary;
        net::DirectionReading told;
        std::optional<Instant> reported;  ///< when the report came that was read last
        std::uint64_t sent = 0;           ///< packets to it until then
    };

    void read_report(BoxId id, Box& box, const net::LinkReport& link, Duration round_trip,
                     Instant now);
    void settle(BoxId id, Box& box, Instant now);
    void tell_uses();
    void sounds(Instant now) noexcept;

    Settings settings_;
    const net::MixerSessions& sessions_;
    RungDeskSink& sink_;
    std::map<BoxId, Box> boxes_;
    using Used = std::array<bool, net::rung_count>;
    std::map<RoomId, Used> used_;
    std::set<RoomId> recorded_;
    Instant next_ = never;
    Instant sounded_ = Instant::min();
};

}  // namespace giaoban::mixer
