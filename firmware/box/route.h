#pragma once

#include <optional>

#include "config/vocab/endpoint.h"

namespace giaoban::box {

/// Whether this machine could send there at all; for nowhere, whether it has an address that is not
/// its own loopback. Sends nothing.
[[nodiscard]] bool has_route_to(const std::optional<Endpoint>& place) noexcept;

}  // namespace giaoban::box
