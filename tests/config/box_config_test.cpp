#include "config/box_config.h"

#include "config/schema.h"
#include "tests/catch.h"
#include "tests/config/errors_of.h"

using namespace giaoban;
using namespace giaoban::config;
using namespace giaoban::config::test;
using namespace std::chrono_literals;
using Catch::Matchers::ContainsSubstring;

TEST_CASE("an empty box.toml is the defaults", "[config]") {
    CHECK(BoxConfig::parse("", "box.toml").value() == BoxConfig{});
}

TEST_CASE("the example of box.toml is the defaults, and has every key", "[config]") {
    const std::string path = "config/examples/box.toml";
    CHECK(BoxConfig::load(path).value() == BoxConfig{});
    CHECK(keys_absent_in<BoxConfig>(path).empty());
}

TEST_CASE("every key of box.toml is read", "[config]") {
    const auto box = BoxConfig::parse(R"(
language = "en"
card = "/boot/card.toml"
state_dir = "/data"
status_socket = "/tmp/b.sock"
log_level = "debug"
sound = { device = "test:1000", play = "wav:/tmp/out.wav", voice = "on", rate_hz = 48000, volume_percent = 5, volume = "-6dB", microphone = "keep" }
button = { device = "/dev/input/event3", key = "KEY_ENTER,KEY_F13", long_press_ms = 700 }
lamps = { root = "/tmp/leds", floor = "gb:green:floor", link = "none" }
link = { least_rung = 1, widest_rung = 3 }
codec = { complexity = 9, dtx = true, fec = "off" }
playout = { least_depth_ms = 60, most_depth_ms = 2000, catch_up = false }
)",
                                      "box.toml")
                         .value();
    BoxConfig expected;
    expected.language = Language::en;
    expected.card = "/boot/card.toml";
    expected.state_dir = "/data";
    expected.status_socket = "/tmp/b.sock";
    expected.log_level = LogLevel::debug;
    expected.sound = {{SoundPlace::Kind::test, "", 1000},
                      {SoundPlace::Kind::wav, "/tmp/out.wav", 440},
                      Choice::on,
                      SampleRate::hz48000,
                      5,
                      {CardLevel::Unit::decibels, -6},
                      {CardLevel::Unit::keep, 0}};
    expected.button = {"/dev/input/event3", "KEY_ENTER,KEY_F13", 700ms};
    expected.lamps = {"/tmp/leds", "gb:green:floor", "none"};
    expected.link = {{1, 3}};
    expected.codec = {9, true, Choice::off};
    expected.playout = {60ms, 2000ms, false};
    CHECK(box == expected);
}

SCENARIO("what is wrong in box.toml is said with file, line, key, value and what is accepted",
         "[config]") {
    const auto [line, error] = GENERATE(table<std::string, std::string>({
        {"language = 'fr'", R"(b:1: language = "fr": expected one of "vi" "en")"},
        {"language = 3", R"(b:1: language = 3: expected one of "vi" "en")"},
        {"log_level = true",
         R"(b:1: log_level = true: expected one of "error" "warn" "info" "debug")"},
        {"card = ''", R"(b:1: card = "": expected a path of 1 to 1000 bytes)"},
        {"sound.volume_percent = 101",
         "b:1: sound.volume_percent = 101: expected a whole number from 0 to 100"},
        {"sound.volume_percent = 80.5",
         "b:1: sound.volume_percent = 80.5: expected a whole number from 0 to 100"},
        {"\n[sound]\nrate_hz = 44100", "b:3: sound.rate_hz = 44100: expected 16000 or 48000"},
        {"[sound]\nplay = 'test'",
         R"(b:2: sound.play = "test": expected "auto", "alsa:NAME", "wav:PATH" or "none")"},
        {"sound = 4", "b:1: sound = 4: expected a table: [sound] with its keys below"},
        {"[button]\nlong_press_ms = 9",
         "b:2: button.long_press_ms = 9: expected a whole number of milliseconds from 300 to 5000"},
        {"[codec]\ndtx = 'no'", R"(b:2: codec.dtx = "no": expected true or false)"},
        {"[lamps]\nfloor = '../x'",
         R"(b:2: lamps.floor = "../x": expected "auto", "none" or the name of an LED, which is a folder in `root`)"},
        {"[link]\nwidest_rung = 6",
         "b:2: link.widest_rung = 6: expected a whole number from 0 to 5"},
        {"[link]\nleast_rung = 3\nwidest_rung = 2",
         "b:3: link.widest_rung = 2: expected at least least_rung"},
        {"[sound]\ndevice = 'alsa:A'\nplay = 'alsa:B'",
         "b:3: sound.play = \"alsa:B\": expected \"auto\", the card of `device`: two cards have "
         "two "
         "clocks; also \"wav:PATH\" or \"none\""},
        {"[playout]\nleast_depth_ms = 900\nmost_depth_ms = 1000",
         "b:3: playout.most_depth_ms = 1000: expected at least twice least_depth_ms"},
        {"[sound]\nvolume = '101%'",
         R"(b:2: sound.volume = "101%": expected "80%" (0% to 100%), "-6dB" (-100dB to 50dB), or "keep" for as the card comes)"},
        {"[sound]\nmicrophone = '-6 dB'",
         R"(b:2: sound.microphone = "-6 dB": expected "80%" (0% to 100%), "-6dB" (-100dB to 50dB), or "keep" for as the card comes)"},
        {"[button]\nkey = 'KEY_A,'",
         R"(b:2: button.key = "KEY_A,": expected "auto", "any" or names of keys as in linux/input-event-codes.h (KEY_ENTER,KEY_PHONE))"},
        {"[sound]\nvolum_percent = 3",
         "b:2: sound.volum_percent: no such key; did you mean `volume_percent`?"},
        {"[buton]", "b:1: buton: no such key; did you mean `button`?"},
        {"\"a\\nb\" = 1",
         "b:1: a?b: no such key; there are language card state_dir status_socket log_level "
         "sound button lamps link codec playout"},
        {"language = \"\\u001b[2J\"", R"(b:1: language = "?[2J": expected one of "vi" "en")"},
    }));
    INFO(line);
    CHECK(errors_of<BoxConfig>(line, "b") == error);
}

TEST_CASE("sound comes from and goes to what has a name", "[config]") {
    const auto device = [](const std::string& text) {
        const auto box = BoxConfig::parse("sound.device = '" + text + "'", "b");
        return box ? box->sound.device.text() : "refused";
    };
    for (const std::string same :
         {"auto", "alsa:hw:1,0", "wav:/a b.wav", "test:440", "test:7000"}) {
        CHECK(device(same) == same);
    }
    CHECK(device("test") == "test:440");
    for (const std::string bad : {"", "alsa:", "wav:", "test:", "test:49", "test:7001",
                                  "test:99999", "test:4x", "none", "oss:0"}) {
        CHECK(device(bad) == "refused");
    }
}
