// giaoban-settings: takes a box's settings from the partition that any PC can write. See README.md beside this file.
#include <pwd.h>
#include <spawn.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <ctime>
#include <filesystem>
#include <iostream>
#include <string>

#include "config/card.h"
#include "config/vocab/startup_error.h"
#include "config/whole_file.h"
#include "firmware/settings/clock_order.h"
#include "firmware/settings/fat.h"
#include "firmware/settings/plan.h"
#include "firmware/settings/system_files.h"

namespace giaoban::settings {

namespace {

namespace fs = std::filesystem;

struct Options {
    std::string fat = "/boot/settings";
    std::string kept = "/data/settings";
    std::string box = "/data/giaoban";
    std::string run = "/run/giaoban-settings";
    std::string networkd = "/run/systemd/network";
    std::string owner = "giaoban-box";
    std::string keeper = "/usr/lib/giaoban/data";
    std::string note = "/run/giaoban-box/centre-time";
    std::string ntp = "/run/systemd/timesync/synchronized";
};

void say(const std::string& line) { std::cerr << "giaoban-settings: " << line << '\n'; }

/// Writes a file whole; a trouble is said, and the box goes on with what it has.
bool write(const std::string& path, const std::string& text) {
    if (const auto fault = config::write_whole(path, text, config::Existing::replace)) {
        say(path + ": " + fault->what);
        return false;
    }
    return true;
}

std::optional<std::string> read(const std::string& path) {
    std::string text;
    if (config::read_whole(path, std::size_t{64} * 1024, text)) return std::nullopt;
    return text;
}

Found look(const Options& options) {
    return {Fat(options.fat).settings(), read(options.kept + "/kept"),
            read(options.box + "/card.toml")};
}

void make_folder(const std::string& folder, ::mode_t mode) {
    std::error_code error;
    fs::create_directories(folder, error);
    if (error) say(folder + ": cannot be made: " + error.message());
    static_cast<void>(::chmod(folder.c_str(), mode));
}

/// The daemon's card file is the daemon's: it takes the used secret off it.
void give_to_owner(const std::string& path, const std::string& owner) {
    if (owner.empty()) return;
    const ::passwd* user = ::getpwnam(owner.c_str());
    if (user == nullptr) return say(owner + ": no such user");
    // Never what a link points to: the folder is the daemon's own.
    if (::lchown(path.c_str(), user->pw_uid, user->pw_gid) != 0 && errno != ENOENT) {
        say(path + ": cannot be given to " + owner + ": " + std::strerror(errno));
    }
}

/// The copy of the box's key beside the file systems must not bring the old key back.
void keep_without_key(const std::string& keeper) {
    if (!fs::exists(keeper)) return;
    std::string program = keeper;
    std::string word = "keep";
    char* words[] = {program.data(), word.data(), nullptr};
    ::pid_t child = 0;
    int status = 0;
    if (::posix_spawn(&child, program.c_str(), nullptr, nullptr, words, environ) != 0 ||
        ::waitpid(child, &status, 0) != child || status != 0) {
        say(keeper + " keep: failed");
    }
}

void forget_key(const Options& options) {
    say("this is another box now: it makes itself a new key");
    for (const char* name : {"box.key", "box.key.copy"}) {
        const auto removed = config::remove_whole(options.box + "/" + name);
        if (!removed) say(options.box + "/" + name + ": " + removed.error().what);
    }
}

void write_system_files(const Options& options, const config::CardSettings& settings) {
    for (const SystemFile& file : system_files(settings)) {
        const bool own = file.folder == SystemFile::Folder::own;
        const std::string path = (own ? options.run : options.networkd) + "/" + file.name;
        if (file.text.empty()) {
            if (const auto removed = config::remove_whole(path); !removed) {
                say(path + ": " + removed.error().what);
            }
            continue;
        }
        if (!write(path, file.text)) continue;
        if (file.readers == SystemFile::Readers::all) {
            static_cast<void>(::chmod(path.c_str(), 0644));
        }
    }
}

/// For giaoban-box, which says it to who is in the room: `wrong` or `missing`, and why.
void tell_box(const Options& options, const Plan& plan, bool missing) {
    const std::string path = options.run + "/trouble";
    if (plan.errors.empty()) {
        static_cast<void>(config::remove_whole(path));
        return;
    }
    if (write(path, std::string(missing ? "missing" : "wrong") + "\n" + config::text(plan.errors) +
                        "\n")) {
        static_cast<void>(::chmod(path.c_str(), 0644));
    }
}

void wipe(const Options& options, const config::CardSettings& on_card) {
    if (const auto trouble = Fat(options.fat).wipe(*on_card.card.secret)) {
        say("the used secret is still on the card: " + *trouble);
    } else {
        say("the box is enrolled: the used secret is wiped from the card");
    }
}

int start(const Options& options) {
    make_folder(options.run, 0755);
    make_folder(options.networkd, 0755);
    make_folder(options.kept, 0700);
    const Found found = look(options);
    const Plan plan = plan_start(found);
    for (const auto& error : plan.errors)
        say(error.text());
    if (plan.forget_key) forget_key(options);
    const std::string card = options.box + "/card.toml";
    if (plan.box_card && write(card, *plan.box_card)) say("the box has a new card file");
    give_to_owner(card, options.owner);
    if (plan.forget_key) keep_without_key(options.keeper);
    if (plan.settings) write_system_files(options, *plan.settings);
    // Last: should the power go before this, all is done once more.
    if (plan.kept) static_cast<void>(write(options.kept + "/kept", *plan.kept));
    tell_box(options, plan, !found.on_card && plan.basis == Plan::Basis::none);
    if (const auto trouble = Fat(options.fat).tell(errors_page(plan))) say(*trouble);
    if (plan.wipe) wipe(options, *plan.settings);
    if (plan.basis == Plan::Basis::kept) say("going on with the settings that were good before");
    return 0;
}

int wipe_if_used(const Options& options) {
    const Found found = look(options);
    if (!found.on_card) return 0;
    const auto settings = config::CardSettings::parse(*found.on_card, config::settings_file);
    if (settings && secret_is_used(*settings, found)) wipe(options, *settings);
    return 0;
}

int set_clock(const Options& options) {
    const auto note = read(options.note);
    if (!note) return 0;
    const auto since = [](auto now) {
        return std::chrono::duration_cast<Milliseconds>(now.time_since_epoch());
    };
    const Clocks clocks{.monotonic = since(std::chrono::steady_clock::now()),
                        .unix_time = since(std::chrono::system_clock::now()),
                        .set_by_ntp = fs::exists(options.ntp)};
    const auto order = clock_order(*note, clocks);
    if (!order) return 0;
    const ::timespec time{.tv_sec = order->count() / 1'000,
                          .tv_nsec = order->count() % 1'000 * 1'000'000};
    if (::clock_settime(CLOCK_REALTIME, &time) != 0) {
        throw StartupError(std::string("the clock cannot be set: ") + std::strerror(errno),
                           StartupError::Exit::unavailable);
    }
    say("the clock is set to the centre's time");
    return 0;
}

int run(int count, char** words) {
    CLI::App app("Takes a box's settings from giaoban.toml on the card's FAT partition.");
    app.set_version_flag("--version", GIAOBAN_VERSION);
    Options options;
    app.add_option("--fat", options.fat, "where the partition is mounted")->capture_default_str();
    app.add_option("--kept", options.kept, "what was good before")->capture_default_str();
    app.add_option("--box", options.box, "the state of giaoban-box")->capture_default_str();
    app.add_option("--run", options.run, "what is made at each start")->capture_default_str();
    app.add_option("--networkd", options.networkd, "files for systemd-networkd")
        ->capture_default_str();
    app.add_option("--owner", options.owner, "whose the card file is; empty: this user's")
        ->capture_default_str();
    app.add_option("--keeper", options.keeper, "keeps a copy of the box's key")
        ->capture_default_str();
    app.add_option("--note", options.note, "the centre's time, by giaoban-box")
        ->capture_default_str();
    app.add_option("--ntp", options.ntp, "is there once NTP has set the clock")
        ->capture_default_str();
    app.require_subcommand(1);
    app.fallthrough();
    int code = 0;
    app.add_subcommand("start", "before network and giaoban-box")->callback([&] {
        code = start(options);
    });
    app.add_subcommand("wipe", "the secret on the card, if the box has enrolled with it")
        ->callback([&] { code = wipe_if_used(options); });
    app.add_subcommand("clock", "set by the centre's time, unless NTP has")->callback([&] {
        code = set_clock(options);
    });
    try {
        app.parse(count, words);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? 0 : static_cast<int>(StartupError::Exit::usage);
    }
    return code;
}

}  // namespace

}  // namespace giaoban::settings

int main(int count, char** words) try {
    return giaoban::settings::run(count, words);
} catch (const giaoban::StartupError& error) {
    std::cerr << "giaoban-settings: " << error.what() << '\n';
    return error.exit_code();
} catch (const std::exception& error) {
    std::cerr << "giaoban-settings: " << error.what() << '\n';
    return static_cast<int>(giaoban::StartupError::Exit::unavailable);
}
