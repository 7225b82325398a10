#include "board/buttons/button_reader.h"

#include <fcntl.h>
#include <libevdev/libevdev.h>
#include <sys/epoll.h>
#include <sys/inotify.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstddef>
#include <ctime>
#include <map>
#include <optional>
#include <system_error>
#include <utility>
#include <vector>

#include "board/buttons/key_choice.h"

namespace giaoban::board {

namespace {

class Descriptor {
  public:
    explicit Descriptor(int descriptor = -1) noexcept : descriptor_(descriptor) {}
    Descriptor(Descriptor&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
    Descriptor& operator=(Descriptor&& other) noexcept {
        std::swap(descriptor_, other.descriptor_);
        return *this;
    }
    ~Descriptor() {
        if (descriptor_ >= 0) ::close(descriptor_);
    }
    [[nodiscard]] int get() const noexcept { return descriptor_; }

  private:
    int descriptor_;
};

struct FreeEvdev {
    void operator()(libevdev* device) const noexcept { libevdev_free(device); }
};

struct Device {
    std::string file;
    Descriptor descriptor;
    std::unique_ptr<libevdev, FreeEvdev> evdev;
    KeyRank rank = KeyRank::none;
};

/// By the clock of the kernel's events.
Instant kernel_now() noexcept {
    timespec now{};
    ::clock_gettime(CLOCK_MONOTONIC, &now);
    return Instant{std::chrono::seconds{now.tv_sec} + std::chrono::nanoseconds{now.tv_nsec}};
}

Instant instant_of(const input_event& event) noexcept {
    return Instant{std::chrono::seconds{event.input_event_sec} +
                   std::chrono::microseconds{event.input_event_usec}};
}

class EvdevReader final : public ButtonReader {
  public:
    EvdevReader(Settings settings, KeyChoice keys, Changed changed, Log log)
        : settings_(std::move(settings)),
          keys_(std::move(keys)),
          changed_(std::move(changed)),
          log_(std::move(log)),
          epoll_(::epoll_create1(EPOLL_CLOEXEC)),
          inotify_(::inotify_init1(IN_CLOEXEC | IN_NONBLOCK)) {
        // IN_ATTRIB: udev gives a new device its group a moment after it is made.
        ::inotify_add_watch(inotify_.get(), settings_.folder.c_str(), IN_CREATE | IN_ATTRIB);
        watch(inotify_.get());
        look_for_devices();
        if (devices_.empty()) {
            log_("no button yet: no readable device in " + settings_.folder.string() + " for `" +
                 settings_.device + "` has the key " + settings_.key);
        }
    }

    [[nodiscard]] int descriptor() const noexcept override { return epoll_.get(); }
    [[nodiscard]] std::size_t devices() const noexcept override { return devices_.size(); }

    [[nodiscard]] std::vector<std::string> names() const override {
        std::vector<std::string> names;
        for (const auto& [descriptor, device] : devices_) {
            if (counts(device)) names.emplace_back(libevdev_get_name(device.evdev.get()));
        }
        return names;
    }

    void on_readable() override {
        std::array<epoll_event, 8> ready{};
        const int count =
            ::epoll_wait(epoll_.get(), ready.data(), static_cast<int>(ready.size()), 0);
        for (int i = 0; i < count; ++i) {
            const int descriptor = ready[static_cast<std::size_t>(i)].data.fd;
            if (descriptor == inotify_.get()) {
                on_folder_changed();
            } else {
                read_device(descriptor);
            }
        }
    }

  private:
    void watch(int descriptor) {
        epoll_event event{};
        event.events = EPOLLIN;
        event.data.fd = descriptor;
        ::epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, descriptor, &event);
    }

    void on_folder_changed() {
        alignas(inotify_event) std::array<char, 4'096> names{};
        while (::read(inotify_.get(), names.data(), names.size()) > 0) {
        }
        look_for_devices();
    }

    void look_for_devices() {
        std::error_code error;
        for (const auto& entry : std::filesystem::directory_iterator(settings_.folder, error)) {
            const std::string file = entry.path().string();
            const bool known = std::ranges::any_of(
                devices_, [&](const auto& device) { return device.second.file == file; });
            if (!known && entry.path().filename().string().starts_with("event")) try_device(file);
        }
    }

