#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>

#include "audio/playout/sound_line.h"
#include "config/vocab/sample_rate.h"

namespace giaoban::audio {

/// Makes speech a little longer or shorter without changing its pitch: it looks for the stretch after
/// which the sound repeats itself best (a pitch period or several, 5 to 15 ms), and leaves it out
/// or has it played once more, joined by a cross-fade.
///
/// Units:      samples at the rate of construction.
/// Threading:  not synchronised.
/// Real time:  takes no memory; a search is about 26,000 multiplications at 16 kHz.
/// Errors:     none: where the sound would suffer, 0 is answered and nothing is changed.
/// Source:     Verhelst and Roelands, "An overlap-add technique based on waveform similarity (WSOLA)
///             for high quality time-scale modification of speech" (1993).
class TimeStretch {
  public:
    /// How alike the two sides of a cut must be (normalised correlation, in hundredths). With none the
    /// best cut there is will do.
    enum class Care : std::uint8_t { great = 85, some = 50, none = 0 };

    explicit TimeStretch(SampleRate rate) noexcept;

    /// What must be waiting to be heard for compress() to be able to do anything.
    [[nodiscard]] std::size_t compress_needs() const noexcept { return longest_ + fade_; }
    [[nodiscard]] std::size_t stretch_needs() const noexcept { return fade_ / 3; }  // 3.3 ms
    /// What must be kept of what was heard.
    [[nodiscard]] std::size_t history_needs() const noexcept { return longest_; }
    [[nodiscard]] std::size_t longest() const noexcept { return longest_; }

    /// Leaves something out at the front, `most` at most; answers how many samples.
    [[nodiscard]] std::size_t compress(
        SoundLine& line, Care care,
        std::size_t most = std::numeric_limits<std::size_t>::max()) const noexcept;
    /// Whether the voice rests in what is next to be heard: nobody hears a cut there. It learns from
    /// each look how loud the voice is.
    [[nodiscard]] bool is_pause(SoundLine& line) noexcept;
    /// Has something played once more; answers how many samples.
    [[nodiscard]] std::size_t stretch(SoundLine& line, Care care) const noexcept;

  private:
    struct Match {
        std::size_t lag = 0;
        bool good = false;
    };

    /// Where in `sound` (lag shortest_..longest_) the pattern repeats best. Position of lag L is
    /// `sound[L]` forwards, or `sound[longest_ - L]` backwards.
    [[nodiscard]] Match best_match(std::span<const std::int16_t> pattern,
                                   std::span<const std::int16_t> sound, bool backwards, Care care,
                                   std::size_t longest) const noexcept;

    std::size_t step_;      // of the coarse search
    std::size_t shortest_;  // lag
    std::size_t longest_;   // lag
    float voice_ = 0;
    std::size_t fade_;  // length that is compared, and cross-faded at most
};

}  // namespace giaoban::audio
