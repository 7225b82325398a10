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

void read(TomlTable table, MixerConfig::Updates& updates) {
    // The least is that of net/transfer; beyond the most an update would be an office's whole line.
    table.number("rate_bps", updates.rate_bps, 1'000, 10'000'000);
    table.number("total_rate_bps", updates.total_rate_bps, 1'000, 100'000'000);
    table.text("hours", "expected two times of a day, as \"02:00-05:00\"",
               [&updates](std::string_view text) {
                   const auto hours = MixerConfig::Updates::Hours::from_text(text);
                   if (hours) updates.hours = *hours;
                   return hours.has_value();
               });
    if (updates.total_rate_bps < updates.rate_bps) {
        table.refuse("total_rate_bps", "expected at least rate_bps");
    }
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
    read(table.table("updates"), config.updates);
}

std::optional<MixerConfig::Updates::Hours> MixerConfig::Updates::Hours::from_text(
    std::string_view text) noexcept {
    const auto minute_at = [&text](std::size_t at) -> std::optional<std::uint16_t> {
        const auto digit = [&](std::size_t i) { return text[at + i] - '0'; };
        for (const std::size_t i : {0U, 1U, 3U, 4U})
            if (digit(i) < 0 || digit(i) > 9) return std::nullopt;
        const int hour = digit(0) * 10 + digit(1);
        const int minute = digit(3) * 10 + digit(4);
        if (text[at + 2] != ':' || hour > 23 || minute > 59) return std::nullopt;
        return static_cast<std::uint16_t>(hour * 60 + minute);
    };
    if (text.size() != 11 || text[5] != '-') return std::nullopt;
    const auto from = minute_at(0);
    const auto until = minute_at(6);
    if (!from || !until || *from == *until) return std::nullopt;
    return Hours{*from, *until};
}

Parsed<MixerConfig> MixerConfig::parse(std::string_view text, std::string_view file) {
    return parse_config<MixerConfig>(text, file);
}

Parsed<MixerConfig> MixerConfig::load(const std::string& path) {
    return load_config<MixerConfig>(path);
}

}  // namespace giaoban::config
