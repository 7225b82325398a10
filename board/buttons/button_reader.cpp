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
    Descriptor descriptor;
    std::unique_ptr<libevdev, FreeEvdev> evdev;
};

Instant instant_of(const input_event& event) noexcept {
    return Instant{std::chrono::seconds{event.input_event_sec} +
                   std::chrono::microseconds{event.input_event_usec}};
}

/// Which of a device's keys count.
class Keys {
  public:
    static constexpr const char* any = "any";

    /// Nothing for a key that does not exist.
    [[nodiscard]] static std::optional<Keys> named(const std::string& name) noexcept {
        if (name == any) return Keys(any_key);
        const int code = libevdev_event_code_from_name(EV_KEY, name.c_str());
        return code < 0 ? std::nullopt : std::optional(Keys(code));
    }

    [[nodiscard]] bool contain(unsigned code) const noexcept {
        if (code_ != any_key) return static_cast<int>(code) == code_;
        return std::ranges::find(not_meant, code) == not_meant.end();
    }

    [[nodiscard]] bool on(const libevdev* device) const noexcept {
        for (unsigned code = 0; code < KEY_MAX; ++code) {
            if (contain(code) && libevdev_has_event_code(device, EV_KEY, code) != 0) return true;
        }
        return false;
    }

  private:
    explicit Keys(int code) noexcept : code_(code) {}

    static constexpr int any_key = -1;
    // A speakerphone is an input device too; whoever makes it louder does not ask for the floor.
    static constexpr std::array<unsigned, 4> not_meant{KEY_VOLUMEUP, KEY_VOLUMEDOWN, KEY_MUTE,
                                                       KEY_MICMUTE};
    int code_;
};

class EvdevReader final : public ButtonReader {
  public:
    EvdevReader(Settings settings, Keys keys, Changed changed, Log log)
        : settings_(std::move(settings)),
          keys_(keys),
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
                devices_, [&](const auto& device) { return device.second.first == file; });
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
        if (!named || !keys_.on(raw)) return;
        libevdev_set_clock_id(raw, CLOCK_MONOTONIC);
        log_("button: " + settings_.key + " of " + name + " (" + file + ")");
        const int number = descriptor.get();
        watch(number);
        devices_.emplace(number, std::pair{file, Device{std::move(descriptor), std::move(evdev)}});
    }

    void read_device(int descriptor) {
        const auto found = devices_.find(descriptor);
        if (found == devices_.end()) return;
        libevdev* evdev = found->second.second.evdev.get();
        unsigned flags = LIBEVDEV_READ_FLAG_NORMAL;
        while (true) {
            input_event event{};
            const int status = libevdev_next_event(evdev, flags, &event);
            if (status == LIBEVDEV_READ_STATUS_SUCCESS || status == LIBEVDEV_READ_STATUS_SYNC) {
                // After a flood that the kernel dropped, libevdev tells what is different now.
                flags = status == LIBEVDEV_READ_STATUS_SYNC ? LIBEVDEV_READ_FLAG_SYNC
                                                            : LIBEVDEV_READ_FLAG_NORMAL;
                // Value 2 is the keyboard's own repetition.
                if (event.type == EV_KEY && keys_.contain(event.code) && event.value != 2) {
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
        log_("button gone: " + found->second.first);
        // A key that was down when its device went away is up.
        timespec now{};
        ::clock_gettime(CLOCK_MONOTONIC, &now);
        devices_.erase(found);  // closing takes it out of the epoll set
        changed_(false,
                 Instant{std::chrono::seconds{now.tv_sec} + std::chrono::nanoseconds{now.tv_nsec}});
    }

    Settings settings_;
    Keys keys_;
    Changed changed_;
    Log log_;
    Descriptor epoll_;
    Descriptor inotify_;
    std::map<int, std::pair<std::string, Device>> devices_;  // by descriptor
};

}  // namespace

Expected<std::unique_ptr<ButtonReader>, std::string> ButtonReader::open(const Settings& settings,
                                                                        Changed changed, Log log) {
    const auto keys = Keys::named(settings.key);
    if (!keys) {
        return Unexpected(
            "there is no key `" + settings.key +
            "`: `any`, or a name as in linux/input-event-codes.h is accepted, such as "
            "KEY_SPACE, KEY_ENTER, KEY_PHONE, BTN_0 (`evtest` shows what a button "
            "sends)");
    }
    return std::unique_ptr<ButtonReader>(
        std::make_unique<EvdevReader>(settings, *keys, std::move(changed), std::move(log)));
}

}  // namespace giaoban::board
