#include "firmware/mixer/recording/recording_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <system_error>
#include <utility>
#include <vector>

#include "audio/record/ogg_opus_scan.h"
#include "config/whole_file.h"

namespace giaoban::mixer {

using audio::OggOpusWriter;

namespace {

// Readable for the page and for people, written by nobody else.
constexpr ::mode_t mode = 0640;

bool write_at(int descriptor, Bytes bytes, std::uint64_t at) {
    while (!bytes.empty()) {
        const auto written =
            ::pwrite(descriptor, bytes.data(), bytes.size(), static_cast<::off_t>(at));
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) return false;
        at += static_cast<std::uint64_t>(written);
        bytes = bytes.subspan(static_cast<std::size_t>(written));
    }
    return true;
}

bool sync_folder(const std::filesystem::path& folder) {
    const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0) return false;
    const bool done = ::fsync(descriptor) == 0;
    ::close(descriptor);
    return done;
}

/// Looks through all that is after the header. False: it cannot be read.
bool scan_pages(int descriptor, audio::OggOpusScan& scan) {
    std::vector<std::byte> piece(std::size_t{64} * 1024);
    for (std::uint64_t at = audio::header_bytes;;) {
        const auto got = ::pread(descriptor, piece.data(), piece.size(), static_cast<::off_t>(at));
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return false;
        if (got == 0) return true;
        scan.feed(Bytes(piece).first(static_cast<std::size_t>(got)));
        at += static_cast<std::uint64_t>(got);
    }
}

Expected<RecordingNotes, std::string> read_notes(const std::filesystem::path& file) {
    std::string text;
    const auto path = RecordingFile::notes_of(file);
    if (const auto fault = config::read_whole(path.string(), longest_notes, text)) {
        return Unexpected(path.string() + ": " + fault->what);
    }
    auto notes = RecordingNotes::parse(text);
    if (!notes) return Unexpected(path.string() + ": these are no notes of a recording");
    return *std::move(notes);
}

}  // namespace

RecordingFile::RecordingFile(std::filesystem::path path, RecordingNotes notes, bool joined)
    : path_(std::move(path)),
      notes_(std::move(notes)),
      joined_(joined),
      writer_({.serial = notes_.serial, .input_hz = notes_.input_hz}) {}

RecordingFile::RecordingFile(RecordingFile&& other) noexcept
    : path_(std::move(other.path_)),
      notes_(std::move(other.notes_)),
      joined_(other.joined_),
      descriptor_(std::exchange(other.descriptor_, -1)),
      notes_descriptor_(std::exchange(other.notes_descriptor_, -1)),
      size_(other.size_),
      note_lines_(std::move(other.note_lines_)),
      durable_(other.durable_),
      writer_(std::move(other.writer_)) {}

RecordingFile::~RecordingFile() {
    if (descriptor_ >= 0) ::close(descriptor_);
    if (notes_descriptor_ >= 0) ::close(notes_descriptor_);
}

Unexpected<std::string> RecordingFile::fault(const char* what) const {
    return Unexpected(path_.string() + ": " + what + ": " +
                      std::error_code(errno, std::generic_category()).message());
}

Expected<RecordingFile, std::string> RecordingFile::open(std::filesystem::path file,
                                                         const About& about) {
    std::error_code trouble;
    std::filesystem::create_directories(file.parent_path(), trouble);
    const auto notes_path = notes_of(file);
    const bool joins = std::filesystem::exists(notes_path, trouble);
    if (!joins && std::filesystem::exists(file, trouble)) {
        return Unexpected(file.string() + ": is there, but its notes are not: move it away");
    }
    RecordingNotes notes{.serial = static_cast<std::uint32_t>(about.unix_ms),
                         .started_unix_ms = about.unix_ms,
                         .input_hz = about.input_hz,
                         .title = shown(about.title),
                         .artist = shown(about.artist),
                         .chapters = {}};
    if (joins) {
        auto read = read_notes(file);
        if (!read) return Unexpected(std::move(read).error());
        notes = *std::move(read);
    } else if (const auto fault = config::write_whole(notes_path.string(), notes.to_text(),
                                                      config::Existing::refuse)) {
        return Unexpected(notes_path.string() + ": " + fault->what);
    }
    RecordingFile made(std::move(file), std::move(notes), joins);
    const auto ready = joins ? made.go_on() : made.begin();
    if (!ready) return Unexpected(ready.error());
    return made;
}

