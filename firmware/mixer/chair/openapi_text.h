#pragma once

#include <string_view>

namespace giaoban::chair {

/// openapi.yaml, as it was when this was built.
[[nodiscard]] std::string_view openapi_text() noexcept;

}  // namespace giaoban::chair
