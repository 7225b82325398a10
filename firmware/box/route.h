#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "config/vocab/endpoint.h"

namespace giaoban::box {

/// The network cards that have a route to there, by their numbers in the order in which the kernel has found them. Sends
/// nothing.
[[nodiscard]] std::vector<std::uint32_t> interfaces_to(const Endpoint& place);
/// Which one the kernel's routes take; 0 when there is none.
[[nodiscard]] std::uint32_t interface_of_routes(const Endpoint& place) noexcept;

/// Whether this machine could send there at all; for nowhere, whether it has an address that is not
/// its own loopback. Sends nothing.
[[nodiscard]] bool has_route_to(const std::optional<Endpoint>& place) noexcept;

}  // namespace giaoban::box
