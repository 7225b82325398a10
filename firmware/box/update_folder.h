#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "config/vocab/bytes.h"
#include "net/keys/sha256.h"

namespace giaoban::box {

/// What root's part of an update (usr/lib/giaoban/update on a card) says of it.
struct UpdateOutcome {
    enum class What : std::uint8_t {
        ready,
        damaged,
        unfit,
        refused,
        full,
        not_written,
        installed,
        rolled_back
    };
    What what{};
    std::string release;
    std::string why;  ///< showable, at most net::max_text_bytes

    friend bool operator==(const UpdateOutcome&, const UpdateOutcome&) = default;
};

/// A line as that script writes it; nothing when it is none.
[[nodiscard]] std::optional<UpdateOutcome> read_outcome(std::string_view line);

/// The folder in which the daemon and root's part of an update meet: `part` (what was fetched so far, and in its name of
/// what), `offer`, `ready` and `install`; and the file with the outcome. They are few words, so that nothing is kept in memory
/// that could be other than what is on the disk.
///
/// Durability: what is appended is safe after the file system's own 5 s (commit=5; ext4 makes a file longer only when
///             its bytes are on the disk); what is handed over is fsynced before it has its name.
/// Threading:  one thread, which waits for the disk. Errors: as answers.
class UpdateFolder {
  public:
    enum class Stored : std::uint8_t { well, full, failed };

    UpdateFolder(std::string folder, std::string outcome_file);
    UpdateFolder(const UpdateFolder&) = delete;
    UpdateFolder& operator=(const UpdateFolder&) = delete;
    ~UpdateFolder();

    /// From now on that is fetched: how much of it is here. Parts of others go.
    [[nodiscard]] std::uint32_t begin(const net::Sha256& of);
    /// No more of it than that is good.
    Stored cut(std::uint32_t size);
    [[nodiscard]] Stored append(Bytes bytes);
    /// Fills `into` from that offset on; how much of it, 0 at the end or when it cannot be read.
    [[nodiscard]] std::size_t read(std::uint32_t offset, MutableBytes into) const;
    /// It goes to root's part, with the line of its offer.
    [[nodiscard]] Stored hand_over(std::string_view release, std::uint32_t bundle_size);
    /// What was fetched goes.
    void discard();
    [[nodiscard]] std::uint64_t free_bytes() const;

    /// What was handed over is still being looked at.
    [[nodiscard]] bool is_handed_over() const;
    /// What was handed over last.
    [[nodiscard]] std::optional<net::Sha256> handed_over() const;
    void take_back();
    [[nodiscard]] bool is_to_be_installed() const;
    [[nodiscard]] Stored install();
    [[nodiscard]] std::optional<UpdateOutcome> outcome() const;

  private:
    [[nodiscard]] std::string at(std::string_view name) const {
        return folder_ + "/" + std::string(name);
    }
    [[nodiscard]] std::string part() const;

    std::string folder_;
    std::string outcome_file_;
    net::Sha256 of_{};
    int part_ = -1;
};

}  // namespace giaoban::box
