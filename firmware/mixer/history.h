#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <span>
#include <vector>

#include "audio/mix/rung_index.h"
#include "config/vocab/bytes.h"
#include "config/vocab/samples.h"
#include "firmware/mixer/audio_rings.h"

namespace giaoban::mixer {

/// The last minutes of everybody's mix of one room, coded, for boxes that were cut off: of each rung that somebody
/// listens on, one copy of each packet.
///
/// Who was heard in a packet was sent a mix of its own instead, and is not given this one later either: a
/// box never hears itself.
///
/// Units:      RTP timestamps of the one media clock; serials count the packets of a rung.
/// Threading:  not synchronised; the network thread owns it.
/// Real time:  not for the audio thread. A packet takes 32 bytes beside its payload.
/// Errors:     none: what is not here any more is not found.
/// Limits:     `kept` of media time and `most_bytes` of payload a rung, the older goes; no rung more than there are.
class History {
  public:
    static constexpr Samples kept = std::chrono::minutes{3};
    // The widest rung has 30 kbit/s of Opus: 675,000 bytes in 3 min. Some rung of half as much again has its 3 min too.
    static constexpr std::size_t most_bytes = std::size_t{1024} * 1024;

    using Serial = std::uint32_t;
    struct Packet {
        std::uint32_t timestamp = 0;
        Bytes payload;  ///< good until the next add()
    };

    /// A packet of everybody's mix (`only` is no_box), when it goes out.
    void add(const MixedPacket& mixed);

    /// The serials of the packets for that box from the last that begins at or before `from` to the last that
    /// begins at or before `until`, in order: on `rung`, or on another that has more of it, if this one does not
    /// reach far enough or was not in use all the time. Answers which rung.
    struct Found {
        audio::RungIndex rung{};
        std::vector<Serial> serials;
    };
    /// Packets of an earlier renewal than `generation` are left out: they tell of what was said before the box came into
    /// the room.
    [[nodiscard]] Found find(BoxId box, audio::RungIndex rung, std::uint32_t from,
                             std::uint32_t until, std::uint32_t generation) const;
    /// Nothing when it is too old by now.
    [[nodiscard]] std::optional<Packet> packet(audio::RungIndex rung, Serial serial) const;

    [[nodiscard]] std::size_t packets() const noexcept;

  private:
    struct Kept {
        std::uint64_t begin = 0;  ///< counted from the rung's first byte
        std::uint32_t timestamp = 0;
        std::uint16_t size = 0;
        std::uint32_t generation = 0;
        std::uint16_t talkers = 0;  ///< which of the rung's sets, counted from its first
    };
    struct Rung {
        std::vector<std::byte> bytes;
        std::uint64_t end = 0;
        Serial first = 0;
        std::deque<Kept> packets;
        std::deque<std::vector<BoxId>> talkers;  ///< the sets that packets name, one after another
        std::uint16_t first_talkers = 0;
    };

    static void drop_oldest(Rung& rung);
    static void note_talkers(Rung& rung, std::span<const BoxId> talkers);
    [[nodiscard]] bool has_hole(std::uint32_t after, std::uint32_t before) const;
    [[nodiscard]] int worth(const Rung& rung, std::uint32_t from, std::uint32_t until) const;
    static void collect(const Rung& rung, BoxId box, std::uint32_t from, std::uint32_t until,
                        std::uint32_t generation, std::vector<Serial>& into);

    std::map<audio::RungIndex, Rung> rungs_;
};

}  // namespace giaoban::mixer
