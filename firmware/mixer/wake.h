#pragma once

namespace giaoban::mixer {

/// How one thread wakes the other: an eventfd.
///
/// Threading:  raise() from any thread; clear() and wait() from the one that is woken.
/// Real time:  raise() is one system call that never blocks; no lock of ours, no memory.
/// Errors:     StartupError when the kernel has none to give; after that none.
/// Source:     eventfd(2).
class Wake {
  public:
    Wake();
    Wake(const Wake&) = delete;
    Wake& operator=(const Wake&) = delete;
    ~Wake();

    void raise() noexcept;
    void clear() noexcept;
    /// Sleeps until it is raised, and clears it.
    void wait() noexcept;

    /// For a reactor to watch; readable while raised.
    [[nodiscard]] int descriptor() const noexcept { return descriptor_; }

  private:
    int descriptor_ = -1;
};

}  // namespace giaoban::mixer
