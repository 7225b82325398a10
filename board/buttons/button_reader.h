#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "config/vocab/expected.h"
#include "config/vocab/time.h"

namespace giaoban::board {

/// Reads the floor button: a key of the machine's input devices.
///
/// A key that is down when its device is opened is told as pressed then: somebody holds it while the box starts.
///
/// Threading:  one thread, which waits until descriptor() is readable and calls on_readable().
/// Errors:     a key that does not exist is a start-up error; devices may come and go (USB), may be
///             unreadable or missing: told by the log line of on_readable().
/// Source:     Linux input subsystem (evdev) through libevdev; inotify for devices that come.
class ButtonReader {
  public:
    struct Settings {
        /// "auto": every device that has the key. A path ("/dev/input/event3"), or part of a name.
        std::string device = "auto";
        /// As KeyChoice says.
        std::string key = "auto";
        std::filesystem::path folder = "/dev/input";
    };
    /// The key went down or up, by the clock of the kernel's event (CLOCK_MONOTONIC, as Instant).
    using Changed = std::function<void(bool down, Instant at)>;
    using Log = std::function<void(const std::string& line)>;

    /// The error says which key is not known, and how keys are written.
    [[nodiscard]] static Expected<std::unique_ptr<ButtonReader>, std::string> open(
        const Settings& settings, Changed changed, Log log);

    ButtonReader(const ButtonReader&) = delete;
    ButtonReader& operator=(const ButtonReader&) = delete;
    virtual ~ButtonReader() = default;

    [[nodiscard]] virtual int descriptor() const noexcept = 0;
    virtual void on_readable() = 0;
    [[nodiscard]] virtual std::size_t devices() const noexcept = 0;
    /// What those call themselves whose keys count.
    [[nodiscard]] virtual std::vector<std::string> names() const = 0;

  protected:
    ButtonReader() = default;
};

}  // namespace giaoban::board