Expected<bool, std::string> RecordingFile::repair(const std::filesystem::path& file) {
    const auto notes = read_notes(file);
    if (!notes) return Unexpected(notes.error());
    if (notes->closed) return false;
    auto left = open(file, {});
    if (!left) return Unexpected(std::move(left).error());
    const auto closed = left->close(Samples{0});
    if (!closed) return Unexpected(closed.error());
    return true;
}

Expected<void, std::string> RecordingFile::begin() {
    descriptor_ = ::open(path_.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, mode);
    notes_descriptor_ = ::open(notes_of(path_).c_str(), O_WRONLY | O_APPEND | O_CLOEXEC);
    if (descriptor_ < 0 || notes_descriptor_ < 0) return fault("cannot be made");
    size_ = audio::header_bytes;
    if (auto written = write_header(); !written) return written;
    if (!sync_folder(path_.parent_path())) return fault("its folder cannot be written");
    return {};
}

Expected<void, std::string> RecordingFile::go_on() {
    descriptor_ = ::open(path_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, mode);
    notes_descriptor_ = ::open(notes_of(path_).c_str(), O_WRONLY | O_APPEND | O_CLOEXEC);
    if (descriptor_ < 0 || notes_descriptor_ < 0) return fault("cannot be opened");
    // A line's end first: the last line may be torn.
    if (auto noted = append_notes("\n" + std::string(opened_line)); !noted) return noted;
    notes_.closed = false;
    audio::OggOpusScan scan(notes_.serial);
    if (!scan_pages(descriptor_, scan)) return fault("cannot be read");
    auto last = scan.last();
    // The mark of the end stands in a page of its own, and goes.
    if (last && last->closes) {
        if (const auto before = scan.last_but_one()) {
            last = before;
        } else {
            last.reset();
        }
    }
    OggOpusWriter::Place place;
    size_ = audio::header_bytes;
    if (last) {
        place = {.next_page = last->number + 1, .end = last->until};
        size_ += last->end;
    }
    if (::ftruncate(descriptor_, static_cast<::off_t>(size_)) != 0) return fault("cannot be cut");
    writer_ = OggOpusWriter({.serial = notes_.serial, .input_hz = notes_.input_hz}, place);
    durable_ = place.end;
    return write_header();
}

void RecordingFile::chapter(audio::Chapter chapter) {
    if (notes_.chapters.size() >= audio::most_chapters) return;
    chapter.title = shown(chapter.title);
    note_lines_ += chapter_line(chapter);
    notes_.chapters.push_back(std::move(chapter));
}

Expected<void, std::string> RecordingFile::write() {
    const Samples until = writer_.end();
    if (auto written = append(writer_.take_pages()); !written) return written;
    if (!note_lines_.empty()) {
        if (auto noted = append_notes(std::exchange(note_lines_, {})); !noted) return noted;
    }
    durable_ = until;
    return {};
}

Expected<void, std::string> RecordingFile::close(Samples until) {
    writer_.fill(until);
    if (auto written = write(); !written) return written;
    if (auto written = append(writer_.finish()); !written) return written;
    if (auto written = write_header(); !written) return written;
    if (auto noted = append_notes(closed_line); !noted) return noted;
    notes_.closed = true;
    durable_ = writer_.end();
    return {};
}

Expected<void, std::string> RecordingFile::append(const std::vector<std::byte>& pages) {
    if (pages.empty()) return {};
    if (descriptor_ < 0) return Unexpected(path_.string() + ": was closed after an error");
    if (!write_at(descriptor_, pages, size_) || ::fdatasync(descriptor_) != 0) {
        auto told = fault("cannot be written");
        // A part of a page is nothing; that it could not be cut off would be found at the next start.
        (void)::ftruncate(descriptor_, static_cast<::off_t>(size_));
        ::close(std::exchange(descriptor_, -1));
        return told;
    }
    size_ += pages.size();
    return {};
}

Expected<void, std::string> RecordingFile::append_notes(std::string_view lines) {
    while (!lines.empty()) {
        const auto written = ::write(notes_descriptor_, lines.data(), lines.size());
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) return fault("its notes cannot be written");
        lines.remove_prefix(static_cast<std::size_t>(written));
    }
    if (::fdatasync(notes_descriptor_) != 0) return fault("its notes cannot be written");
    return {};
}

Expected<void, std::string> RecordingFile::write_header() {
    const auto header = audio::recording_header(
        {.serial = notes_.serial, .input_hz = notes_.input_hz}, notes_.words(writer_.end()));
    if (!write_at(descriptor_, header, 0) || ::fdatasync(descriptor_) != 0) {
        return fault("cannot be written");
    }
    return {};
}

}  // namespace giaoban::mixer
