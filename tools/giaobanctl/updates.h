#pragma once

#include <string>
#include <string_view>

#include "net/wire/meeting_local.h"
#include "tools/giaobanctl/outcome.h"

/// Releases for the boxes: the technician's words to the mixing box.
namespace giaoban::ctl {

/// The release that a bundle's file is named for: giaoban-RELEASE.raucb or RELEASE.raucb; empty when it is neither.
[[nodiscard]] std::string release_in_name(std::string_view file);

/// Puts the bundle where the mixing box has its releases, so that after a power cut it is there whole or not at all, and
/// has it offered. Refuses what is no box's bundle, and where there is not room for it twice: differences are made beside it.
/// What the mixing box refuses does not stay there. Whether the signature is the technician's is each box's to find.
[[nodiscard]] Outcome offer_update(const std::string& socket, const std::string& state_dir,
                                   const std::string& file);

[[nodiscard]] Outcome update_status(const std::string& socket, bool json);
[[nodiscard]] std::string updates_as_text(const net::MeetingStatus& status);
[[nodiscard]] std::string updates_as_json(const net::MeetingStatus& status);

}  // namespace giaoban::ctl
