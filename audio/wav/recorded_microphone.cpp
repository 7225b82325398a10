#include "audio/wav/recorded_microphone.h"

#include <algorithm>

namespace giaoban::audio {

RecordedMicrophone::RecordedMicrophone(std::vector<std::int16_t> recording, After after,
                                       std::size_t before)
    : recording_(std::move(recording)), after_(after), before_(before) {}

void RecordedMicrophone::read(std::span<std::int16_t> heard) noexcept {
    const std::size_t quiet = std::min(before_, heard.size());
    std::fill_n(heard.begin(), quiet, std::int16_t{0});
    before_ -= quiet;
    heard = heard.subspan(quiet);
    while (!heard.empty()) {
        if (at_ == recording_.size()) {
            if (after_ == After::silence || recording_.empty()) break;
            at_ = 0;
        }
        const std::size_t some = std::min(heard.size(), recording_.size() - at_);
        std::copy_n(recording_.begin() + static_cast<std::ptrdiff_t>(at_), some, heard.begin());
        at_ += some;
        heard = heard.subspan(some);
    }
    std::ranges::fill(heard, std::int16_t{0});
}

}  // namespace giaoban::audio
