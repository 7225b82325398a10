#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>

#include "config/vocab/box_id.h"
#include "config/vocab/bytes.h"
#include "config/vocab/time.h"
#include "net/transfer/transfer_message.h"

namespace giaoban::net {

/// What a PieceSender decides, and where objects come from. Called from inside its own calls; must not call back.
class PieceSenderSink {
  public:
    PieceSenderSink() = default;
    PieceSenderSink(const PieceSenderSink&) = delete;
    PieceSenderSink& operator=(const PieceSenderSink&) = delete;
    virtual ~PieceSenderSink() = default;

    /// The object's size; nothing when there is none of that name (any more).
    [[nodiscard]] virtual std::optional<std::uint32_t> size_of(ObjectId object) = 0;
    /// Reads `into` full from that offset on; false: it cannot be read.
    [[nodiscard]] virtual bool read(ObjectId object, std::uint32_t offset, MutableBytes into) = 0;
    /// False: the box has no session, or was unheard for too long.
    virtual bool send_piece(BoxId box, const Piece& piece, Instant now) = 0;
};

/// How much of its rate a box may have for the moment.
enum class TransferShare : std::uint8_t {
    none,    ///< it speaks, or its link is full
    little,  ///< it listens: a quarter
    full
};

/// Sends boxes the pieces that they ask for, slowly.
///
/// Each box has a rate between `least_bps` and the one that is set, all together have theirs. A box's rate is halved when the
/// pieces wait in a queue on their way, or when more than a third of them is lost; otherwise it grows by an eighth with each ask.
/// Nothing is sent that was not asked for; an ask is good for `window_pieces` pieces at most and for 90 s.
///
/// Units:      bits per second with all headers (IPv4).
/// Threading:  not synchronised; the network thread owns it.
/// Real time:  not for the audio thread. A piece costs one read of 1,000 bytes.
/// Errors:     an ask for what is not there is forgotten.
/// Limits:     a job a box, 0.5 KB each.
/// Source:     the queue as a signal: RFC 6817 (LEDBAT), whose target is 100 ms; here 400, since 3G's own round trips wander by 200.
class PieceSender {
  public:
    struct Settings {
        std::uint32_t box_bps = 16'000;
        std::uint32_t all_bps = 256'000;
    };
    static constexpr std::uint32_t least_bps = 1'000;
    static constexpr Duration ask_holds = Seconds{90};
    static constexpr Duration most_queue = Milliseconds{400};
    /// A piece on the wire, beside its content: its header, net/keys (32), IPv4 and UDP (28).
    static constexpr std::size_t overhead = piece_header + 32 + 28;

    PieceSender(const Settings& settings, PieceSenderSink& sink) noexcept;

    void on_ask(BoxId box, const PieceAsk& ask, Instant now);
    void set_share(BoxId box, TransferShare share, Instant now);
    void forget(BoxId box) { jobs_.erase(box); }

    void on_time(Instant now);
    [[nodiscard]] Instant next_deadline() const noexcept { return next_; }

    /// What that box's link is given just now, its share aside; 0 while it has asked for nothing.
    [[nodiscard]] std::uint32_t rate_of(BoxId box) const noexcept;

  private:
    struct Sent {
        std::uint32_t number = 0;
        std::optional<Instant> at{};
    };
    struct Job {
        PieceAsk ask;
        std::uint32_t size = 0;  ///< of the object; 0: nothing is asked for
        Instant asked{};
        Instant due{};
        TransferShare share = TransferShare::full;
        std::uint32_t rate_bps = 0;
        std::array<Sent, window_pieces> sent{};
        std::optional<Duration> round_trip;
        Duration least_round_trip = Duration::max();         ///< of this and the last ten minutes
        Duration least_round_trip_before = Duration::max();  ///< of the ten minutes before
        Instant least_since{};
        Instant slowed{};
    };

    void measure(Job& job, const PieceAsk& ask, Instant now) noexcept;
    void judge(Job& job, bool lost_many, Instant now) const noexcept;
    [[nodiscard]] Duration on_its_way(const Job& job) const noexcept;
    /// The first piece that is asked for, not held and not on its way.
    [[nodiscard]] std::optional<std::uint32_t> wanted(const Job& job) const noexcept;
    bool send_next(BoxId box, Job& job, Instant now);
    void plan() noexcept;

    Settings settings_;
    PieceSenderSink& sink_;
    std::map<BoxId, Job> jobs_;
    BoxId served_ = no_box;
    Instant free_at_{};
    Instant next_ = never;
};

}  // namespace giaoban::net
