#include "firmware/mixer/roster_registry.h"

#include <algorithm>
#include <utility>

#include "config/vocab/startup_error.h"

namespace giaoban::mixer {

namespace {

std::optional<net::PublicKey> key_from(const std::optional<config::KeyBytes>& bytes) {
    if (!bytes) return std::nullopt;
    const auto key = net::PublicKey::from(*bytes);
    if (!key) return std::nullopt;
    return *key;
}

bool may_come(const config::RosterEntry& entry) {
    return entry.state != config::RosterEntry::State::blocked;
}

}  // namespace

RosterRegistry::RosterRegistry(const std::string& state_dir, Log log)
    : folder_(std::filesystem::path(state_dir) / "cards"),
      roster_(state_dir),
      log_(std::move(log)) {
    (void)folder_changed();
    auto loaded = roster_.load();
    if (!loaded) throw StartupError(config::text(loaded.error()));
    take_over(std::move(*loaded));
}

// Files are replaced by renaming, which changes the folder. Its time has the grain of the kernel's
// clock (4 ms), so a folder that changed just now is looked at again.
bool RosterRegistry::folder_changed() const {
    std::error_code trouble;
    const auto changed = std::filesystem::last_write_time(folder_, trouble);
    if (trouble) return false;
    const bool just_now =
        std::filesystem::file_time_type::clock::now() - changed < std::chrono::seconds(1);
    return std::exchange(read_at_, changed) != changed || just_now;
}

void RosterRegistry::look() const {
    if (!folder_changed()) return;
    auto loaded = roster_.load();
    if (loaded) {
        last_trouble_.clear();
        take_over(std::move(*loaded));
        return;
    }
    read_at_ = {};
    const std::string trouble = config::text(loaded.error());
    if (std::exchange(last_trouble_, trouble) != trouble) {
        log_("the roster cannot be read, what was known of it holds: " + trouble);
    }
}

void RosterRegistry::take_over(std::vector<config::RosterEntry> loaded) const {
    Entries entries;
    for (config::RosterEntry& entry : loaded) {
        const auto before = entries_.find(entry.number);
        note(before == entries_.end() ? nullptr : &before->second, entry);
        const BoxId number = entry.number;
        entries.insert_or_assign(number, std::move(entry));
    }
    for (const auto& [number, entry] : entries_) {
        if (entries.contains(number)) continue;
        changes_.push_back(
            {.box = number, .name = entry.name, .role = entry.role, .may_come = false});
    }
    entries_ = std::move(entries);
}

void RosterRegistry::note(const config::RosterEntry* before,
                          const config::RosterEntry& after) const {
    const bool comes = may_come(after);
    if (before == nullptr && !comes) return;
    // A card that is made anew has a secret again, or at least not the key that was pinned.
    const bool new_card =
        before != nullptr && before->pinned_key && before->pinned_key != after.pinned_key;
    if (before != nullptr && !new_card && before->name == after.name &&
        before->role == after.role && may_come(*before) == comes) {
        return;
    }
    changes_.push_back({.box = after.number,
                        .name = after.name,
                        .role = after.role,
                        .may_come = comes,
                        .new_card = new_card});
}

std::vector<RosterRegistry::Change> RosterRegistry::take_changes() {
    look();
    return std::exchange(changes_, {});
}

const config::RosterEntry* RosterRegistry::entry_of(const std::string& name) const {
    const auto found = std::find_if(entries_.begin(), entries_.end(), [&name](const auto& entry) {
        return entry.second.name == name;
    });
    return found == entries_.end() ? nullptr : &found->second;
}

std::optional<net::RegisteredCard> RosterRegistry::find(const net::CardName& name) const {
    look();
    const config::RosterEntry* entry = entry_of(name.text());
    if (entry == nullptr || !may_come(*entry)) return std::nullopt;
    net::RegisteredCard card{.box = entry->number, .record = {}};
    card.record.pinned = key_from(entry->pinned_key);
    card.record.retired = key_from(entry->retired_key);
    if (entry->secret) card.record.enrolment = &*entry->secret;
    return card;
}

std::optional<BoxId> RosterRegistry::owner_of(const net::PublicKey& key) const {
    look();
    for (const auto& [number, entry] : entries_) {
        if (key_from(entry.pinned_key) == key) return number;
    }
    return std::nullopt;
}

bool RosterRegistry::pin(const net::CardName& name, const net::PublicKey& key) {
    config::KeyBytes bytes{};
    std::copy(key.bytes().begin(), key.bytes().end(), bytes.begin());
    const auto pinned = roster_.pin(name.text(), bytes);
    if (!pinned) {
        log_(name.text() +
             " is not let in, its key cannot be stored: " + config::text(pinned.error()));
        return false;
    }
    look();
    log_(name.text() + " is enrolled: the card belongs to this box from now on");
    return true;
}

}  // namespace giaoban::mixer
