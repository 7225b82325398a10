#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "config/vocab/expected.h"
#include "config/vocab/time.h"
#include "tools/linksim/link_settings.h"

namespace giaoban::linksim {

/// Both directions of a link as they are set: up is from the box to the mixing box.
struct LinkPairSettings {
    LinkSettings up;
    LinkSettings down;

    friend bool operator==(const LinkPairSettings&, const LinkPairSettings&) = default;
};

/// What a line of text asks for.
struct Command {
    enum class Kind : std::uint8_t {
        nothing,  ///< an empty line
        set,      ///< `settings` are the new ones
        outage,   ///< dead for `length`, the directions that are named
        rebind,   ///< from another port from now on
        stats,
        quit
    };
    Kind kind = Kind::nothing;
    LinkPairSettings settings;
    bool up = true;
    bool down = true;
    Duration length{};
};

/// The text of a file, or what is wrong with it: a command may name a recording, and this core opens
/// no files.
using ReadFile = std::function<Expected<std::string, std::string>(const std::string& path)>;

/// Reads `[up|down] WHAT VALUE`; settings that are not named stay as they are in `now`. Answers what
/// is wrong and what is accepted when it cannot. Without `read` no recording can be named.
[[nodiscard]] Expected<Command, std::string> parse_command(std::string_view line,
                                                           const LinkPairSettings& now,
                                                           const ReadFile& read = nullptr);

/// A parameter that can be set, for lists and options: name, unit and meaning.
struct Parameter {
    std::string_view name;
    std::string_view value;
    std::string_view what;
};
[[nodiscard]] std::span<const Parameter> parameters() noexcept;

}  // namespace giaoban::linksim
