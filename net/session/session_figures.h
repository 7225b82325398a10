#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "config/vocab/time.h"

namespace giaoban::net {

/// What became of datagrams that were not taken. One counter each.
enum class DatagramRefusal : std::uint8_t {
    unknown_kind,     ///< a first byte that nobody here speaks
    too_short,        ///< not even a header
    no_such_session,  ///< an SSRC or an index that is nobody's
    forged,           ///< does not authenticate, or the library failed
    replayed,         ///< seen before, or too old to say
    malformed,        ///< authentic, but no RTP, RTCP or control message
    handshake,        ///< an initiation, response, cookie, refusal or notice that was not accepted
    flooded,          ///< an initiation that was answered with a cookie, or not at all, under load
    count_of_them
};

inline constexpr std::size_t datagram_refusals =
    static_cast<std::size_t>(DatagramRefusal::count_of_them);

[[nodiscard]] constexpr std::string_view to_text(DatagramRefusal refusal) noexcept {
    constexpr std::array<std::string_view, datagram_refusals> words{
        "unknown kind", "too short", "no such session", "forged",
        "replayed",     "malformed", "handshake",       "flooded"};
    return words[static_cast<std::size_t>(refusal)];
}

/// Bytes and packets on the wire, one direction, IP and UDP headers included.
struct WireFigures {
    std::uint64_t datagrams = 0;
    std::uint64_t bytes = 0;
    /// Over the last few seconds (see RateMeter).
    std::uint32_t bits_per_second = 0;
};

/// What one end of a session has counted since it was made.
struct SessionFigures {
    WireFigures sent;
    WireFigures received;  ///< authenticated only
    std::uint64_t audio_sent = 0;
    std::uint64_t audio_received = 0;
    std::uint64_t audio_not_sent = 0;  ///< no session, or too large
    std::uint64_t history_sent = 0;
    std::uint64_t history_received = 0;
    std::uint64_t asked_again = 0;  ///< packets that this end asked for, each time
    std::uint64_t sent_again = 0;   ///< packets that this end was asked for and sent
    std::uint64_t handshakes_begun = 0;
    std::uint64_t sessions = 0;
    std::array<std::uint64_t, datagram_refusals> refused{};

    [[nodiscard]] std::uint64_t refusals(DatagramRefusal kind) const noexcept {
        return refused[static_cast<std::size_t>(kind)];
    }
};

}  // namespace giaoban::net
