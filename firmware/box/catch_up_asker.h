#pragma once

#include <algorithm>
#include <array>
#include <bitset>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <utility>

#include "config/vocab/samples.h"
#include "config/vocab/time.h"
#include "firmware/box/audio_rings.h"
#include "net/wire/catch_up.h"

namespace giaoban::box {

/// What a box asks of the mixing box when it has missed something: which range, how fast it is to come,
/// which of it was lost on the way and is to come again, and when to do without.
///
/// It asks for one range at a time. A request without an answer or without progress is repeated for
/// what is still missing, with a new number; three times in vain and the range is given up.
///
/// Pace: the packets of the live stream show what the link has to spare. When even the quickest of half a second
/// was much longer on its way than the quickest of late, a queue stands, and the pace is halved; when there
/// is none it grows by a quarter.
///
/// Units:      RTP timestamps and sequence numbers; pace in hundredths of the pace of speech.
/// Threading:  not synchronised; the network thread owns it.
/// Real time:  takes no memory.
/// Errors:     none: any answer may come, or none.
class CatchUpAsker {
  public:
    static constexpr std::uint16_t first_pace = 100;
    static constexpr std::uint16_t least_pace = 50;
    static constexpr std::uint16_t most_pace = 400;

    // What happened.
    void on_news(const CatchUpNews& news, Instant now) noexcept;
    void on_live(std::uint32_t stream, std::uint32_t timestamp, Instant arrived) noexcept;
    void on_history(std::uint16_t number, Instant arrived) noexcept;
    void on_answer(const std::optional<net::HistoryAnswer>& answer, Instant now) noexcept;
    void set_round_trip(std::optional<Duration> round_trip) noexcept;

    void on_time(Instant now) noexcept;
    [[nodiscard]] Instant next_deadline() const noexcept { return request_ ? next_look_ : never; }

    // What follows.
    /// For the box's state.
    [[nodiscard]] const std::optional<net::CatchUp>& request() const noexcept { return request_; }
    [[nodiscard]] bool is_catching_up() const noexcept { return news_.catching_up; }
    [[nodiscard]] Milliseconds behind() const noexcept {
        return std::chrono::duration_cast<Milliseconds>(news_.behind);
    }
    /// What was lost of the history and is to be asked for now; how many were written.
    [[nodiscard]] std::size_t missing(Instant now, std::span<std::uint16_t> numbers) noexcept;
    /// Before which timestamp nothing is to be had that is missing; said once.
    [[nodiscard]] std::optional<std::uint32_t> take_nothing_before() noexcept {
        return std::exchange(nothing_before_, std::nullopt);
    }

  private:
    void ask(std::uint32_t from, std::uint32_t until, Instant now) noexcept;
    void ask_anew(Instant now) noexcept;
    void set_pace() noexcept;
    void look_whether_whole() noexcept;
    [[nodiscard]] Duration patience() const noexcept {
        return std::max<Duration>(4 * round_trip_, Seconds{3});
    }

    CatchUpNews news_;
    std::optional<net::CatchUp> request_;
    std::uint32_t asked_ = 0;
    std::optional<net::HistoryAnswer> answer_;
    std::optional<std::uint32_t> nothing_before_;
    std::bitset<0x10000> came_;  ///< numbers of the history since the request
    std::uint16_t whole_ = 0;    ///< so many of the answer have come, from the first on
    std::optional<std::uint16_t> newest_;
    Instant progress_{};
    int vain_ = 0;
    bool any_since_asked_ = false;
    Duration round_trip_ = Milliseconds{300};
    Instant next_look_ = never;
    std::array<Instant, 512> nacked_{};

    // The live stream's ways: the quickest of late, and that of this half second.
    std::optional<std::uint32_t> stream_;
    std::uint16_t pace_ = first_pace;
    std::uint32_t base_timestamp_ = 0;
    Instant base_{};
    Duration quickest_ = Duration::max();
    Duration quickest_before_ = Duration::max();
    Instant quickest_since_{};
    Duration quickest_now_ = Duration::max();
    Instant now_since_{};
    Instant last_live_{};
};

}  // namespace giaoban::box
