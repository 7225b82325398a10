#pragma once

#include <cstdint>

namespace giaoban::net {

/// Reads the other side's state: which version is news, what to confirm, and whether an answer is owed.
///
/// An answer is owed for every frame with a state (it says so again when the confirmation was lost) and
/// for every frame that asks; never for a confirmation, so that two sides cannot answer each other
/// for ever.
///
/// Threading:  not synchronised.
/// Real time:  takes no memory.
/// Errors:     version 0 is nobody's and is never news.
class StateReceiver {
  public:
    /// True: the state in the frame is newer than all before, and is now confirmed.
    [[nodiscard]] bool on_frame(std::uint32_t version, bool has_state,
                                bool answer_wanted) noexcept {
        answer_owed_ = answer_owed_ || has_state || answer_wanted;
        if (!has_state || version <= newest_) return false;
        newest_ = version;
        return true;
    }
    /// A frame went out, with confirmed().
    void on_sent() noexcept { answer_owed_ = false; }

    /// The newest version that was read; 0 for none.
    [[nodiscard]] std::uint32_t confirmed() const noexcept { return newest_; }
    [[nodiscard]] bool answer_owed() const noexcept { return answer_owed_; }

  private:
    std::uint32_t newest_ = 0;
    bool answer_owed_ = false;
};

}  // namespace giaoban::net
