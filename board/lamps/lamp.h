#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "board/lamps/lamp_pattern.h"
#include "config/vocab/expected.h"
#include "config/vocab/time.h"

namespace giaoban::board {

/// One lamp of the Linux LED class, lit by writing its `brightness` file.
///
/// Threading:  one thread, the network thread in a box: the files are the kernel's, writing does not
///             wait for a disk.
/// Errors:     a lamp that is not there is told when it is made; one that goes away later is silent.
/// Source:     Documentation/leds/leds-class.rst of the Linux kernel.
class Lamp {
  public:
    /// The error names the lamp, and the lamps that there are.
    [[nodiscard]] static Expected<Lamp, std::string> open(
        const std::string& name, const std::filesystem::path& root = "/sys/class/leds");

    /// The names of the lamps that there are, in order.
    [[nodiscard]] static std::vector<std::string> names(
        const std::filesystem::path& root = "/sys/class/leds");

    void show(LampSign sign, Instant now) noexcept;
    void on_time(Instant now) noexcept;
    [[nodiscard]] Instant next_deadline() const noexcept { return next_; }

  private:
    Lamp(std::filesystem::path brightness, std::string full)
        : brightness_(std::move(brightness)), full_(std::move(full)) {}
    void light(bool on) noexcept;

    std::filesystem::path brightness_;
    std::string full_;  // what max_brightness says
    LampSign sign_ = LampSign::off;
    Instant since_{};
    Instant next_ = never;
    bool lit_ = false;
};

}  // namespace giaoban::board
