#include "config/settings.h"

#include <algorithm>

#include "config/schema.h"

namespace giaoban::config {

using namespace std::chrono_literals;

namespace {

bool host_character(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
           c == '-';
}

bool address6_character(char c) {
    return (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F') || (c >= '0' && c <= '9') || c == '.' ||
           c == ':';
}

// RFC 1035 section 2.3.4: 255 octets on the wire are 253 characters.
constexpr std::size_t longest_host = 253;

std::optional<std::uint16_t> port_from(std::string_view text) {
    if (text.empty() || text.size() > 5) return std::nullopt;
    unsigned port = 0;
    for (const char c : text) {
        if (c < '0' || c > '9') return std::nullopt;
        port = port * 10 + static_cast<unsigned>(c - '0');
    }
    if (port > 65535) return std::nullopt;
    return static_cast<std::uint16_t>(port);
}

}  // namespace

std::string HostPort::text() const {
    const bool v6 = host.find(':') != std::string::npos;
    return (v6 ? "[" + host + "]" : host) + ":" + std::to_string(port);
}

std::optional<HostPort> HostPort::from(std::string_view text) {
    const std::size_t colon = text.rfind(':');
    if (colon == std::string_view::npos) return std::nullopt;
    const auto port = port_from(text.substr(colon + 1));
    std::string_view host = text.substr(0, colon);
    if (!port || host.empty() || host.size() > longest_host) return std::nullopt;
    const bool v6 = host.front() == '[';
    if (v6) {
        if (host.size() < 4 || host.back() != ']') return std::nullopt;
        host = host.substr(1, host.size() - 2);
        if (host.find(':') == std::string_view::npos) return std::nullopt;
    }
    if (!std::all_of(host.begin(), host.end(), v6 ? address6_character : host_character)) {
        return std::nullopt;
    }
    return HostPort{std::string(host), *port};
}

void read(TomlTable table, CodecSettings& codec) {
    table.number("complexity", codec.complexity, 0, 10);
    table.flag("dtx", codec.dtx);
    read_choice(table, "fec", codec.fec);
}

void read(TomlTable table, PlayoutSettings& playout) {
    // The 128 packets that can wait are 2.56 s of 20 ms each.
    table.time("least_depth_ms", playout.least_depth, Milliseconds{20ms}, Milliseconds{1s});
    table.time("most_depth_ms", playout.most_depth, Milliseconds{100ms}, Milliseconds{2s});
    table.flag("catch_up", playout.catch_up);
    if (playout.most_depth < 2 * playout.least_depth) {
        table.refuse("most_depth_ms", "expected at least twice least_depth_ms");
    }
}

void read_choice(TomlTable& table, std::string_view key, Choice& into) {
    table.choice<Choice>(key, into,
                         {{"auto", Choice::automatic}, {"on", Choice::on}, {"off", Choice::off}});
}

void read_rungs(TomlTable& table, std::string_view least, std::string_view widest,
                RungRange& into) {
    table.number(least, into.least, 0, highest_rung);
    table.number(widest, into.widest, 0, highest_rung);
    if (into.widest < into.least) {
        table.refuse(widest, "expected at least " + std::string(least));
    }
}

void read_log_level(TomlTable& table, LogLevel& into) {
    table.choice<LogLevel>("log_level", into,
                           {{"error", LogLevel::error},
                            {"warn", LogLevel::warn},
                            {"info", LogLevel::info},
                            {"debug", LogLevel::debug}});
}

void read_rate(TomlTable& table, SampleRate& into) {
    int hz = into == SampleRate::hz48000 ? 48'000 : 16'000;
    table.number("rate_hz", hz, 16'000, 48'000);
    if (hz != 16'000 && hz != 48'000) {
        table.refuse("rate_hz", "expected 16000 or 48000");
        return;
    }
    into = hz == 48'000 ? SampleRate::hz48000 : SampleRate::hz16000;
}

void read_path(TomlTable& table, std::string_view key, std::string& into) {
    table.text(key, "expected a path of 1 to 1000 bytes", [&into](std::string_view path) {
        if (!is_path(path)) return false;
        into = path;
        return true;
    });
}

void read_socket(TomlTable& table, std::string_view key, std::string& into) {
    constexpr std::size_t longest = 107;  // of sun_path in sockaddr_un, unix(7)
    table.text(key, "expected the path of a UNIX socket, of 1 to 107 bytes",
               [&into](std::string_view path) {
                   if (!is_path(path) || path.size() > longest) return false;
                   into = path;
                   return true;
               });
}

bool is_path(std::string_view text) noexcept {
    return !text.empty() && text.size() <= 1000 &&
           std::none_of(text.begin(), text.end(),
                        [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; });
}

}  // namespace giaoban::config
