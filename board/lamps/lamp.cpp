#include "board/lamps/lamp.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <system_error>

namespace giaoban::board {

namespace {

bool write_text(const std::filesystem::path& file, const std::string& text) noexcept {
    // Opened anew each time: a lamp on USB may come back as another file of the same name.
    const int descriptor = ::open(file.c_str(), O_WRONLY | O_TRUNC | O_CLOEXEC);
    if (descriptor < 0) return false;
    const ssize_t wrote = ::write(descriptor, text.data(), text.size());
    ::close(descriptor);
    return wrote == static_cast<ssize_t>(text.size());
}

std::string names_in(const std::filesystem::path& root) {
    std::string names;
    for (const std::string& name : Lamp::names(root))
        names += (names.empty() ? "" : ", ") + name;
    return names.empty() ? "there are none" : "there are: " + names;
}

}  // namespace

Expected<Lamp, std::string> Lamp::open(const std::string& name, const std::filesystem::path& root) {
    const std::filesystem::path folder = root / name;
    const std::filesystem::path brightness = folder / "brightness";
    std::error_code error;
    if (name.empty() || !std::filesystem::exists(brightness, error)) {
        return Unexpected("there is no lamp `" + name + "` in " + root.string() + "; " +
                          names_in(root));
    }
    if (::access(brightness.c_str(), W_OK) != 0) {
        return Unexpected("the lamp `" + name + "` may not be set by this user: " +
                          brightness.string() + " must be writable (a udev rule does it)");
    }
    std::string full;
    std::ifstream(folder / "max_brightness") >> full;
    // The kernel's own trigger (a disk's light, a heartbeat) would go on setting it.
    write_text(folder / "trigger", "none");
    Lamp lamp(brightness, full.empty() ? "1" : full);
    lamp.light(false);
    return lamp;
}

std::vector<std::string> Lamp::names(const std::filesystem::path& root) {
    std::vector<std::string> names;
    std::error_code error;
    for (const auto& entry : std::filesystem::directory_iterator(root, error))
        names.push_back(entry.path().filename().string());
    std::ranges::sort(names);
    return names;
}

void Lamp::show(LampSign sign, Instant now) noexcept {
    if (sign == sign_) return;  // a pattern goes on where it is
    sign_ = sign;
    since_ = now;
    on_time(now);
}

void Lamp::on_time(Instant now) noexcept {
    const auto since = std::chrono::duration_cast<Milliseconds>(now - since_);
    const bool on = board::lit(sign_, since);
    if (on != lit_) light(on);
    const Milliseconds change = next_change(sign_, since);
    next_ = change == Milliseconds::max() ? never : since_ + since + change;
}

void Lamp::light(bool on) noexcept {
    lit_ = on;
    write_text(brightness_, on ? full_ : "0");
}

}  // namespace giaoban::board
