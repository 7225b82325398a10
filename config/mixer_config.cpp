#include "config/mixer_config.h"

#include "config/schema.h"
#include "config/vocab/local_message.h"

namespace giaoban::config {

using namespace std::chrono_literals;

namespace {

void read(TomlTable table, MixerConfig::Floor& floor) {
    table.choice<FloorPolicy>("policy", floor.policy,
                              {{"queue", FloorPolicy::queue},
                               {"open", FloorPolicy::open},
                               {"chair", FloorPolicy::chair}});
    table.choice<QueueGrants>(
        "queue_grants", floor.queue_grants,
        {{"chair", QueueGrants::chair}, {"automatic", QueueGrants::automatic}});
    table.number("open_microphones", floor.open_microphones, 1, most_open_microphones);
    table.time("time_limit_s", floor.time_limit, Seconds{0}, Seconds{24h});
    table.time("warn_s", floor.warn, Seconds{5}, Seconds{120});
    table.time("floor_grace_s", floor.floor_grace, Seconds{0}, Seconds{10min});
    table.time("place_grace_s", floor.place_grace, Seconds{0}, Seconds{24h});
    if (floor.time_limit != Seconds{0} && floor.time_limit <= floor.warn) {
        table.refuse("time_limit_s", "expected 0 (no limit) or more than warn_s");
    }
    if (floor.place_grace < floor.floor_grace) {
        table.refuse("place_grace_s", "expected at least floor_grace_s");
    }
}

void read(TomlTable table, MixerConfig::Limits& limits) {
    table.number("max_boxes", limits.max_boxes, 1, max_status_boxes);
    table.number("handshakes_per_second", limits.handshakes_per_second, 1, 10'000);
}

void read(TomlTable table, MixerConfig::Recording& recording) {
    table.number("keep_free_percent", recording.keep_free_percent, 1, 90);
    table.flag("tracks", recording.tracks);
}

void read(TomlTable table, MixerConfig::Audio& audio) { read_rate(table, audio.rate); }

void read(TomlTable table, MixerConfig::Link& link) {
    read_rungs(table, "least_rung_up", "widest_rung_up", link.up);
    read_rungs(table, "least_rung_down", "widest_rung_down", link.down);
    read_choice(table, "redundancy", link.redundancy);
    table.choice<SrtpChoice>("srtp", link.srtp,
                             {{"aes_cm_128_hmac_sha1_80", SrtpChoice::aes_cm_128_hmac_sha1_80},
                              {"aead_aes_128_gcm", SrtpChoice::aead_aes_128_gcm},
                              {"aead_aes_256_gcm", SrtpChoice::aead_aes_256_gcm}});
}

void read(TomlTable table, MixerConfig::Page& page) {
    table.text(
        "listen",
        "expected a numeric address and a TCP port, as \"0.0.0.0:8443\" or \"[::]:8443\", or "
        "\"\" for no page",
        [&page](std::string_view text) {
            page.listen = text;
            return text.empty() || HostPort::from(text).has_value();
        });
    const auto file = [&table](std::string_view key, std::string& into) {
        table.text(key, "expected a path of at most 1000 bytes, or \"\"",
                   [&into](std::string_view text) {
                       into = text;
                       return text.empty() || is_path(text);
                   });
    };
    file("certificate", page.certificate);
    file("key", page.key);
    read_path(table, "files", page.files);
    table.text(
        "card_address",
        "expected a name or numeric address and a UDP port, as \"centre.example:24380\", or \"\"",
        [&page](std::string_view text) {
            page.card_address = text;
            return text.empty() || HostPort::from(text).has_value();
        });
    if (page.certificate.empty() != page.key.empty()) {
        table.refuse(page.key.empty() ? "certificate" : "key",
                     "expected both, page.certificate and page.key, or neither");
    }
}

}  // namespace

void read(TomlTable& table, MixerConfig& config) {
    table.text("listen",
               "expected a numeric address and a UDP port, as \"0.0.0.0:24380\" or \"[::]:24380\"",
               [&config](std::string_view text) {
                   const auto listen = HostPort::from(text);
                   if (listen) config.listen = *listen;
                   return listen.has_value();
               });
    read_path(table, "state_dir", config.state_dir);
    read_socket(table, "control_socket", config.control_socket);
    read_log_level(table, config.log_level);
    read(table.table("floor"), config.floor);
    read(table.table("audio"), config.audio);
    read(table.table("limits"), config.limits);
    read(table.table("link"), config.link);
    read(table.table("page"), config.page);
    read(table.table("codec"), config.codec);
    read(table.table("playout"), config.playout);
    read(table.table("recording"), config.recording);
    read(table.table("minutes"), config.minutes);
}

Parsed<MixerConfig> MixerConfig::parse(std::string_view text, std::string_view file) {
    return parse_config<MixerConfig>(text, file);
}

Parsed<MixerConfig> MixerConfig::load(const std::string& path) {
    return load_config<MixerConfig>(path);
}

}  // namespace giaoban::config
