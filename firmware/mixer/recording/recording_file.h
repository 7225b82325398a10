#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "audio/record/ogg_opus_writer.h"
#include "config/vocab/expected.h"
#include "firmware/mixer/recording/recording_notes.h"

namespace giaoban::mixer {

/// A recording on disk: NAME.opus, and NAME.notes beside it.
///
/// Sound is only ever appended, in whole pages. The header has room for all chapters and is written again in place
/// when the file is closed; a power cut in that moment may tear it, but then the notes do not say "closed" yet, and
/// open() makes it anew from them.
///
/// Threading:  one thread; it waits for the disk.
/// Errors:     in words. After one the file is as it was after the last write() that went well, and closed to more.
/// Limits:     999 chapters; the others are not kept.
class RecordingFile {
  public:
    struct About {
        std::string title;
        std::string artist;
        std::int64_t unix_ms = 0;  ///< now: when it starts, or goes on
        std::int32_t input_hz = 16'000;
    };

    /// Begins a recording, or goes on with the one that is there, after its last whole page.
    [[nodiscard]] static Expected<RecordingFile, std::string> open(std::filesystem::path file,
                                                                   const About& about);
    /// Closes a file that was left open: its last page is marked, its header has the chapters. Answers whether it was
    /// open.
    [[nodiscard]] static Expected<bool, std::string> repair(const std::filesystem::path& file);

    RecordingFile(RecordingFile&& other) noexcept;
    RecordingFile& operator=(RecordingFile&&) = delete;
    ~RecordingFile();

    [[nodiscard]] bool joined() const noexcept { return joined_; }
    [[nodiscard]] const RecordingNotes& notes() const noexcept { return notes_; }
    [[nodiscard]] Samples end() const noexcept { return writer_.end(); }
    [[nodiscard]] std::uint64_t bytes() const noexcept { return size_; }
    /// What is on the disk for certain, and how long that is.
    [[nodiscard]] Samples durable() const noexcept { return durable_; }

    [[nodiscard]] audio::OggOpusWriter::Added add(Samples at, Bytes packet) {
        return writer_.add(at, packet);
    }
    void chapter(audio::Chapter chapter);

    /// All that was added, to the disk; returns when it is there.
    [[nodiscard]] Expected<void, std::string> write();
    /// With silence up to `until`, chapters and all. Nothing may be added after it.
    [[nodiscard]] Expected<void, std::string> close(Samples until);

    [[nodiscard]] static std::filesystem::path notes_of(std::filesystem::path file) {
        return file.replace_extension(".notes");
    }

  private:
    RecordingFile(std::filesystem::path path, RecordingNotes notes, bool joined);

    [[nodiscard]] Expected<void, std::string> begin();
    [[nodiscard]] Expected<void, std::string> go_on();
    [[nodiscard]] Expected<void, std::string> append(const std::vector<std::byte>& pages);
    [[nodiscard]] Expected<void, std::string> append_notes(std::string_view lines);
    [[nodiscard]] Expected<void, std::string> write_header();
    [[nodiscard]] Unexpected<std::string> fault(const char* what) const;

    std::filesystem::path path_;
    RecordingNotes notes_;
    bool joined_ = false;
    int descriptor_ = -1;
    int notes_descriptor_ = -1;
    std::uint64_t size_ = 0;
    std::string note_lines_;  ///< that are to be appended
    Samples durable_{};
    audio::OggOpusWriter writer_;
};

}  // namespace giaoban::mixer
