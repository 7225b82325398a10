#include "board/buttons/button_reader.h"

#include <fcntl.h>
#include <linux/uinput.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <cstring>
#include <fstream>
#include <vector>

#include "tests/catch.h"
#include "tests/temporary_folder.h"

using namespace giaoban;
using namespace giaoban::board;
using Catch::Matchers::ContainsSubstring;

namespace {

struct Told {
    std::vector<std::string> lines;
    std::vector<bool> changes;

    auto open(const ButtonReader::Settings& settings) {
        return ButtonReader::open(
            settings, [this](bool down, Instant) { changes.push_back(down); },
            [this](const std::string& line) { lines.push_back(line); });
    }
};

}  // namespace

TEST_CASE("a key that does not exist is refused, with how keys are written", "[board][buttons]") {
    Told told;
    const auto reader = told.open({.key = "SPACE"});
    REQUIRE_FALSE(reader);
    CHECK_THAT(reader.error(), ContainsSubstring("no key `SPACE`"));
    CHECK_THAT(reader.error(), ContainsSubstring("KEY_SPACE"));
}

SCENARIO("a box without a button goes on, and says so", "[board][buttons]") {
    GIVEN("a machine without input devices") {
        const tests::TemporaryFolder input;
        Told told;
        auto reader = told.open({.folder = input.path() / "missing"});
        REQUIRE(reader);
        CHECK((*reader)->devices() == 0);
        REQUIRE(told.lines.size() == 1);
        CHECK_THAT(told.lines[0], ContainsSubstring("no button yet"));
    }
    GIVEN("a folder in which something appears that is no input device") {
        const tests::TemporaryFolder input;
        Told told;
        auto reader = told.open({.folder = input.path()});
        REQUIRE(reader);
        std::ofstream(input.path() / "event0") << "not a device";
        pollfd ready{.fd = (*reader)->descriptor(), .events = POLLIN, .revents = 0};
        THEN("the reader wakes up, looks, and leaves it") {
            REQUIRE(::poll(&ready, 1, 1'000) == 1);
            (*reader)->on_readable();
            CHECK((*reader)->devices() == 0);
            CHECK(::poll(&ready, 1, 0) == 0);
        }
    }
}

TEST_CASE("a key pressed on a keyboard of the kernel's own making is read", "[board][buttons]") {
    const int uinput = ::open("/dev/uinput", O_WRONLY | O_NONBLOCK | O_CLOEXEC);
    if (uinput < 0) {
        WARN("left out: /dev/uinput is not there or not ours");
        return;
    }
    ::ioctl(uinput, UI_SET_EVBIT, EV_KEY);
    ::ioctl(uinput, UI_SET_KEYBIT, KEY_PHONE);
    uinput_setup setup{};
    std::strcpy(setup.name, "giaoban test button");
    Told told;
    auto reader = told.open({.device = "giaoban test", .key = "KEY_PHONE"});
    REQUIRE(reader);
    REQUIRE(::ioctl(uinput, UI_DEV_SETUP, &setup) == 0);
    REQUIRE(::ioctl(uinput, UI_DEV_CREATE) == 0);
    pollfd ready{.fd = (*reader)->descriptor(), .events = POLLIN, .revents = 0};
    while ((*reader)->devices() == 0 && ::poll(&ready, 1, 2'000) == 1)
        (*reader)->on_readable();
    REQUIRE((*reader)->devices() == 1);
    const auto emit = [&](std::uint16_t type, std::uint16_t code, std::int32_t value) {
        input_event event{};
        event.type = type;
        event.code = code;
        event.value = value;
        REQUIRE(::write(uinput, &event, sizeof event) == sizeof event);
    };
    for (const int value : {1, 2, 0}) {
        emit(EV_KEY, KEY_PHONE, value);
        emit(EV_SYN, SYN_REPORT, 0);
    }
    while (told.changes.size() < 2 && ::poll(&ready, 1, 2'000) == 1)
        (*reader)->on_readable();
    CHECK(told.changes == std::vector<bool>{true, false});
    ::close(uinput);
}
