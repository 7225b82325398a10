#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace giaoban::net {

/// A release's name, as "0.1.0-1a2b3c4d": letters, digits and . _ + ~ - (it is a file's name as well), not beginning with a dot.
inline constexpr std::size_t max_release_bytes = 40;
[[nodiscard]] bool is_release(std::string_view text) noexcept;

/// How far a box is with the release that it was offered.
enum class UpdateStage : std::uint8_t {
    none,
    loading,
    checking,    ///< all is there; the box puts it together and looks at the signature
    ready,       ///< waits for its hour
    installing,  ///< until it runs the new release, or the old one again
    installed,   ///< it runs it, and has proven itself
    failed       ///< and will not be tried again by itself, unless `trouble` says so
};

enum class UpdateTrouble : std::uint8_t {
    none,
    disk_full,    ///< tried again each 10 minutes
    disk_failed,  ///< tried again each 10 minutes
    damaged,      ///< what was fetched is not what was offered; fetched anew
    unfit,        ///< what is made from the release before does not fit this box's; fetched whole
    refused,      ///< the signature is not the technician's, or it is for other boxes
    not_written,  ///< it could not be installed
    rolled_back   ///< the new release did not start, or did not come into the meeting
};
inline constexpr std::uint8_t update_troubles = 8;

/// In words, for people.
[[nodiscard]] std::string_view to_text(UpdateStage stage) noexcept;
[[nodiscard]] std::string_view to_text(UpdateTrouble trouble) noexcept;

/// What a box says of its updates. `release` is empty where there are none: no card's system, or an older one.
struct UpdateState {
    std::string release;
    UpdateStage stage = UpdateStage::none;
    UpdateTrouble trouble = UpdateTrouble::none;
    std::string of;            ///< the release that stage and trouble are of
    std::uint32_t pieces = 0;  ///< of 1,000 bytes, that are there
    bool whole = false;        ///< what is made from the release before is of no use to it
    std::string why;           ///< at most max_text_bytes

    friend bool operator==(const UpdateState&, const UpdateState&) = default;
};

/// What a box is offered: what it fetches, and what becomes of it. No release: nothing.
struct UpdateOffer {
    std::string release;
    std::array<std::byte, 32> sha256{};  ///< of what is fetched
    std::uint32_t size = 0;              ///< likewise
    std::uint32_t bundle_size = 0;
    std::string from;      ///< made from this release's slot; empty: from nothing
    bool install = false;  ///< now, if it is ready

    friend bool operator==(const UpdateOffer&, const UpdateOffer&) = default;
};

}  // namespace giaoban::net
