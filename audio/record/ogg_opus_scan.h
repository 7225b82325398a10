#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>

#include "config/vocab/bytes.h"
#include "config/vocab/samples.h"

namespace giaoban::audio {

/// Looks through what lies in a recording after its header and finds its last whole page. A page that is torn or
/// rotten in between is passed over, as players do: what comes after it is worth as much as before.
///
/// Units:      offsets in bytes from the first that was handed in; times from the beginning of the recording.
/// Threading:  not synchronised.
/// Errors:     none: any bytes may be handed in, in any pieces.
/// Limits:     keeps a page at most (65,307 bytes), and what was handed in last.
/// Source:     RFC 3533 section 6 (page, CRC), RFC 7845 section 4 (granule position).
class OggOpusScan {
  public:
    explicit OggOpusScan(std::uint32_t serial);
    ~OggOpusScan();
    OggOpusScan(const OggOpusScan&) = delete;
    OggOpusScan& operator=(const OggOpusScan&) = delete;

    struct Page {
        std::uint64_t begin = 0;
        std::uint64_t end = 0;
        std::uint32_t number = 0;
        Samples until{};      ///< the sound in it ends there
        bool closes = false;  ///< marked as the last of the stream
    };

    void feed(Bytes bytes);

    /// Of those of this stream; nothing if there is none.
    [[nodiscard]] const std::optional<Page>& last() const noexcept { return last_; }
    [[nodiscard]] const std::optional<Page>& last_but_one() const noexcept { return last_but_one_; }
    /// Bytes before the end of the last page that are in no page of the stream.
    [[nodiscard]] std::uint64_t damaged() const noexcept { return damaged_; }

  private:
    struct Sync;

    void look();

    std::unique_ptr<Sync> sync_;
    std::uint32_t serial_;
    std::uint64_t at_ = 0;
    std::uint64_t damaged_ = 0;
    std::uint64_t damaged_since_ = 0;
    std::optional<Page> last_;
    std::optional<Page> last_but_one_;
};

}  // namespace giaoban::audio
