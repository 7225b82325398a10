#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>

#include "config/vocab/bytes.h"
#include "config/vocab/random.h"
#include "config/vocab/time.h"
#include "tools/linksim/deliveries.h"
#include "tools/linksim/link_settings.h"

namespace giaoban::linksim {

class PacketStore;

/// What became of a packet that was offered.
enum class Fate : std::uint8_t {
    carried,
    /// Lost on the way, by chance.
    lost,
    /// The queue before the link was full.
    overflow,
    /// The link was dead.
    outage,
    /// Longer than a link carries in one piece.
    oversized
};

struct LinkCounters {
    std::uint64_t offered = 0;
    std::uint64_t offered_bytes = 0;
    std::uint64_t delivered = 0;
    std::uint64_t delivered_bytes = 0;
    std::uint64_t lost = 0;
    std::uint64_t overflow = 0;
    std::uint64_t outage = 0;
    std::uint64_t oversized = 0;
    std::uint64_t duplicated = 0;
    std::uint64_t reordered = 0;
    /// The most packets lost by chance in a row.
    std::uint64_t longest_loss = 0;
};

/// One direction of a bad link, in virtual time: datagrams go in, and come out later or never.
///
/// Jitter is queueing: it never lets a packet overtake another. Only a packet that `reorder` has
/// chosen is held back and overtaken.
///
/// Units:      bytes are those of the datagram; the rate also counts 28 bytes of IP and UDP.
/// Threading:  not synchronised.
/// Real time:  takes memory only while more packets are on the way than ever before, and in apply().
/// Errors:     none. Times that go backwards are taken for the latest that was seen.
/// Source:     see README.md for each part of the model.
class Link {
  public:
    /// What an Ethernet's 1500 bytes leave for a datagram behind IPv4 and UDP.
    static constexpr std::size_t most_bytes = 1472;
    /// Packets on the way at once; beyond it the queue is full. 4096 are 80 s of 20 ms packets.
    static constexpr std::size_t most_packets = 4096;

    Link(const LinkSettings& settings, std::uint64_t seed);
    Link(const Link&) = delete;
    Link& operator=(const Link&) = delete;
    ~Link();

    /// When the link begins: recordings, outages and changes of address that have not begun yet count from
    /// here. Without it they count from the next packet on.
    void begin(Instant now) noexcept;

    Fate offer(Bytes datagram, Instant now);

    /// When the next packet comes out; `never` when none is on the way.
    [[nodiscard]] Instant next_deadline() const noexcept;
    /// A packet that has come out by now, the earliest first; its bytes stay until the next call of take().
    [[nodiscard]] std::optional<Bytes> take(Instant now) noexcept;

    /// Everything offered from now on for that long is lost. A second one replaces the first, and none
    /// changes the outages of the settings.
    void outage(Instant now, Duration length) noexcept;
    /// From now on; what is on the way keeps its time. A recording, a list of outages or of changes of address
    /// that is another than before has not begun yet; one that is the same goes on.
    void apply(const LinkSettings& settings);

    /// How often the sender's address has changed by now: 0 at first. Whoever carries the packets gives it
    /// another address for each.
    [[nodiscard]] std::size_t address_changes(Instant now) const noexcept;

    /// How long what is offered now would wait in the queue of a link of finite rate.
    [[nodiscard]] Duration waiting(Instant now) const noexcept {
        return std::max<Duration>(busy_until_ - std::max(now, latest_), Duration::zero());
    }
    [[nodiscard]] const LinkSettings& settings() const noexcept { return settings_; }
    [[nodiscard]] const LinkCounters& counters() const noexcept { return counters_; }

  private:
    struct Queue;

    /// When it is through the queue; nothing when there is no room.
    [[nodiscard]] std::optional<Instant> through_queue(std::size_t bytes) noexcept;
    /// Bytes that may wait before the link; nothing when its rate has no bound.
    [[nodiscard]] std::optional<double> queue_room() const noexcept;
    [[nodiscard]] bool dead(Instant now) const noexcept;
    [[nodiscard]] Instant after_stall(Instant at) noexcept;
    void draw_stall(Duration gap) noexcept;
    [[nodiscard]] Duration extra_delay() noexcept;
    [[nodiscard]] Duration draw_jitter() noexcept;
    [[nodiscard]] bool next_is_lost() noexcept;
    [[nodiscard]] bool draw_loss() noexcept;
    [[nodiscard]] bool chance(double probability) noexcept;
    [[nodiscard]] Duration exponential(Duration mean) noexcept;

    LinkSettings settings_;
    SeededRandom random_;
    std::unique_ptr<PacketStore> store_;
    std::unique_ptr<Queue> queue_;
    LinkCounters counters_;
    Instant latest_ = Instant::min();
    Instant busy_until_ = Instant::min();
    Instant last_out_ = Instant::min();
    Instant outage_until_ = Instant::min();
    Instant stall_begins_{};
    Instant stall_ends_{};
    bool stalls_drawn_ = false;
    bool in_loss_burst_ = false;
    std::uint64_t lost_in_a_row_ = 0;

    // When each of these began; nothing before it has.
    std::optional<Instant> delays_from_;
    std::optional<Instant> deliveries_from_;
    std::optional<Instant> outages_from_;
    std::optional<Instant> addresses_from_;
    Deliveries deliveries_;
    std::size_t losses_read_ = 0;
};

}  // namespace giaoban::linksim