    void try_device(const std::string& file) {
        Descriptor descriptor(::open(file.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));
        if (descriptor.get() < 0) return;
        libevdev* raw = nullptr;
        if (libevdev_new_from_fd(descriptor.get(), &raw) != 0) return;
        std::unique_ptr<libevdev, FreeEvdev> evdev(raw);
        const std::string name = libevdev_get_name(raw);
        const bool named = settings_.device == "auto" || settings_.device == file ||
                           name.find(settings_.device) != std::string::npos;
        const KeyRank rank = keys_.rank(
            [raw](unsigned code) { return libevdev_has_event_code(raw, EV_KEY, code) != 0; });
        if (!named || rank == KeyRank::none) return;
        libevdev_set_clock_id(raw, CLOCK_MONOTONIC);
        log_("button: " + settings_.key + " of " + name + " (" + file + ")");
        const int number = descriptor.get();
        watch(number);
        const auto& device =
            devices_.emplace(number, Device{file, std::move(descriptor), std::move(evdev), rank})
                .first->second;
        if (counts(device) && is_held(device)) changed_(true, kernel_now());
    }

    /// Who mutes a speakerphone that lies beside a button does not ask for the floor.
    [[nodiscard]] bool counts(const Device& device) const noexcept {
        return device.rank != KeyRank::mute ||
               std::ranges::none_of(
                   devices_, [](const auto& other) { return other.second.rank < KeyRank::mute; });
    }

    /// A key that went down before anybody listened: held while the box starts.
    [[nodiscard]] bool is_held(const Device& device) const noexcept {
        for (unsigned code = 1; code < KEY_MAX; ++code) {
            if (keys_.contains(code, device.rank) &&
                libevdev_get_event_value(device.evdev.get(), EV_KEY, code) != 0) {
                return true;
            }
        }
        return false;
    }

    void read_device(int descriptor) {
        const auto found = devices_.find(descriptor);
        if (found == devices_.end()) return;
        const Device& device = found->second;
        libevdev* evdev = device.evdev.get();
        unsigned flags = LIBEVDEV_READ_FLAG_NORMAL;
        while (true) {
            input_event event{};
            const int status = libevdev_next_event(evdev, flags, &event);
            if (status == LIBEVDEV_READ_STATUS_SUCCESS || status == LIBEVDEV_READ_STATUS_SYNC) {
                // After a flood that the kernel dropped, libevdev tells what is different now.
                flags = status == LIBEVDEV_READ_STATUS_SYNC ? LIBEVDEV_READ_FLAG_SYNC
                                                            : LIBEVDEV_READ_FLAG_NORMAL;
                // Value 2 is the keyboard's own repetition.
                if (event.type == EV_KEY && event.value != 2 && counts(device) &&
                    keys_.contains(event.code, device.rank)) {
                    changed_(event.value == 1, instant_of(event));
                }
            } else if (status == -EAGAIN && flags == LIBEVDEV_READ_FLAG_SYNC) {
                flags = LIBEVDEV_READ_FLAG_NORMAL;
            } else if (status == -EAGAIN || status == -EINTR) {
                return;
            } else {
                lose(found->first);
                return;
            }
        }
    }

    void lose(int descriptor) {
        const auto found = devices_.find(descriptor);
        log_("button gone: " + found->second.file);
        // A key that was down when its device went away is up.
        devices_.erase(found);  // closing takes it out of the epoll set
        changed_(false, kernel_now());
    }

    Settings settings_;
    KeyChoice keys_;
    Changed changed_;
    Log log_;
    Descriptor epoll_;
    Descriptor inotify_;
    std::map<int, Device> devices_;  // by descriptor
};

}  // namespace

Expected<std::unique_ptr<ButtonReader>, std::string> ButtonReader::open(const Settings& settings,
                                                                        Changed changed, Log log) {
    auto keys = KeyChoice::named(settings.key);
    if (!keys) return Unexpected(std::move(keys).error());
    return std::unique_ptr<ButtonReader>(std::make_unique<EvdevReader>(
        settings, std::move(keys).value(), std::move(changed), std::move(log)));
}

}  // namespace giaoban::board
