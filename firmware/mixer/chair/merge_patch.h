#pragma once

#include <boost/json/value.hpp>
#include <optional>

namespace giaoban::chair {

/// What turns one JSON value into another, as a merge patch; nothing when they are the same. Neither has a null in it, which
/// a merge patch cannot say. Arrays are told whole.
///
/// Source: RFC 7396.
[[nodiscard]] std::optional<boost::json::value> merge_patch(const boost::json::value& before,
                                                            const boost::json::value& after);

/// Source: RFC 7396 section 2, which has it as pseudocode.
void apply_merge_patch(boost::json::value& target, const boost::json::value& patch);

}  // namespace giaoban::chair
