#pragma once

#include <toml++/toml.h>

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "config/config_error.h"

namespace giaoban::config {

/// What reading one file has brought up. Of this folder alone: everybody else sees Parsed<…>.
struct Findings {
    std::string file;
    ConfigErrors errors;
    std::vector<std::string> absent;  ///< keys that may be there and are not: their defaults hold
};

/// The longest file and line that are read. A box.toml with all its comments has 3 KiB; the line bounds how deep
/// tables can be nested in one another (a dotted key), and so the stack that is needed.
inline constexpr std::size_t longest_file = 64 * 1024;
inline constexpr std::size_t longest_line = 1024;

/// The tables and values of a text, or what is wrong with it as TOML (noted, with the line).
[[nodiscard]] std::optional<toml::table> parse_toml(std::string_view text, Findings& findings);

/// A whole file; what is wrong is noted.
[[nodiscard]] std::optional<std::string> read_file(const std::string& path, Findings& findings);

/// One table of a TOML file, read key by key. Whatever is wrong with a value is noted in the findings and
/// leaves the default as it was, so that one reading brings up all errors of a file.
///
/// Errors: when the table is destroyed, keys that nobody has read are noted as unknown, with the
///         nearest key that there is.
class TomlTable {
  public:
    enum class Shown : std::uint8_t { yes, secret };
    enum class Needed : std::uint8_t { yes, no };

    TomlTable(const toml::table& table, std::string name, Findings& findings);
    TomlTable(const TomlTable&) = delete;
    TomlTable& operator=(const TomlTable&) = delete;
    ~TomlTable();

    /// The table of that key, empty when it is not there.
    [[nodiscard]] TomlTable table(std::string_view key);

    /// A text that `take` accepts (and stores).
    using Take = std::function<bool(std::string_view)>;
    void text(std::string_view key, std::string_view accepted, const Take& take,
              Needed needed = Needed::no, Shown shown = Shown::yes);
    /// A list of at least one and at most `most` of such texts.
    void texts(std::string_view key, std::size_t most, std::string_view accepted, const Take& take);
    /// Tables of the same name, [[key]] each; one alone may stand as [key].
    void tables(std::string_view key, std::size_t most,
                const std::function<void(TomlTable&)>& each);
    void flag(std::string_view key, bool& into);

    template <typename Number>
    void number(std::string_view key, Number& into, std::int64_t least, std::int64_t most) {
        if (const auto value = whole(key, least, most, "")) into = static_cast<Number>(*value);
    }
    /// A length of time in the unit of its type, which the key has at its end (`_s`, `_ms`).
    template <typename Rep, typename Period>
    void time(std::string_view key, std::chrono::duration<Rep, Period>& into,
              std::chrono::duration<Rep, Period> least, std::chrono::duration<Rep, Period> most) {
        const auto unit = Period::num == Period::den ? " of seconds" : " of milliseconds";
        if (const auto value = whole(key, least.count(), most.count(), unit)) {
            into = std::chrono::duration<Rep, Period>{*value};
        }
    }
    template <typename T>
    void choice(std::string_view key, T& into,
                const std::vector<std::pair<std::string_view, T>>& choices) {
        std::string accepted = "expected one of";
        for (const auto& [word, value] : choices)
            accepted.append(" \"").append(word).append("\"");
        text(key, accepted, [&](std::string_view word) {
            for (const auto& [name, value] : choices) {
                if (name == word) return into = value, true;
            }
            return false;
        });
    }

    /// Whether the key is there at all.
    [[nodiscard]] bool has(std::string_view key) const { return table_.contains(key); }

    /// Notes that a value, although it was well formed, cannot be.
    void refuse(std::string_view key, std::string accepted);

  private:
    [[nodiscard]] const toml::node* take(std::string_view key, Needed needed = Needed::no);
    [[nodiscard]] std::optional<std::int64_t> whole(std::string_view key, std::int64_t least,
                                                    std::int64_t most, std::string_view unit);
    [[nodiscard]] std::string full_name(std::string_view key) const;
    void wrong(std::string_view key, const toml::node& node, std::string accepted,
               Shown shown = Shown::yes);
    [[nodiscard]] std::string nearest(std::string_view key) const;

    const toml::table& table_;
    std::string name_;
    Findings& findings_;
    std::vector<std::string> known_;
};

}  // namespace giaoban::config
