#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>

#include "config/vocab/expected.h"
#include "firmware/mixer/chair/desk.h"

namespace giaoban::mixer {

/// One small text that outlives the program: the newest of many, whole, after kill -9 and power cuts.
///
///   keep(text) ─ the newest that waits ─│─ beside it, fsync, rename, fsync of the folder ─│─ post ─► durable()
///
/// Threading:  one thread, to which `post` brings what its own thread has done.
/// Errors:     a text that cannot be written is told in the log, once until it can; the file is then taken away, since what
///             it says is no longer so, and durable() goes on: nobody waits for a disk that is broken.
/// Limits:     one text is being written and one waits; a newer one takes its place. 1 MiB.
class MemoryFile {
  public:
    static constexpr std::size_t most_bytes = std::size_t{1024} * 1024;

    /// `folder` is this file's alone: what a crash has left beside it is cleared away. `durable` is called when durable()
    /// has grown.
    MemoryFile(const std::filesystem::path& folder, chair::Desk::Post post,
               std::function<void()> durable);
    MemoryFile(const MemoryFile&) = delete;
    MemoryFile& operator=(const MemoryFile&) = delete;
    /// Writes what waits.
    ~MemoryFile();

    /// Takes the place of all before; answers its number, from 1.
    std::uint64_t keep(std::string text);
    /// The text of that number, or a newer one, is on the disk.
    [[nodiscard]] std::uint64_t durable() const noexcept { return durable_; }

    /// What was kept when the program ended. None: nothing ever was; or why it cannot be read.
    [[nodiscard]] static Expected<std::optional<std::string>, std::string> read(
        const std::filesystem::path& folder);

  private:
    void write_next();
    void written(std::uint64_t number, const std::string& trouble);

    std::filesystem::path file_;
    std::function<void()> told_;
    std::uint64_t newest_ = 0;
    std::uint64_t durable_ = 0;
    bool writing_ = false;
    bool in_trouble_ = false;
    std::optional<std::string> waiting_;
    chair::Desk desk_;
};

}  // namespace giaoban::mixer
