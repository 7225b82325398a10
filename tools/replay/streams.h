#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "config/vocab/bytes.h"
#include "config/vocab/expected.h"
#include "tools/replay/packets.h"

namespace giaoban::replay {

/// Sorts the datagrams of a capture into streams of RTP, and picks one.
///
/// Errors:     what is no RTP, or longer than a packet of Opus, is counted and left out.
class Streams {
  public:
    /// `flow`: whatever tells apart who sent it to whom; the bytes of addresses and ports, for instance.
    void add(const std::string& flow, Bytes datagram, Microseconds at);

    /// The stream of that SSRC, or without one the stream with the most packets; of several the first.
    [[nodiscard]] Expected<PacketFile, PacketError> take(std::optional<std::uint32_t> ssrc) &&;

  private:
    struct Key {
        std::string flow;
        std::uint32_t ssrc = 0;
        std::uint8_t payload_type = 0;
        friend auto operator<=>(const Key&, const Key&) = default;
    };

    std::map<Key, std::size_t> index_;
    std::vector<std::pair<std::uint32_t, std::vector<Packet>>> streams_;
    std::uint64_t left_out_ = 0;
};

}  // namespace giaoban::replay
