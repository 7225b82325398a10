#pragma once

#include <cstdint>
#include <map>
#include <span>

#include "config/vocab/box_id.h"
#include "config/vocab/time.h"
#include "net/wire/self_test.h"

namespace giaoban::mixer {

/// The test of all points before a meeting: which boxes were asked, what each has told, and when the rest is given up.
///
/// A box plays its prompt and its tones in 6 s; its answer comes with its state. What is not there after `patience`
/// has failed, with that as the reason.
///
/// Threading:  not synchronised; the network thread owns it.
/// Limits:     one round at a time; results are kept until the next.
class SelfTestRound {
  public:
    /// A result for all within a minute: prompt and tones, and the rest for links that have to come back first.
    static constexpr Duration patience = std::chrono::seconds(45);

    /// `first`: the number of the first round; as that of CallDesk.
    explicit SelfTestRound(std::uint32_t first) noexcept : next_(first == 0 ? 1 : first) {}

    /// Asks these boxes.
    void begin(std::span<const BoxId> boxes, Instant now);
    /// What a box says of the test that it was asked for last. Whether it says anything new.
    bool told(BoxId box, const net::SelfTestResult& result);
    /// One that speaks is not asked any more.
    void fail(BoxId box, net::SelfTestTrouble trouble);
    /// A box that is no more.
    void forget(BoxId box) { results_.erase(box); }

    [[nodiscard]] bool running() const noexcept { return ends_ != never; }
    /// The number for the view: while the box is asked and has not told; otherwise 0.
    [[nodiscard]] std::uint32_t number_for(BoxId box) const noexcept;
    [[nodiscard]] net::SelfTestResult result_of(BoxId box) const noexcept;

    [[nodiscard]] Instant next_deadline() const noexcept { return ends_; }
    /// `is_there`: who was cut off meanwhile has failed for that.
    template <typename IsThere>
    void on_time(Instant now, IsThere&& is_there) {
        if (now < ends_) return;
        for (auto& [box, result] : results_) {
            if (result.state != net::SelfTestState::running) continue;
            result.state = net::SelfTestState::failed;
            result.trouble =
                is_there(box) ? net::SelfTestTrouble::no_answer : net::SelfTestTrouble::link_lost;
        }
        ends_ = never;
    }

  private:
    void end_if_all_have_told() noexcept;

    std::map<BoxId, net::SelfTestResult> results_;
    std::uint32_t next_;
    Instant ends_ = never;
};

}  // namespace giaoban::mixer
