#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config/card.h"
#include "config/config_error.h"
#include "config/vocab/box_id.h"
#include "config/vocab/expected.h"
#include "config/vocab/floor_words.h"
#include "config/vocab/secret.h"

namespace giaoban::config {

/// What a mixing box knows of one of its boxes: the file STATE/cards/NAME.toml.
struct RosterEntry {
    enum class State : std::uint8_t {
        unused,    ///< the card is made; its secret waits for the first contact
        enrolled,  ///< the box's key is pinned
        blocked    ///< let in no more (a stolen box); the key is kept
    };

    std::string name;
    BoxId number = no_box;
    Role role = Role::member;
    State state = State::unused;
    std::optional<Secret<32>> secret;    ///< while unused
    std::optional<KeyBytes> pinned_key;  ///< once enrolled
    /// Of the box that had the card before this one: it is told so when it calls.
    std::optional<KeyBytes> retired_key;

    [[nodiscard]] static Parsed<RosterEntry> parse(std::string_view text, std::string_view file);
    [[nodiscard]] RosterEntry copy() const;
};

[[nodiscard]] std::string_view to_text(RosterEntry::State state) noexcept;

/// All boxes of a mixing box, on disk. giaobanctl and the mixing box's daemon both write it, in
/// separate files, each replaced whole (temporary file, fsync, rename, fsync of the folder; mode 0600).
///
/// Threading:  one thread an object. Several processes may use one folder: a file is always whole, and
///             add() holds a lock in it so that no number is given twice.
/// Errors:     a broken, empty or unreadable file is an error that names it, and never a box that is
///             silently not there: load() answers all that is wrong, and the daemon does not start.
/// Limits:     65535 boxes, by their numbers; 64 KiB a file.
class Roster {
  public:
    /// `state_dir` is the mixing box's; `cards` in it is made by add() if it is not there.
    explicit Roster(const std::string& state_dir);

    /// Every entry, by number. A folder that is not there is an empty roster.
    [[nodiscard]] Parsed<std::vector<RosterEntry>> load() const;
    [[nodiscard]] Parsed<RosterEntry> find(std::string_view name) const;

    /// A new box with a new number, or a new card for a box that is there when `replace` is set: it
    /// keeps its number, its old key lets nobody in any more. Without `replace` a name that is there is an error.
    [[nodiscard]] Parsed<RosterEntry> add(std::string_view name, Role role, Secret<32> secret,
                                          bool replace);

    /// First contact: pins the box's key and forgets the secret. On disk when it is answered.
    [[nodiscard]] Parsed<void> pin(std::string_view name, const KeyBytes& key);
    [[nodiscard]] Parsed<void> set_blocked(std::string_view name, bool blocked);
    [[nodiscard]] Parsed<void> set_role(std::string_view name, Role role);

    [[nodiscard]] std::string path_of(std::string_view name) const;

  private:
    [[nodiscard]] static std::uint16_t first_free(const std::vector<RosterEntry>& by_number);
    [[nodiscard]] Parsed<RosterEntry> read_entry(const std::string& path) const;
    [[nodiscard]] Parsed<void> change(std::string_view name,
                                      const std::function<void(RosterEntry&)>& how);
    [[nodiscard]] Parsed<void> store(const RosterEntry& entry) const;

    std::string folder_;
};

}  // namespace giaoban::config
