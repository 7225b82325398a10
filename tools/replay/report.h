#pragma once

#include <optional>
#include <string>
#include <vector>

#include "tools/replay/replay.h"

namespace giaoban::replay {

/// What a run took of a core, and bare_decode() where it was asked for.
struct Cost {
    std::chrono::duration<double> replay{};
    std::optional<std::chrono::duration<double>> bare;
};

/// The figures as one JSON object; lengths of sound are in samples at 48 kHz.
[[nodiscard]] std::string as_json(const ReplayFigures& figures, const Cost& cost);

/// A line a tick, with a head line: times and lengths in ms, an empty delay where nothing spoken is heard.
[[nodiscard]] std::string as_csv(const std::vector<TickRow>& rows);

[[nodiscard]] std::string_view name_of(audio::TickKind kind) noexcept;

}  // namespace giaoban::replay
