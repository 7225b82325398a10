#include "firmware/mixer/chair/desk.h"

#include <utility>

namespace giaoban::chair {

Desk::Desk(Post post) : post_(std::move(post)), thread_([this] { run(); }) {}

Desk::~Desk() {
    {
        const std::lock_guard lock(mutex_);
        ends_ = true;
    }
    changed_.notify_one();
    thread_.join();
}

bool Desk::submit(Job job) {
    {
        const std::lock_guard lock(mutex_);
        if (jobs_.size() >= most || ends_) return false;
        jobs_.push_back(std::move(job));
    }
    changed_.notify_one();
    return true;
}

void Desk::run() {
    for (;;) {
        Job job;
        {
            std::unique_lock lock(mutex_);
            changed_.wait(lock, [this] { return ends_ || !jobs_.empty(); });
            if (jobs_.empty()) return;
            job = std::move(jobs_.front());
            jobs_.pop_front();
        }
        if (Back back = job()) post_(std::move(back));
    }
}

}  // namespace giaoban::chair
