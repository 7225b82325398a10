#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "config/vocab/bytes.h"
#include "config/vocab/time.h"

namespace giaoban::net {

/// The last sealed datagrams of one stream, kept to be sent again byte for byte when they are asked for.
///
/// What is sent again never takes more than what was sent first, beside an allowance of `burst`: a
/// receiver that asks for everything twice, or a link that loses because it is full, costs twice the
/// stream and no more.
///
/// Units:      bytes of datagrams, headers of IP and UDP aside.
/// Threading:  not synchronised.
/// Real time:  takes its memory with the first datagram that is kept, and none after that.
/// Errors:     what is not kept any more, or is beyond the allowance, is answered with nothing.
/// Limits:     the last `most` datagrams, or as many of them as `room` bytes hold.
/// Source:     RFC 4585 section 6.2.1 (who asks); RFC 3711 section 3.3.2 (a packet that was protected
///             once is repeated, never protected again).
class SentDatagrams {
  public:
    // 2.5 s of 20 ms frames: the depth of a listener's playout and a round trip over a satellite.
    static constexpr std::size_t usual_most = 128;
    // 256 bytes a datagram on average: the widest rung has 97, 60 ms of 30 kbit/s have 247.
    static constexpr std::size_t usual_room = std::size_t{32} * 1024;
    /// What a link of 20 kbit/s carries in 1.6 s.
    static constexpr std::size_t burst = 4096;

    /// `most` is a power of two.
    explicit SentDatagrams(std::size_t most = usual_most, std::size_t room = usual_room) noexcept;

    void keep(std::uint16_t sequence, Bytes datagram);
    /// The datagram of that number, counted against the allowance; empty when it is not to be had, or was
    /// sent again less than `on_its_way` ago. The bytes are good until the next keep().
    [[nodiscard]] Bytes again(std::uint16_t sequence, Instant now, Duration on_its_way) noexcept;
    /// None of those that were kept is to be had any more.
    void forget() noexcept { std::fill(kept_.begin(), kept_.end(), Kept{}); }

  private:
    struct Kept {
        std::uint64_t begin = 0;  ///< counted from the first byte that was ever kept
        std::uint16_t size = 0;   ///< 0: none
        std::uint16_t sequence = 0;
        Instant again_at = Instant::min();
    };

    [[nodiscard]] Kept& kept(std::uint16_t sequence) noexcept {
        return kept_[sequence & (most_ - 1)];
    }

    std::size_t most_;
    std::size_t room_;
    std::vector<Kept> kept_;
    std::vector<std::byte> bytes_;
    std::uint64_t end_ = 0;
    std::size_t allowance_ = burst;
};

}  // namespace giaoban::net
