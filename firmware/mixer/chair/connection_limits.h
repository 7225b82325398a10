#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

#include "config/vocab/time.h"

/// All bounds of the page's server, and what happens when they are reached.
namespace giaoban::chair::limits {

/// 20 pages with a WebSocket and up to 6 kept connections each are 140; beyond, a connection is closed as it comes.
inline constexpr std::size_t connections = 256;
/// So that one address cannot take them all; 20 pages on one machine are 140.
inline constexpr std::size_t connections_of_address = 160;
/// Of these WebSockets; one more is answered 503.
inline constexpr std::size_t live = 64;

/// A cookie of 44 bytes and a browser's usual headers are 1 KB. Longer: 431 and closed.
inline constexpr std::uint32_t header_bytes = 8 * 1024;
/// The longest body is open_room with 64 names of 64 bytes. Longer: 413 and closed.
inline constexpr std::uint64_t body_bytes = 64 * 1024;
/// The longest path of the API has under 200 bytes. Longer: 414.
inline constexpr std::size_t target_bytes = 2 * 1024;

/// From the first byte to the end of the TLS handshake: 3 round trips of satellite (0.7 s) and their repetitions.
inline constexpr Seconds handshake{10};
/// For one request to come in whole, and for a kept connection until the next one begins.
inline constexpr Seconds request{30};
/// For one piece of an answer (at most piece_bytes) to be taken: under 5 kbit/s is nobody who listens. Slower: closed.
inline constexpr Seconds write{30};
inline constexpr std::size_t piece_bytes = 64 * 1024;
/// For the good-bye of TLS, which nobody needs to wait for.
inline constexpr Seconds goodbye{2};
/// Of a request that was refused while it came in: what is read and dropped, so that its sender gets to read why. More, or
/// longer than `goodbye`: closed.
inline constexpr std::size_t dropped_bytes = 1024 * 1024;

/// What a page may still have to take: 32 patches are 8 s of a busy meeting. More: its WebSocket is closed, and it comes
/// back for the whole state.
inline constexpr std::size_t live_queue = 32;
/// A page sends nothing but pongs; whatever it sends is dropped, and a longer message closes it.
inline constexpr std::size_t live_message_bytes = 1024;
/// The page knows within two of them that nobody is there. A firewall forgets a connection after 60 s at the least.
inline constexpr Seconds ping{20};

/// Of the state: 4 patches a second.
inline constexpr Milliseconds patch_distance{250};
/// Figures of links are told so often: a curve of 5 minutes is 60 points.
inline constexpr Seconds figures_distance{5};

}  // namespace giaoban::chair::limits
