#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "config/vocab/expected.h"

namespace giaoban::mixer {

/// A recording that is kept.
struct ShelvedRecording {
    std::string name;
    std::string title;
    std::int64_t started_unix_ms = 0;
    std::uint64_t bytes = 0;  ///< with its tracks
    bool pinned = false;      ///< it is never taken away to make room
    bool closed = false;
};

/// The folder of recordings: what is there, what must stay, and what goes when room is needed. NAME.opus is the sound,
/// NAME.notes what is known of it, NAME.tracks its speakers, NAME.pin says that it stays. Nothing else in the
/// folder, and nothing outside it, is ever touched.
///
/// Threading:  keeps nothing but the folder's name: each thread may have one of its own.
/// Errors:     in words.
class RecordingShelf {
  public:
    struct Space {
        std::uint64_t all = 0;
        std::uint64_t free = 0;
    };
    /// How much of the disk under that folder there is; all of zero: that is not known.
    using AskSpace = std::function<Space(const std::filesystem::path& folder)>;
    [[nodiscard]] static Space space_of(const std::filesystem::path& folder);

    explicit RecordingShelf(std::filesystem::path folder, AskSpace ask = space_of);

    /// Letters, digits, - and _, at most 64: no name leads out of the folder.
    [[nodiscard]] static bool is_name(std::string_view name) noexcept;

    [[nodiscard]] std::filesystem::path file_of(std::string_view name) const;

    /// The oldest first.
    [[nodiscard]] std::vector<ShelvedRecording> list() const;
    [[nodiscard]] Expected<void, std::string> pin(std::string_view name, bool pinned) const;

    /// Every sound file, tracks too, whose notes do not say that it was closed.
    [[nodiscard]] std::vector<std::filesystem::path> left_open() const;

    struct Room {
        bool is_enough = true;
        std::uint64_t free_percent = 100;
        std::vector<std::string> removed;
    };
    /// Takes away the oldest that are not pinned, closed, and not `in_use`, until so much of the disk is free.
    [[nodiscard]] Room make_room(std::uint8_t keep_free_percent,
                                 std::span<const std::string> in_use) const;

  private:
    [[nodiscard]] bool remove(const std::string& name) const;

    std::filesystem::path folder_;
    AskSpace ask_;
};

}  // namespace giaoban::mixer
