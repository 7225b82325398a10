#pragma once
// Catch2, version 2 (Debian 12) or 3 (Debian 13): every test includes this in place of Catch's own
// headers. Write Approx(…), and matchers with their version 3 names, as
// Catch::Matchers::ContainsSubstring(…).

#if __has_include(<catch2/catch_all.hpp>)

#include <catch2/catch_all.hpp>

using Catch::Approx;

#else

#include <catch2/catch.hpp>
#include <string>

namespace Catch::Matchers {
inline auto ContainsSubstring(std::string const& text,
                              CaseSensitive::Choice sensitive = CaseSensitive::Yes) {
    return Contains(text, sensitive);
}
}  // namespace Catch::Matchers

#endif
