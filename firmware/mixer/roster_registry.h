#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "config/roster.h"
#include "net/session/card_registry.h"

namespace giaoban::mixer {

/// The roster on disk as the sessions ask for it. Cards that giaobanctl makes, changes or takes away
/// while the mixing box runs are seen at the next question.
///
/// Threading:  the network thread's.
/// Real time:  no: it reads files when the folder has changed, and pin() waits for the disk. That happens
///             once in a box's life; the audio thread goes on, and packets wait in their socket.
/// Errors:     StartupError when the roster is broken at the start. Later a file that cannot be read, or a disk
///             that is full, is a line in the log: what was known before holds, a pin is refused.
class RosterRegistry final : public net::CardRegistry {
  public:
    using Log = std::function<void(const std::string& line)>;

    RosterRegistry(const std::string& state_dir, Log log);

    [[nodiscard]] std::optional<net::RegisteredCard> find(const net::CardName& name) const override;
    [[nodiscard]] std::optional<BoxId> owner_of(const net::PublicKey& key) const override;
    [[nodiscard]] bool pin(const net::CardName& name, const net::PublicKey& key) override;

    /// One box that is new, has changed, or may come no more.
    struct Change {
        BoxId box = no_box;
        std::string name;
        Role role = Role::member;
        bool may_come = true;
        bool new_card = false;  ///< whoever has a session with the old one must not keep it
    };
    /// What has changed since this was last asked; at first, every box.
    [[nodiscard]] std::vector<Change> take_changes();
    [[nodiscard]] const std::vector<Change>& peek_changes() const noexcept { return changes_; }

  private:
    using Entries = std::map<BoxId, config::RosterEntry>;

    void look() const;
    void take_over(std::vector<config::RosterEntry> loaded) const;
    void note(const config::RosterEntry* before, const config::RosterEntry& after) const;
    [[nodiscard]] bool folder_changed() const;
    [[nodiscard]] const config::RosterEntry* entry_of(const std::string& name) const;

    std::filesystem::path folder_;
    config::Roster roster_;
    Log log_;
    // What was read of the disk: a cache, so asking may fill it.
    mutable Entries entries_;
    mutable std::vector<Change> changes_;
    mutable std::filesystem::file_time_type read_at_{};
    mutable std::string last_trouble_;
};

}  // namespace giaoban::mixer
