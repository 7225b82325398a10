#pragma once

#include <cstdint>
#include <optional>

#include "config/vocab/samples.h"

namespace giaoban::audio {

/// Where in a recording a packet stands: by the clock of its stream while sound goes on, and by when it came where
/// sound begins anew. A stream's clock knows lengths to the sample, but not when it began, and runs away from ours
/// over hours.
///
/// Units:      times of the recording count from its beginning.
/// Threading:  not synchronised. Real time: takes no memory. Errors: none.
class RecordingClock {
  public:
    /// After such a pause of the stream the place is taken anew, so that clocks run apart for a turn at most: a
    /// crystal is wrong by 50 millionths at the worst, 0.18 s in an hour.
    static constexpr Samples pause = std::chrono::seconds{2};
    /// Whose clock says otherwise by more than any link holds packets back has begun a new one.
    static constexpr Samples most_off = std::chrono::seconds{10};

    /// The place of a packet that has `begin` on its stream's clock and is `length` long, and that was whole when
    /// the recording had come to `now`.
    [[nodiscard]] Samples place(Samples begin, Samples length, Samples now) noexcept;

  private:
    std::optional<Samples> offset_;
    Samples heard_until_{};
};

/// A stream's clock without wrap-around, from the 32 bits in its packets.
class UnwrappedTimestamp {
  public:
    [[nodiscard]] Samples of(std::uint32_t timestamp) noexcept;

  private:
    std::optional<std::int64_t> last_;
};

}  // namespace giaoban::audio
