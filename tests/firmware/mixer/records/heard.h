#pragma once

#include <condition_variable>
#include <mutex>
#include <string>
#include <vector>

#include "firmware/mixer/records/minutes.h"

namespace giaoban::mixer::test {

/// What Minutes has told, to be waited for. A test that waits in vain is stopped by the limit of the whole run.
class Heard {
  public:
    MinutesNews news() {
        return {[this](std::uint64_t serial) { note([&] { durable_ = serial; }); },
                [this](const std::string& words) { note([&] { trouble_ = words; }); },
                [this](const std::string& words) { note([&] { notices_.push_back(words); }); }};
    }
    void wait_durable(std::uint64_t serial) {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [&] { return durable_ >= serial; });
    }
    std::string wait_trouble() {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [&] { return !trouble_.empty(); });
        return trouble_;
    }
    std::string trouble() {
        const std::lock_guard lock(mutex_);
        return trouble_;
    }
    std::vector<std::string> notices() {
        const std::lock_guard lock(mutex_);
        return notices_;
    }

  private:
    template <typename Change>
    void note(Change change) {
        const std::lock_guard lock(mutex_);
        change();
        changed_.notify_all();
    }
    std::mutex mutex_;
    std::condition_variable changed_;
    std::uint64_t durable_ = 0;
    std::string trouble_;
    std::vector<std::string> notices_;
};

}  // namespace giaoban::mixer::test
