#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

namespace giaoban::chair {

/// A thread of its own for what takes long: hashing a password, writing and reading files.
///
/// Threading:  submit() from the network thread; a job runs on the desk's thread, and what it hands back is given to `post`
///             there, which brings it to the network thread (boost::asio::post).
/// Errors:     submit() refuses when the desk is full; the job is then not done.
/// Limits:     `most` jobs that wait: at 0.5 s a password on a Raspberry Pi that is 16 s at the longest.
class Desk {
  public:
    using Back = std::function<void()>;
    using Job = std::function<Back()>;
    using Post = std::function<void(Back)>;
    static constexpr std::size_t most = 32;

    explicit Desk(Post post);
    Desk(const Desk&) = delete;
    Desk& operator=(const Desk&) = delete;
    /// Does what is still to be done, and ends.
    ~Desk();

    [[nodiscard]] bool submit(Job job);

  private:
    void run();

    Post post_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<Job> jobs_;
    bool ends_ = false;
    std::thread thread_;
};

}  // namespace giaoban::chair
