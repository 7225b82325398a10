#include "net/transport/udp_port.h"

#include <netinet/in.h>
#include <netinet/ip.h>
#include <sys/socket.h>
#include <sys/uio.h>

#include <boost/asio/error.hpp>
#include <boost/asio/ip/v6_only.hpp>
#include <boost/asio/socket_base.hpp>
#include <cerrno>
#include <cstring>

#include "config/vocab/startup_error.h"
#include "net/transport/endpoint_asio.h"

namespace giaoban::net {
namespace {

namespace asio = boost::asio;
using asio::ip::udp;

// So many datagrams and no more before other work of the thread gets its turn: at 100 bytes each
// takes some 5 us with SRTP, together a third of a millisecond.
constexpr int most_a_batch = 64;

bool is_full(const boost::system::error_code& error) noexcept {
    return error == asio::error::would_block || error == asio::error::try_again ||
           error == asio::error::no_buffer_space;
}

}  // namespace

UdpPort::UdpPort(asio::io_context& context, const UdpPortSettings& settings, OnDatagram on_datagram,
                 OnBatch on_batch)
    : socket_(context), on_datagram_(std::move(on_datagram)), on_batch_(std::move(on_batch)) {
    open(settings);
    mark_traffic(settings.dscp);
    wait();
}

UdpPort::~UdpPort() { close(); }

void UdpPort::open(const UdpPortSettings& settings) {
    boost::system::error_code error;
    auto address =
        asio::ip::make_address(settings.address.empty() ? "::" : settings.address, error);
    if (error) {
        throw StartupError("cannot listen on " + settings.address +
                           ": a numeric address of this machine is expected, or none for all");
    }
    const bool any_address = settings.address.empty() || address == asio::ip::address_v6::any();
    socket_.open(address.is_v4() ? udp::v4() : udp::v6(), error);
    if (error && any_address) {
        // A kernel without IPv6.
        address = asio::ip::address_v4::any();
        socket_.open(udp::v4(), error);
    }
    has_ipv6_ = address.is_v6();
    if (!error && has_ipv6_ && any_address) socket_.set_option(asio::ip::v6_only(false), error);
    if (!error) socket_.bind(udp::endpoint(address, settings.port), error);
    if (error.value() == EADDRNOTAVAIL && any_address && has_ipv6_) {
        // IPv6 is built in but switched off.
        socket_.close(error);
        address = asio::ip::address_v4::any();
        has_ipv6_ = false;
        socket_.open(udp::v4(), error);
        if (!error) socket_.bind(udp::endpoint(address, settings.port), error);
    }
    if (!error) socket_.non_blocking(true, error);
    if (error) {
        throw StartupError(
            "cannot listen on UDP port " + std::to_string(settings.port) +
                (settings.address.empty() ? "" : " of " + settings.address) + ": " +
                error.message() +
                "; is another program of this kind running, or is the port below 1024?",
            StartupError::Exit::unavailable);
    }
    local_port_ = socket_.local_endpoint(error).port();
    socket_.set_option(asio::socket_base::receive_buffer_size(settings.receive_buffer), error);
    if (!settings.tell_interface) return;
    const int yes = 1;
    static_cast<void>(::setsockopt(socket_.native_handle(), has_ipv6_ ? IPPROTO_IPV6 : IPPROTO_IP,
                                   has_ipv6_ ? IPV6_RECVPKTINFO : IP_PKTINFO, &yes, sizeof yes));
}

void UdpPort::mark_traffic(std::uint8_t dscp) noexcept {
    // RFC 2474 section 3: the upper six bits; the lower two are ECN's. Where a network or kernel does not
    // allow it, speech goes unmarked.
    const int value = dscp << 2;
    const int socket = socket_.native_handle();
    // On a dual-stack socket this is what IPv4 packets get.
    static_cast<void>(::setsockopt(socket, IPPROTO_IP, IP_TOS, &value, sizeof value));
    if (has_ipv6_) {
        static_cast<void>(::setsockopt(socket, IPPROTO_IPV6, IPV6_TCLASS, &value, sizeof value));
    }
}

bool UdpPort::send(const Endpoint& to, Bytes datagram) noexcept {
    boost::system::error_code error;
    if (to.is_v4() || has_ipv6_) {
        const auto where = to_asio(to, has_ipv6_);
        const auto sent =
            socket_.send_to(asio::buffer(datagram.data(), datagram.size()), where, 0, error);
        if (!error) {
            ++counters_.sent;
            counters_.sent_bytes += sent;
            return true;
        }
    } else {
        error = asio::error::address_family_not_supported;
    }
    counters_.last_error = error.value();
    ++(is_full(error) ? counters_.send_full : counters_.send_failed);
    return false;
}

void UdpPort::wait() {
    socket_.async_wait(udp::socket::wait_read, [this](const boost::system::error_code& error) {
        // Also when this port is gone: nothing of it may be touched then.
        if (error == asio::error::operation_aborted) return;
        receive_batch();
    });
}

void UdpPort::send_over(std::uint32_t interface) noexcept {
    // Unlike SO_BINDTODEVICE it can be changed without rights, and leaves what comes in alone. Source: ip(7), ipv6(7).
    const std::uint32_t number = htonl(interface);
    const int socket = socket_.native_handle();
    static_cast<void>(::setsockopt(socket, IPPROTO_IP, IP_UNICAST_IF, &number, sizeof number));
    if (has_ipv6_) {
        static_cast<void>(
            ::setsockopt(socket, IPPROTO_IPV6, IPV6_UNICAST_IF, &number, sizeof number));
    }
}

std::size_t UdpPort::receive(udp::endpoint& from, boost::system::error_code& error) noexcept {
    iovec into{buffer_.data(), buffer_.size()};
    // Both kinds of packet information, of which one comes.
    alignas(cmsghdr)
        std::array<char, CMSG_SPACE(sizeof(in6_pktinfo)) + CMSG_SPACE(sizeof(in_pktinfo))>
            control;
    msghdr message{};
    message.msg_name = from.data();
    message.msg_namelen = static_cast<socklen_t>(from.capacity());
    message.msg_iov = &into;
    message.msg_iovlen = 1;
    message.msg_control = control.data();
    message.msg_controllen = control.size();
    arrived_over_ = 0;
    const ::ssize_t size = ::recvmsg(socket_.native_handle(), &message, MSG_DONTWAIT);
    if (size < 0) {
        error.assign(errno, boost::system::system_category());
        return 0;
    }
    from.resize(message.msg_namelen);
    for (cmsghdr* part = CMSG_FIRSTHDR(&message); part != nullptr;
         part = CMSG_NXTHDR(&message, part)) {
        if (part->cmsg_level == IPPROTO_IPV6 && part->cmsg_type == IPV6_PKTINFO) {
            in6_pktinfo about{};
            std::memcpy(&about, CMSG_DATA(part), sizeof about);
            arrived_over_ = about.ipi6_ifindex;
        } else if (part->cmsg_level == IPPROTO_IP && part->cmsg_type == IP_PKTINFO) {
            in_pktinfo about{};
            std::memcpy(&about, CMSG_DATA(part), sizeof about);
            arrived_over_ = static_cast<std::uint32_t>(about.ipi_ifindex);
        }
    }
    return static_cast<std::size_t>(size);
}

void UdpPort::receive_batch() {
    Instant now{};
    for (int i = 0; i < most_a_batch; ++i) {
        udp::endpoint from;
        boost::system::error_code error;
        const auto size = receive(from, error);
        if (error == asio::error::would_block || error == asio::error::try_again) break;
        now = std::chrono::steady_clock::now();
        if (error) {
            // What an earlier datagram met on its way (refused, no route) is told here.
            ++counters_.receive_failed;
            counters_.last_error = error.value();
            continue;
        }
        if (size > most_bytes) {
            ++counters_.oversized;
            continue;
        }
        ++counters_.received;
        counters_.received_bytes += size;
        on_datagram_(from_asio(from), MutableBytes(buffer_).first(size), now);
        // The handler may have closed the port.
        if (!socket_.is_open()) return;
    }
    if (on_batch_) on_batch_(std::chrono::steady_clock::now());
    if (socket_.is_open()) wait();
}

void UdpPort::close() noexcept {
    boost::system::error_code error;
    socket_.close(error);
}

}  // namespace giaoban::net
