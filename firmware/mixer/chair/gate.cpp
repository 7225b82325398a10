#include "firmware/mixer/chair/gate.h"

#include <utility>

namespace giaoban::chair {

Gate::Pass::Pass(std::shared_ptr<Gate> gate, std::string address)
    : gate_(std::move(gate)), address_(std::move(address)) {
    gate_->inside_ += 1;
    gate_->addresses_[address_] += 1;
}

Gate::Pass::~Pass() {
    if (gate_ == nullptr) return;  // moved from
    gate_->inside_ -= 1;
    const auto found = gate_->addresses_.find(address_);
    if (--found->second == 0) gate_->addresses_.erase(found);
}

std::optional<Gate::Pass> Gate::enter(const std::string& address) {
    if (inside_ >= most_) return std::nullopt;
    const auto found = addresses_.find(address);
    if (found != addresses_.end() && found->second >= most_of_address_) return std::nullopt;
    return Pass(shared_from_this(), address);
}

}  // namespace giaoban::chair
