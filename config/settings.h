#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "config/vocab/samples.h"
#include "config/vocab/time.h"

/// What box.toml and mixer.toml have in common.
namespace giaoban::config {

enum class LogLevel : std::uint8_t { error, warn, info, debug };
enum class Language : std::uint8_t { vi, en };
/// As the rung says, or otherwise.
enum class Choice : std::uint8_t { automatic, on, off };

/// A place on the network: a name or a numeric address, and a UDP port.
struct HostPort {
    std::string host;  ///< an IPv6 address stands without its brackets
    std::uint16_t port = 0;

    /// `host:port` or `[address]:port`; the host is not looked up here.
    [[nodiscard]] static std::optional<HostPort> from(std::string_view text);
    [[nodiscard]] std::string text() const;
    friend bool operator==(const HostPort&, const HostPort&) = default;
};

/// The port of a mixing box unless something else is said: outside the range that Linux hands out to
/// clients (32768 on), and easy to keep in mind (3GPP TS 24.380 is the floor of push to talk).
inline constexpr std::uint16_t default_port = 24380;

/// A machine's own private key, in its state_dir (net/keys writes it, and a copy beside it). giaobanctl and the mixing
/// box's daemon must mean the same file: the cards name its public key.
inline constexpr std::string_view private_key_file = "private.key";

/// The steps of net/link's ladder are 0 to 5 (a test holds the two together).
inline constexpr std::uint8_t highest_rung = 5;

/// Between which steps of the ladder one direction of a link may be; equal: it stays there.
struct RungRange {
    std::uint8_t least = 0;
    std::uint8_t widest = highest_rung;
    friend bool operator==(const RungRange&, const RungRange&) = default;
};

/// [codec]
struct CodecSettings {
    int complexity = 5;              ///< of Opus, 0 to 10; DRED and deep PLC need 5
    bool dtx = false;                ///< no packets while a speaker pauses
    Choice fec = Choice::automatic;  ///< in-band redundancy (LBRR)
    friend bool operator==(const CodecSettings&, const CodecSettings&) = default;
};

/// [playout]: between these the jitter buffer finds by itself how long it waits.
struct PlayoutSettings {
    Milliseconds least_depth{20};   ///< from a frame's first sample spoken to heard, the way aside
    Milliseconds most_depth{1000};  ///< the most lateness that is waited for
    bool catch_up = true;           ///< what a listener has missed in an outage is heard later
    friend bool operator==(const PlayoutSettings&, const PlayoutSettings&) = default;
};

}  // namespace giaoban::config
