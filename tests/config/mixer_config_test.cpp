#include "config/mixer_config.h"

#include "net/floor/arbiter.h"
#include "tests/catch.h"
#include "tests/config/errors_of.h"

using namespace giaoban;
using namespace giaoban::config;
using namespace giaoban::config::test;
using namespace std::chrono_literals;

TEST_CASE("the example of mixer.toml is the defaults, and has every key", "[config]") {
    const std::string path = "config/examples/mixer.toml";
    CHECK(MixerConfig::load(path).value() == MixerConfig{});
    CHECK(keys_absent_in<MixerConfig>(path).empty());
    CHECK(MixerConfig::parse("", "mixer.toml").value() == MixerConfig{});
}

TEST_CASE("the defaults of mixer.toml and those of the floor are the same", "[config]") {
    const MixerConfig::Floor floor;
    const net::FloorSettings settings;
    CHECK(floor.policy == settings.policy);
    CHECK(floor.queue_grants == settings.queue_grants);
    CHECK(floor.open_microphones == settings.open_microphones);
    CHECK(floor.time_limit == settings.time_limit);
    CHECK(floor.warn == settings.warn_before);
    CHECK(floor.floor_grace == settings.floor_grace);
    CHECK(floor.place_grace == settings.place_grace);
}

TEST_CASE("every key of mixer.toml is read", "[config]") {
    const auto mixer = MixerConfig::parse(R"(
listen = "127.0.0.1:0"
state_dir = "/data"
control_socket = "/tmp/m.sock"
log_level = "warn"
[floor]
policy = "open"
queue_grants = "automatic"
open_microphones = 5
time_limit_s = 0
warn_s = 30
floor_grace_s = 1
place_grace_s = 2
[audio]
rate_hz = 48000
[limits]
max_boxes = 1000
handshakes_per_second = 7
[link]
least_rung_up = 1
widest_rung_up = 4
least_rung_down = 2
widest_rung_down = 2
redundancy = "off"
srtp = "aead_aes_256_gcm"
[page]
listen = "[::]:443"
certificate = "/etc/c.pem"
key = "/etc/k.pem"
files = "/page"
card_address = "centre.example:24380"
[codec]
complexity = 0
[playout]
least_depth_ms = 40
catch_up = false
[updates]
rate_bps = 8000
total_rate_bps = 64000
hours = "23:30-04:00"
[recording]
keep_free_percent = 25
tracks = true
[minutes]
directory = "/minutes"
superior = "UBND TỈNH"
organisation = "UBND HUYỆN"
place = "Phòng họp"
[minutes.journeys]
people = 2
days = 1
nights = 0
distance_km = 40
distances = "Bản Mù: 31; Xà Hồ:12"
per_km = 1
per_day = 2
per_night = 3
currency = "kíp"
shortest_meeting_min = 4
)",
                                          "mixer.toml")
                           .value();
    MixerConfig expected;
    expected.listen = {"127.0.0.1", 0};
    expected.state_dir = "/data";
    expected.control_socket = "/tmp/m.sock";
    expected.log_level = LogLevel::warn;
    expected.floor = {FloorPolicy::open, QueueGrants::automatic, 5, 0s, 30s, 1s, 2s};
    expected.audio.rate = SampleRate::hz48000;
    expected.limits = {1000, 7};
    expected.link = {{1, 4}, {2, 2}, Choice::off, SrtpChoice::aead_aes_256_gcm};
    expected.page = {"[::]:443", "/etc/c.pem", "/etc/k.pem", "/page", "centre.example:24380"};
    expected.codec.complexity = 0;
    expected.playout.least_depth = 40ms;
    expected.playout.catch_up = false;
    expected.recording = {25, true};
    expected.minutes = {"/minutes",
                        "UBND TỈNH",
                        "UBND HUYỆN",
                        "Phòng họp",
                        {2, 1, 0, 40, {{"Bản Mù", 31}, {"Xà Hồ", 12}}, 1, 2, 3, "kíp", 4}};
    expected.updates = {8'000, 64'000, {23 * 60 + 30, 4 * 60}};
    CHECK(mixer == expected);
}

TEST_CASE("hours of updates may go over midnight", "[config]") {
    const MixerConfig::Updates::Hours day;
    CHECK(day.has(2 * 60));
    CHECK(day.has(4 * 60 + 59));
    CHECK_FALSE(day.has(5 * 60));
    CHECK_FALSE(day.has(0));
    const auto night = MixerConfig::Updates::Hours::from_text("23:30-04:00").value();
    CHECK(night.has(23 * 60 + 30));
    CHECK(night.has(0));
    CHECK_FALSE(night.has(4 * 60));
    CHECK_FALSE(night.has(12 * 60));
}

SCENARIO("what is wrong in mixer.toml is said", "[config]") {
    const auto [line, error] = GENERATE(table<std::string, std::string>({
        {"listen = '24380'", R"(m:1: listen = "24380": expected a numeric address and a UDP port, )"
                             R"(as "0.0.0.0:24380" or "[::]:24380")"},
        {"floor.policy = 'anarchy'",
         R"(m:1: floor.policy = "anarchy": expected one of "queue" "open" "chair")"},
        {"[floor]\ntime_limit_s = 10",
         "m:2: floor.time_limit_s = 10: expected 0 (no limit) or more than warn_s"},
        {"[floor]\ntime_limit = 10",
         "m:2: floor.time_limit: no such key; did you mean `time_limit_s`?"},
        {"[floor]\nplace_grace_s = 19",
         "m:2: floor.place_grace_s = 19: expected at least floor_grace_s"},
        {"[floor]\nopen_microphones = 0",
         "m:2: floor.open_microphones = 0: expected a whole number from 1 to 16"},
        {"recording.keep_free_percent = 0",
         "m:1: recording.keep_free_percent = 0: expected a whole number from 1 to 90"},
        {"[link]\nleast_rung_down = 3\nwidest_rung_down = 2",
         "m:3: link.widest_rung_down = 2: expected at least least_rung_down"},
        {"updates.hours = '2:00-5:00'",
         R"(m:1: updates.hours = "2:00-5:00": expected two times of a day, as "02:00-05:00")"},
        {"updates.hours = '02:00-24:00'",
         R"(m:1: updates.hours = "02:00-24:00": expected two times of a day, as "02:00-05:00")"},
        {"updates.hours = '02:00-02:00'",
         R"(m:1: updates.hours = "02:00-02:00": expected two times of a day, as "02:00-05:00")"},
        {"[updates]\ntotal_rate_bps = 15999",
         "m:2: updates.total_rate_bps = 15999: expected at least rate_bps"},
        {"page.listen = 'everywhere'",
         R"(m:1: page.listen = "everywhere": expected a numeric address and a TCP port, as )"
         R"("0.0.0.0:8443" or "[::]:8443", or "" for no page)"},
        {"[page]\nkey = '/etc/k.pem'",
         "m:2: page.key = \"/etc/k.pem\": expected both, page.certificate and page.key, or "
         "neither"},
        {"limits.max_boxes = 99999999999999999",
         "m:1: limits.max_boxes = 99999999999999999: expected a whole number from 1 to 4096"},
        {"control_socket = '" + std::string(108, 's') + "'",
         "m:1: control_socket = \"" + std::string(80, 's') +
             "…\": expected the path of a UNIX socket, of 1 to 107 bytes"},
    }));
    INFO(line);
    CHECK(errors_of<MixerConfig>(line, "m") == error);
}
