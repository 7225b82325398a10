#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "net/keys/sha256.h"
#include "net/transfer/piece_sender.h"
#include "net/wire/update_words.h"

namespace giaoban::mixer {

/// What a box fetches to have a release.
struct UpdateObject {
    net::Sha256 sha256{};
    std::uint32_t size = 0;
    std::uint32_t bundle_size = 0;  ///< of what becomes of it

    friend bool operator==(const UpdateObject&, const UpdateObject&) = default;
};

/// Where releases come from (UpdateStore).
class UpdateShelf {
  public:
    UpdateShelf() = default;
    UpdateShelf(const UpdateShelf&) = delete;
    UpdateShelf& operator=(const UpdateShelf&) = delete;
    virtual ~UpdateShelf() = default;

    /// The release that is offered to all; empty: none.
    [[nodiscard]] virtual const std::string& offered() const = 0;
    enum class Has : std::uint8_t {
        yes,
        soon,  ///< it is being made, or will be
        no     ///< it cannot be made
    };
    /// What leads to it from that release, or, with an empty one, from nothing.
    [[nodiscard]] virtual Has find(std::string_view from, UpdateObject& object) = 0;
};

/// Which box is offered what, and how much of its rate it may have.
///
/// All is decided by what a box says of itself, so that a mixing box which is started again offers the same. A release that a
/// box has left again is not offered to it; one that is refused or damaged there is, for the box knows whether it is the
/// same bytes. What is made from the release that the box runs goes before the whole, unless the box says that it is of no use.
///
/// Threading:  no state. Errors: none.
struct UpdateDesk {
    /// `may_install`: it is the hour, and no meeting is open.
    [[nodiscard]] static net::UpdateOffer offer(const net::UpdateState& box, UpdateShelf& shelf,
                                                bool may_install);
    /// `anybody`: speaks in the room where the box is.
    [[nodiscard]] static net::TransferShare share(bool speaks, bool anybody) noexcept;
};

}  // namespace giaoban::mixer
