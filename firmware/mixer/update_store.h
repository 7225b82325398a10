#pragma once

#include <sys/types.h>

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "config/vocab/bytes.h"
#include "config/vocab/expected.h"
#include "config/vocab/time.h"
#include "firmware/mixer/update_desk.h"
#include "net/keys/sha256.h"
#include "net/transfer/transfer_message.h"

namespace giaoban::mixer {

/// The releases that a mixing box has, and what leads from one to the other.
///
/// In its folder: `RELEASE.raucb`, bundles as the technician has signed them; `offered`, the name of the one for all boxes;
/// `FROM@RELEASE,STAMP`, what was made for a box that runs FROM, and `@RELEASE,STAMP` for the others. These are made when a
/// box wants them, one at a time, by the tool `delta` in a process of its own at the lowest priority, and kept as long as that
/// release is offered, of that bundle: the stamp is the bundle's time and size.
///
/// Units:      bytes.
/// Threading:  not synchronised; the network thread owns it. Nothing here waits for the tool; sums are made 64 KB each 10 ms.
/// Errors:     what cannot be made is logged, and not tried again before it is offered anew or the program starts.
/// Limits:     `most_bundles` of some 150 MB (root 127, boot 50 without its empty blocks; not compressed), 1 GB in all, which a
///             data partition has that goes to the end of a card of 16 GB; the oldest go.
class UpdateStore final : public UpdateShelf {
  public:
    static constexpr std::size_t most_bundles = 6;
    /// A tool that has not ended after so long hangs.
    static constexpr Duration tool_patience = std::chrono::hours(2);

    using Log = std::function<void(const std::string& line)>;
    UpdateStore(std::string folder, std::string tool, Log log);
    UpdateStore(const UpdateStore&) = delete;
    UpdateStore& operator=(const UpdateStore&) = delete;
    /// Ends the tool.
    ~UpdateStore() override;

    // The technician's words: done, or why not.
    [[nodiscard]] Expected<void, std::string> offer(std::string_view release);
    [[nodiscard]] Expected<void, std::string> withdraw();

    [[nodiscard]] const std::string& offered() const override { return offered_; }
    [[nodiscard]] Has find(std::string_view from, UpdateObject& object) override;

    // For the sender.
    [[nodiscard]] std::optional<std::uint32_t> size_of(net::ObjectId object) const;
    [[nodiscard]] bool read(net::ObjectId object, std::uint32_t offset, MutableBytes into) const;

    void on_time(Instant now);
    [[nodiscard]] Instant next_deadline() const noexcept { return next_; }

  private:
    struct Made {
        enum class State : std::uint8_t { wanted, making, summing, ready, failed };
        State state = State::wanted;
        int file = -1;
        net::Sha256Sum sum;
        std::uint32_t summed = 0;
        UpdateObject object;
    };

    [[nodiscard]] std::string at(std::string_view name) const;
    [[nodiscard]] std::string bundle(std::string_view release) const;
    /// Whether its bundle can be offered; then it is.
    bool take(std::string_view release);
    void forget_made();
    void clean_up() const;
    bool open(const std::string& from, Made& made) const;
    void make(const std::string& from, Made& made, Instant now);
    void look_at_tool(Instant now);
    void sum_up(const std::string& from, Made& made) const;
    [[nodiscard]] const Made* of(net::ObjectId object) const noexcept;
    [[nodiscard]] std::string making() const { return at("making"); }

    std::string folder_;
    std::string tool_;
    Log log_;
    std::string offered_;
    std::string stamped_;  ///< what is offered, and of which bundle: RELEASE,STAMP
    std::uint32_t bundle_size_ = 0;
    std::map<std::string, Made, std::less<>> made_;  ///< by what it is made from
    ::pid_t child_ = -1;
    std::string made_by_child_;
    Instant child_since_{};
    Instant next_ = never;
};

}  // namespace giaoban::mixer
