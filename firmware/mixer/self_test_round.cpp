#include "firmware/mixer/self_test_round.h"

#include <algorithm>

namespace giaoban::mixer {

using net::SelfTestState;

void SelfTestRound::begin(std::span<const BoxId> boxes, Instant now) {
    results_.clear();
    for (const BoxId box : boxes)
        results_[box] = {.number = next_, .state = SelfTestState::running};
    ends_ = now + patience;
    if (++next_ == 0) next_ = 1;
    end_if_all_have_told();
}

bool SelfTestRound::told(BoxId box, const net::SelfTestResult& result) {
    const auto found = results_.find(box);
    if (found == results_.end() || found->second.number != result.number) return false;
    if (found->second.state != SelfTestState::running) return false;
    if (result.state != SelfTestState::ok && result.state != SelfTestState::failed) return false;
    found->second = result;
    end_if_all_have_told();
    return true;
}

void SelfTestRound::fail(BoxId box, net::SelfTestTrouble trouble) {
    const auto found = results_.find(box);
    if (found == results_.end() || found->second.state != SelfTestState::running) return;
    found->second.state = SelfTestState::failed;
    found->second.trouble = trouble;
    end_if_all_have_told();
}

void SelfTestRound::end_if_all_have_told() noexcept {
    const bool waits = std::ranges::any_of(
        results_, [](const auto& each) { return each.second.state == SelfTestState::running; });
    if (!waits) ends_ = never;
}

std::uint32_t SelfTestRound::number_for(BoxId box) const noexcept {
    const auto found = results_.find(box);
    const bool asked = found != results_.end() && found->second.state == SelfTestState::running;
    return asked ? found->second.number : 0;
}

net::SelfTestResult SelfTestRound::result_of(BoxId box) const noexcept {
    const auto found = results_.find(box);
    return found == results_.end() ? net::SelfTestResult{} : found->second;
}

}  // namespace giaoban::mixer
