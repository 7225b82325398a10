#pragma once

#include <cstdint>

#include "config/vocab/bytes.h"
#include "config/vocab/expected.h"
#include "net/keys/datagram.h"
#include "net/keys/replay_window.h"
#include "net/keys/session_keys.h"

namespace giaoban::net {

/// Why a control datagram was not opened.
enum class ControlRefusal : std::uint8_t {
    malformed,      ///< too short, or not a control datagram
    other_session,  ///< its index is not this session's
    forged,         ///< it was not sealed with this session's key
    replayed,       ///< it was opened before, or is older than the window
};

/// Seals and opens the control datagrams of one session, and those of transfers: the header is authenticated, so that one is
/// never taken for the other, and they share the counter.
///
/// Units:      a datagram is control_overhead (32) bytes longer than its message.
/// Threading:  not synchronised; the network thread owns it.
/// Real time:  allocates nothing.
/// Errors:     open() answers a ControlRefusal, and counts() has them. A datagram that was refused
///             may be left zeroed.
/// Source:     Noise revision 34 sections 5.1 and 11.4 (ChaChaPoly with an explicit 64-bit nonce);
///             RFC 6479 (replay window).
class ControlCipher {
  public:
    /// Takes copies of the two control keys.
    explicit ControlCipher(const SessionKeys& keys) noexcept;

    /// Writes the datagram for a message into `out`, which has message.size() + control_overhead
    /// bytes at least (ensure), and gives back as much of it as the datagram has.
    [[nodiscard]] MutableBytes seal(Bytes message, MutableBytes out,
                                    KeyDatagram kind = KeyDatagram::control) noexcept;

    /// Opens a datagram of that kind in place; the message is a part of it.
    [[nodiscard]] Expected<MutableBytes, ControlRefusal> open(
        MutableBytes datagram, KeyDatagram kind = KeyDatagram::control) noexcept;

    struct Counts {
        std::uint64_t opened = 0;
        std::uint64_t malformed = 0;
        std::uint64_t other_session = 0;
        std::uint64_t forged = 0;
        std::uint64_t replayed = 0;
    };
    [[nodiscard]] const Counts& counts() const noexcept { return counts_; }

  private:
    [[nodiscard]] ControlRefusal refuse(ControlRefusal why) noexcept;

    SecretKey send_;
    SecretKey receive_;
    std::uint32_t local_index_;
    std::uint32_t remote_index_;
    std::uint64_t next_counter_ = 0;
    ReplayWindow window_;
    Counts counts_;
};

}  // namespace giaoban::net
