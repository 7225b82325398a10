#pragma once

#include <array>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/udp.hpp>
#include <cstdint>
#include <functional>
#include <string>

#include "config/vocab/bytes.h"
#include "config/vocab/endpoint.h"
#include "config/vocab/time.h"

namespace giaoban::net {

struct UdpPortSettings {
    /// The address to listen on; empty is every address of both families.
    std::string address{};
    /// 0 takes any that is free.
    std::uint16_t port = 0;
    /// Expedited forwarding, what routers know speech by. Source: RFC 3246, RFC 8837 section 5.
    std::uint8_t dscp = 46;
    /// Asked of the kernel, which may give less: 1 MiB is 2 s of 100 boxes that all speak at
    /// once in packets of 100 bytes (each takes the kernel about 800).
    int receive_buffer = 1 << 20;
    /// Whether arrived_over() is told; it costs each datagram a look at what the kernel says beside it.
    bool tell_interface = false;
};

/// What has gone through a port, and what has not.
struct UdpCounters {
    std::uint64_t received = 0;
    std::uint64_t received_bytes = 0;
    std::uint64_t sent = 0;
    std::uint64_t sent_bytes = 0;
    /// The kernel had no room: lost, as on any link.
    std::uint64_t send_full = 0;
    /// No way there just now (no network, no route, refused): lost too.
    std::uint64_t send_failed = 0;
    /// Too long to be ours: thrown away.
    std::uint64_t oversized = 0;
    std::uint64_t receive_failed = 0;
    /// errno of the last failure of either kind, 0 when there was none.
    int last_error = 0;
};

/// The one UDP port of a daemon, for IPv4 and IPv6 alike.
///
/// Nothing that the network does ends it: errors are counted, and the next datagram goes on. Where
/// the machine has no IPv6 it is an IPv4 port.
///
/// Units:      a datagram has at most 2048 bytes (1500 is what an Ethernet carries).
/// Threading:  belongs to the thread that runs the io_context; handlers are called there.
/// Real time:  takes no memory after the start.
/// Errors:     StartupError when the port cannot be had; after that none.
class UdpPort {
  public:
    static constexpr std::size_t most_bytes = 2048;

    /// The bytes may be changed in place (decrypted) and are gone when the handler returns.
    using OnDatagram =
        std::function<void(const Endpoint& from, MutableBytes datagram, Instant now)>;
    /// After all datagrams that one waking brought, at most 64: the time to set timers anew.
    using OnBatch = std::function<void(Instant now)>;

    UdpPort(boost::asio::io_context& context, const UdpPortSettings& settings,
            OnDatagram on_datagram, OnBatch on_batch = {});
    UdpPort(const UdpPort&) = delete;
    UdpPort& operator=(const UdpPort&) = delete;
    ~UdpPort();

    /// Sends now or not at all. Whether the kernel took it.
    bool send(const Endpoint& to, Bytes datagram) noexcept;

    [[nodiscard]] std::uint16_t local_port() const noexcept { return local_port_; }
    [[nodiscard]] bool has_ipv6() const noexcept { return has_ipv6_; }
    [[nodiscard]] const UdpCounters& counters() const noexcept { return counters_; }

    /// Sends over that network card from now on, if it has a route; 0: as the routes say. Needs no rights.
    void send_over(std::uint32_t interface) noexcept;
    /// The network card over which the datagram came that is just being handed over; 0: not known, or not asked for.
    [[nodiscard]] std::uint32_t arrived_over() const noexcept { return arrived_over_; }

    /// Hears nothing more; handlers are not called again.
    void close() noexcept;

  private:
    void open(const UdpPortSettings& settings);
    void mark_traffic(std::uint8_t dscp) noexcept;
    void wait();
    void receive_batch();
    [[nodiscard]] std::size_t receive(boost::asio::ip::udp::endpoint& from,
                                      boost::system::error_code& error) noexcept;

    boost::asio::ip::udp::socket socket_;
    OnDatagram on_datagram_;
    OnBatch on_batch_;
    std::uint16_t local_port_ = 0;
    bool has_ipv6_ = false;
    std::uint32_t arrived_over_ = 0;
    UdpCounters counters_;
    std::array<std::byte, most_bytes + 1> buffer_{};
};

}  // namespace giaoban::net
