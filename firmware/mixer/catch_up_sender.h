#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "config/vocab/box_id.h"
#include "config/vocab/time.h"
#include "firmware/mixer/history.h"
#include "net/wire/catch_up.h"

namespace giaoban::mixer {

/// What a CatchUpSender decides. Called from inside its own calls.
class CatchUpSink {
  public:
    CatchUpSink() = default;
    CatchUpSink(const CatchUpSink&) = delete;
    CatchUpSink& operator=(const CatchUpSink&) = delete;
    virtual ~CatchUpSink() = default;

    /// The RTP sequence number that the next packet of the history to that box gets; nothing without a session.
    [[nodiscard]] virtual std::optional<std::uint16_t> next_number(BoxId box) = 0;
    /// What the box is told that there is.
    virtual void answer(BoxId box, const std::optional<net::HistoryAnswer>& answer,
                        Instant now) = 0;
    /// False: the box has no session, or was unheard for too long.
    virtual bool send_history(BoxId box, const History::Packet& packet, Instant now) = 0;
};

/// Sends boxes what they have missed: looks it up, says what there is, and sends it beside the live stream
/// at the pace that the box asks for.
///
/// Units:      pace in hundredths of the pace of speech.
/// Threading:  not synchronised; the network thread owns it.
/// Real time:  not for the audio thread. A request costs 4 bytes a packet that was missed.
/// Errors:     a request for what is not there is answered with nothing. Without a history, all are.
/// Limits:     `most_a_second` packets to all boxes together: when a whole region comes back at once each gets less.
class CatchUpSender {
  public:
    static constexpr std::uint16_t least_pace = 25;
    static constexpr std::uint16_t most_pace = 400;
    // 2,000 packets of 247 bytes are 4 Mbit/s: what a centre's uplink has beside a meeting of 100 boxes at 50 kbit/s.
    static constexpr int most_a_second = 2'000;

    /// `keeps`: by configuration; without it nothing is kept, and nothing sent.
    CatchUpSender(CatchUpSink& sink, bool keeps) noexcept : sink_(sink), keeps_(keeps) {}

    /// A packet goes out to its listeners.
    void add(const MixedPacket& mixed) {
        if (keeps_) histories_[mixed.room].add(mixed);
    }
    /// Where a box is now, and what it may be given of that room: from that renewal on (RoomGate).
    struct Place {
        RoomId room = plenary;
        std::uint32_t generation = 0;
        audio::RungIndex rung{};  ///< on which it listens
    };
    /// The box's state: what it wants.
    void on_state(BoxId box, const std::optional<net::CatchUp>& wanted, const Place& place,
                  Instant now);
    /// It has gone to another room, or is no more: what is under way to it ends.
    void forget(BoxId box) { jobs_.erase(box); }
    /// A room is no more, and with it what was said there.
    void forget(RoomId room);

    void on_time(Instant now);
    [[nodiscard]] Instant next_deadline() const noexcept { return next_; }

    [[nodiscard]] bool keeps() const noexcept { return keeps_; }
    /// Kept of all rooms.
    [[nodiscard]] std::size_t packets() const noexcept;

  private:
    struct Job {
        net::CatchUp wanted;
        RoomId room = plenary;
        History::Found found;
        std::size_t sent = 0;
        Instant due{};
    };

    void begin(BoxId box, Job& job, const Place& place, Instant now);
    void send_next(BoxId box, Job& job, Instant now);
    void plan() noexcept;

    CatchUpSink& sink_;
    bool keeps_;
    std::map<RoomId, History> histories_;
    std::map<BoxId, Job> jobs_;
    Instant next_ = never;
    Instant free_at_{};
    BoxId served_ = no_box;
};

}  // namespace giaoban::mixer
