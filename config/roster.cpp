#include "config/roster.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <set>

#include "config/card_schema.h"
#include "config/key_text.h"
#include "config/toml_table.h"
#include "config/whole_file.h"

namespace giaoban::config {

namespace {

namespace fs = std::filesystem;
using State = RosterEntry::State;

constexpr std::string_view ending = ".toml";
constexpr unsigned last_number = 65535;

ConfigErrors trouble(const std::string& path, std::string what) {
    return {{path, 0, "", "", std::move(what)}};
}

/// One writer of a roster at a time, over all processes, until the end of its life.
class Lock {
  public:
    explicit Lock(const std::string& folder)
        : fd_(::open((folder + "/.lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600)) {
        while (fd_ >= 0 && ::flock(fd_, LOCK_EX) != 0) {
            if (errno == EINTR) continue;
            ::close(fd_);
            fd_ = -1;
        }
    }
    Lock(const Lock&) = delete;
    Lock& operator=(const Lock&) = delete;
    ~Lock() {
        if (fd_ >= 0) ::close(fd_);
    }
    [[nodiscard]] bool held() const { return fd_ >= 0; }

  private:
    int fd_;
};

/// What contradicts itself: an entry has a secret while it is unused and a key once it is enrolled.
void check(const RosterEntry& entry, TomlTable& table) {
    if (entry.state == State::unused && !entry.secret) {
        table.refuse("secret",
                     "is not there, and a card that is unused has one: make it anew with "
                     "`giaobanctl card --replace`");
    }
    if (entry.state == State::enrolled && !entry.pinned_key) {
        table.refuse("key",
                     "is not there, and a box that is enrolled has one: make its card anew "
                     "with `giaobanctl card --replace`");
    }
}

std::string text_of(const RosterEntry& entry) {
    std::string text =
        "# One box, as its mixing box knows it. Written by giaobanctl and giaoban-mixer.\n";
    text += "name = \"" + entry.name + "\"\n";
    text += "number = " + std::to_string(number_of(entry.number)) + "\n";
    text += "role = \"" + std::string(to_text(entry.role)) + "\"\n";
    text += "state = \"" + std::string(to_text(entry.state)) + "\"\n";
    if (entry.secret) text += "secret = \"" + key_text(entry.secret->bytes()) + "\"\n";
    if (entry.pinned_key) text += "key = \"" + key_text(*entry.pinned_key) + "\"\n";
    if (entry.retired_key) text += "retired_key = \"" + key_text(*entry.retired_key) + "\"\n";
    return text;
}

}  // namespace

RosterEntry RosterEntry::copy() const {
    RosterEntry other;
    other.name = name;
    other.number = number;
    other.role = role;
    other.state = state;
    if (secret) other.secret = secret->copy();
    other.pinned_key = pinned_key;
    other.retired_key = retired_key;
    return other;
}

std::string_view to_text(State state) noexcept {
    switch (state) {
        case State::unused: return "unused";
        case State::enrolled: return "enrolled";
        case State::blocked: return "blocked";
    }
    return "?";
}

Parsed<RosterEntry> RosterEntry::parse(std::string_view text, std::string_view file) {
    Findings findings{std::string(file), {}, {}};
    RosterEntry entry;
    if (text.empty()) {
        return Unexpected(trouble(findings.file,
                                  "is empty: restore it from a backup, or remove it and make the "
                                  "card anew with `giaobanctl card`"));
    }
    if (const auto toml = parse_toml(text, findings)) {
        TomlTable table(*toml, "", findings);
        read_name(table, entry.name);
        unsigned number = 0;
        table.number("number", number, 1, last_number);
        if (number == 0) table.refuse("number", "expected the box's number, from 1 to 65535");
        entry.number = BoxId{static_cast<std::uint16_t>(number)};
        table.choice<Role>("role", entry.role, {{"member", Role::member}, {"chair", Role::chair}});
        table.choice<State>("state", entry.state,
                            {{"unused", State::unused},
                             {"enrolled", State::enrolled},
                             {"blocked", State::blocked}});
        read_secret(table, entry.secret);
        read_key(table, "key", entry.pinned_key, TomlTable::Needed::no);
        read_key(table, "retired_key", entry.retired_key, TomlTable::Needed::no);
        if (findings.errors.empty()) check(entry, table);
    }
    if (findings.errors.empty()) return entry;
    sort_by_line(findings.errors);
    return Unexpected(std::move(findings.errors));
}

Roster::Roster(const std::string& state_dir) : folder_(state_dir + "/cards") {}

std::string Roster::path_of(std::string_view name) const {
    return folder_ + "/" + std::string(name) + std::string(ending);
}

Parsed<RosterEntry> Roster::read_entry(const std::string& path) const {
    Findings findings{path, {}, {}};
    auto text = read_file(path, findings);
    if (!text) return Unexpected(std::move(findings.errors));
    auto entry = RosterEntry::parse(*text, path);
    wipe(std::as_writable_bytes(std::span(*text)));
    if (entry && path_of(entry->name) != path) {
        return Unexpected(trouble(path, "is the file of \"" + entry->name +
                                            "\", and must have that name: rename it back"));
    }
    return entry;
}

Parsed<std::vector<RosterEntry>> Roster::load() const {
    std::vector<RosterEntry> entries;
    ConfigErrors errors;
    std::error_code failed;
    if (!fs::exists(folder_, failed) && !failed) return entries;
    fs::directory_iterator files(folder_, failed);
    for (; !failed && files != fs::directory_iterator(); files.increment(failed)) {
        const std::string name = files->path().filename();
        // The lock, and what a writer that was killed has left (NAME.toml.XXXXXX).
        if (name.starts_with('.') || !name.ends_with(ending)) continue;
        if (auto entry = read_entry(folder_ + "/" + name)) {
            entries.push_back(std::move(*entry));
        } else {
            errors.insert(errors.end(), entry.error().begin(), entry.error().end());
        }
    }
    if (failed) errors.push_back({folder_, 0, "", "", "cannot be read: " + failed.message()});
    std::sort(entries.begin(), entries.end(), [](const RosterEntry& a, const RosterEntry& b) {
        return std::pair(a.number, a.name) < std::pair(b.number, b.name);
    });
    for (std::size_t i = 1; i < entries.size(); ++i) {
        if (entries[i].number != entries[i - 1].number) continue;
        errors.push_back({path_of(entries[i].name), 0, "number",
                          std::to_string(number_of(entries[i].number)),
                          "is the number of \"" + entries[i - 1].name + "\" too"});
    }
    if (errors.empty()) return entries;
    return Unexpected(std::move(errors));
}

Parsed<RosterEntry> Roster::find(std::string_view name) const {
    if (!valid_name(name)) {
        return Unexpected(ConfigErrors{{folder_, 0, "name", "\"" + std::string(name) + "\"",
                                        "expected a name: " + std::string(accepted_name)}});
    }
    std::error_code failed;
    if (!fs::exists(path_of(name), failed) && !failed) {
        return Unexpected(
            trouble(path_of(name), "no such box: `giaobanctl cards` lists those there are"));
    }
    return read_entry(path_of(name));
}

Parsed<RosterEntry> Roster::add(std::string_view name, Role role, Secret<32> secret, bool replace) {
    std::error_code failed;
    // Whoever is first makes the folder; a mask must not open it.
    fs::create_directories(fs::path(folder_).parent_path(), failed);
    if (::mkdir(folder_.c_str(), 0700) != 0 && errno != EEXIST) {
        return Unexpected(trouble(folder_, std::string("cannot be made: ") + std::strerror(errno)));
    }
    const Lock lock(folder_);
    if (!lock.held()) return Unexpected(trouble(folder_, "cannot be written in"));
    auto entries = load();
    if (!entries) return Unexpected(entries.error());
    RosterEntry entry;
    entry.name = name;
    entry.role = role;
    entry.secret = std::move(secret);
    if (!valid_name(name)) return find(name);
    unsigned next = 1;
    for (const RosterEntry& other : *entries) {
        next = std::max(next, number_of(other.number) + 1U);
        if (other.name != name) continue;
        if (!replace)
            return Unexpected(trouble(path_of(name), "there is a box of this name already"));
        entry.number = other.number;
        // A card that nobody has used leaves the box before it where it was.
        entry.retired_key = other.pinned_key ? other.pinned_key : other.retired_key;
    }
    if (entry.number == no_box) {
        if (next > last_number) next = first_free(*entries);
        if (next == 0)
            return Unexpected(trouble(folder_, "has 65535 boxes, and no number is left"));
        entry.number = BoxId{static_cast<std::uint16_t>(next)};
    }
    if (const auto stored = store(entry); !stored) return Unexpected(stored.error());
    return entry;
}

std::uint16_t Roster::first_free(const std::vector<RosterEntry>& by_number) {
    unsigned free = 1;
    for (const RosterEntry& entry : by_number) {
        if (number_of(entry.number) == free) ++free;
    }
    return free <= last_number ? static_cast<std::uint16_t>(free) : std::uint16_t{0};
}

Parsed<void> Roster::change(std::string_view name, const std::function<void(RosterEntry&)>& how) {
    const Lock lock(folder_);
    auto entry = find(name);
    if (!entry) return Unexpected(entry.error());
    if (!lock.held()) return Unexpected(trouble(folder_, "cannot be written in"));
    how(*entry);
    return store(*entry);
}

Parsed<void> Roster::pin(std::string_view name, const KeyBytes& key) {
    return change(name, [&key](RosterEntry& entry) {
        entry.pinned_key = key;
        // The same box with its new card.
        if (entry.retired_key == key) entry.retired_key.reset();
        entry.secret.reset();
        if (entry.state == State::unused) entry.state = State::enrolled;
    });
}

Parsed<void> Roster::set_blocked(std::string_view name, bool blocked) {
    return change(name, [blocked](RosterEntry& entry) {
        const State open = entry.pinned_key ? State::enrolled : State::unused;
        entry.state = blocked ? State::blocked : open;
    });
}

Parsed<void> Roster::set_role(std::string_view name, Role role) {
    return change(name, [role](RosterEntry& entry) { entry.role = role; });
}

Parsed<void> Roster::store(const RosterEntry& entry) const {
    const std::string path = path_of(entry.name);
    std::string text = text_of(entry);
    const auto fault = write_whole(path, text, Existing::replace);
    wipe(std::as_writable_bytes(std::span(text)));
    if (fault) return Unexpected(trouble(path, fault->what));
    return {};
}

}  // namespace giaoban::config
