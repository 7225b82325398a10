#include "firmware/mixer/recording/recording_shelf.h"

#include <fcntl.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <algorithm>
#include <optional>
#include <system_error>
#include <tuple>

#include "config/whole_file.h"
#include "firmware/mixer/recording/recording_notes.h"

namespace giaoban::mixer {

namespace {

using Path = std::filesystem::path;

// A meeting's number, a room's and a word between them; a file name may have 255 bytes.
constexpr std::size_t longest_name = 64;

std::optional<RecordingNotes> notes_beside(Path file) {
    std::string text;
    if (config::read_whole(file.replace_extension(".notes").string(), longest_notes, text)) {
        return std::nullopt;
    }
    return RecordingNotes::parse(text);
}

/// The files with that ending in a folder; none if it cannot be read.
std::vector<Path> files_in(const Path& folder, const char* ending) {
    std::vector<Path> files;
    std::error_code trouble;
    for (auto each = std::filesystem::directory_iterator(folder, trouble);
         !trouble && each != std::filesystem::directory_iterator(); each.increment(trouble)) {
        if (each->path().extension() == ending) files.push_back(each->path());
    }
    std::ranges::sort(files);
    return files;
}

std::uint64_t size_of(const Path& file) {
    std::error_code trouble;
    const auto size = std::filesystem::file_size(file, trouble);
    return trouble ? 0 : size;
}

}  // namespace

RecordingShelf::Space RecordingShelf::space_of(const Path& folder) {
    struct ::statvfs found {};
    if (::statvfs(folder.c_str(), &found) != 0) return {};
    return {.all = std::uint64_t{found.f_blocks} * found.f_frsize,
            .free = std::uint64_t{found.f_bavail} * found.f_frsize};
}

RecordingShelf::RecordingShelf(Path folder, AskSpace ask)
    : folder_(std::move(folder)), ask_(std::move(ask)) {}

bool RecordingShelf::is_name(std::string_view name) noexcept {
    const auto is_plain = [](char each) {
        return (each >= 'a' && each <= 'z') || (each >= 'A' && each <= 'Z') ||
               (each >= '0' && each <= '9') || each == '-' || each == '_';
    };
    return !name.empty() && name.size() <= longest_name && std::ranges::all_of(name, is_plain);
}

Path RecordingShelf::file_of(std::string_view name) const {
    return folder_ / (std::string(name) + ".opus");
}

std::vector<ShelvedRecording> RecordingShelf::list() const {
    std::vector<ShelvedRecording> all;
    std::error_code trouble;
    for (const Path& file : files_in(folder_, ".opus")) {
        const std::string name = file.stem();
        const auto notes = notes_beside(file);
        if (!is_name(name) || !notes) continue;  // not ours
        ShelvedRecording one{.name = name,
                             .title = notes->title,
                             .started_unix_ms = notes->started_unix_ms,
                             .bytes = size_of(file),
                             .pinned = std::filesystem::exists(folder_ / (name + ".pin"), trouble),
                             .closed = notes->closed};
        for (const Path& track : files_in(folder_ / (name + ".tracks"), ".opus"))
            one.bytes += size_of(track);
        all.push_back(std::move(one));
    }
    std::ranges::sort(all, {}, [](const ShelvedRecording& one) {
        return std::tie(one.started_unix_ms, one.name);
    });
    return all;
}

Expected<void, std::string> RecordingShelf::pin(std::string_view name, bool pinned) const {
    std::error_code trouble;
    if (!is_name(name) || !std::filesystem::exists(file_of(name), trouble)) {
        return Unexpected("there is no recording " + std::string(name));
    }
    const Path mark = folder_ / (std::string(name) + ".pin");
    if (!pinned) {
        std::filesystem::remove(mark, trouble);
    } else if (const auto fault =
                   config::write_whole(mark.string(), "", config::Existing::replace)) {
        return Unexpected(mark.string() + ": " + fault->what);
    }
    if (trouble) return Unexpected(mark.string() + ": " + trouble.message());
    return {};
}

std::vector<Path> RecordingShelf::left_open() const {
    std::vector<Path> open;
    const auto look_in = [&open](const Path& folder) {
        for (const Path& file : files_in(folder, ".opus")) {
            const auto notes = notes_beside(file);
            if (notes && !notes->closed) open.push_back(file);
        }
    };
    look_in(folder_);
    for (const Path& tracks : files_in(folder_, ".tracks"))
        look_in(tracks);
    return open;
}

RecordingShelf::Room RecordingShelf::make_room(std::uint8_t keep_free_percent,
                                               std::span<const std::string> in_use) const {
    Room room;
    const auto look = [&] {
        const Space space = ask_(folder_);
        room.free_percent = space.all == 0 ? 100 : space.free / (space.all / 100 + 1);
        room.is_enough = room.free_percent >= keep_free_percent;
    };
    look();
    if (room.is_enough) return room;
    for (const ShelvedRecording& one : list()) {
        if (one.pinned || !one.closed || std::ranges::find(in_use, one.name) != in_use.end()) {
            continue;
        }
        if (!remove(one.name)) continue;
        room.removed.push_back(one.name);
        look();
        if (room.is_enough) break;
    }
    return room;
}

bool RecordingShelf::remove(const std::string& name) const {
    std::error_code trouble;
    // The notes last: until they are gone, what is left is found again.
    std::filesystem::remove_all(folder_ / (name + ".tracks"), trouble);
    const bool gone = std::filesystem::remove(file_of(name), trouble);
    if (gone) std::filesystem::remove(folder_ / (name + ".notes"), trouble);
    return gone;
}

}  // namespace giaoban::mixer
