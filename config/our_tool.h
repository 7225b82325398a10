#pragma once

#include <string>
#include <string_view>

namespace giaoban::config {

/// Where a script of ours is: in `../lib/giaoban` from the running program's folder, as a build and a package both have it; in
/// `/usr/lib/giaoban` when that cannot be told.
///
/// Threading: any. Errors: none; nobody has looked whether it is there.
[[nodiscard]] std::string our_tool(std::string_view name);

}  // namespace giaoban::config
