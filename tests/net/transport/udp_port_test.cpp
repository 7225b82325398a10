#include "net/transport/udp_port.h"

#include <netinet/in.h>
#include <sys/socket.h>

#include <array>
#include <memory>
#include <string>
#include <vector>

#include "config/vocab/startup_error.h"
#include "net/transport/endpoint_asio.h"
#include "tests/catch.h"
#include "tests/net/transport/waiting.h"

using namespace giaoban;
using namespace giaoban::net;
using giaoban::tests::run_until;

namespace {

struct Heard {
    std::vector<std::string> texts;
    std::vector<Endpoint> from;
    int batches = 0;

    UdpPort::OnDatagram datagrams() {
        return [this](const Endpoint& who, MutableBytes bytes, Instant) {
            texts.emplace_back(as_text(bytes));
            from.push_back(who);
        };
    }
    UdpPort::OnBatch after() {
        return [this](Instant) { ++batches; };
    }
};

Endpoint loopback(std::uint16_t port) { return Endpoint::v4({127, 0, 0, 1}, port); }

}  // namespace

TEST_CASE("a datagram goes from port to port, and its sender can be answered", "[transport]") {
    boost::asio::io_context context;
    Heard at_mixer;
    Heard at_box;
    UdpPort mixer(context, {}, at_mixer.datagrams(), at_mixer.after());
    UdpPort box(context, {.address = "127.0.0.1"}, at_box.datagrams());
    REQUIRE(mixer.local_port() != 0);
    CHECK(box.send(loopback(mixer.local_port()), as_bytes("xin chao")));
    REQUIRE(run_until(context, [&] { return !at_mixer.texts.empty(); }));
    CHECK(at_mixer.texts[0] == "xin chao");
    // IPv4 even on a dual-stack port.
    CHECK(at_mixer.from[0] == loopback(box.local_port()));
    CHECK(mixer.send(at_mixer.from[0], as_bytes("chao")));
    REQUIRE(run_until(context, [&] { return !at_box.texts.empty(); }));
    CHECK(at_box.texts[0] == "chao");
    CHECK(mixer.counters().received == 1);
    CHECK(mixer.counters().received_bytes == 8);
    CHECK(mixer.counters().sent_bytes == 4);
    CHECK(at_mixer.batches == 1);
}

TEST_CASE("one port hears IPv6 as well, where the machine has it", "[transport]") {
    boost::asio::io_context context;
    Heard at_mixer;
    UdpPort mixer(context, {}, at_mixer.datagrams());
    const auto here = Endpoint::parse("[::1]:" + std::to_string(mixer.local_port()));
    REQUIRE(here);
    Heard at_box;
    UdpPort box(context, {}, at_box.datagrams());
    if (!mixer.has_ipv6() || !box.send(*here, as_bytes("six"))) {
        // Counted, and nothing else happens.
        CHECK(box.counters().send_failed <= 1);
        return;
    }
    REQUIRE(run_until(context, [&] { return !at_mixer.texts.empty(); }));
    CHECK_FALSE(at_mixer.from[0].is_v4());
    CHECK(mixer.send(at_mixer.from[0], as_bytes("back")));
    CHECK(run_until(context, [&] { return !at_box.texts.empty(); }));
}

TEST_CASE("what waits is read in batches, and none is left behind", "[transport]") {
    boost::asio::io_context context;
    Heard at_mixer;
    UdpPort mixer(context, {}, at_mixer.datagrams(), at_mixer.after());
    UdpPort box(context, {}, [](const Endpoint&, MutableBytes, Instant) {});
    for (int i = 0; i < 100; ++i)
        CHECK(box.send(loopback(mixer.local_port()), as_bytes("x")));
    REQUIRE(run_until(context, [&] { return at_mixer.texts.size() == 100; }));
    // 64 and 36.
    CHECK(at_mixer.batches == 2);
}

TEST_CASE("nobody at the other end, no network, no room: counted, and it goes on", "[transport]") {
    boost::asio::io_context context;
    Heard at_mixer;
    UdpPort mixer(context, {}, at_mixer.datagrams());
    std::uint16_t dead_port = 0;
    {
        UdpPort dead(context, {}, [](const Endpoint&, MutableBytes, Instant) {});
        dead_port = dead.local_port();
    }
    UdpPort box(context, {.address = "127.0.0.1"}, [](const Endpoint&, MutableBytes, Instant) {});
    for (int i = 0; i < 10; ++i)
        static_cast<void>(box.send(loopback(dead_port), as_bytes("x")));
    // A port that was given 127.0.0.1 has no way to 192.0.2.1, and none to IPv6.
    static_cast<void>(box.send(Endpoint::v4({192, 0, 2, 1}, 9), as_bytes("x")));
    CHECK_FALSE(box.send(Endpoint::v6({0x20, 0x01, 0x0D, 0xB8}, 9), as_bytes("x")));
    CHECK(box.counters().send_failed >= 1);
    CHECK(box.counters().last_error != 0);
    // A datagram that no network carries.
    const std::vector<std::byte> huge(70'000);
    CHECK_FALSE(box.send(loopback(mixer.local_port()), huge));
    CHECK(box.send(loopback(mixer.local_port()), as_bytes("still here")));
    REQUIRE(run_until(context, [&] { return !at_mixer.texts.empty(); }));
    CHECK(at_mixer.texts[0] == "still here");
}

TEST_CASE("a datagram too long to be ours is counted and thrown away", "[transport]") {
    boost::asio::io_context context;
    Heard at_mixer;
    UdpPort mixer(context, {}, at_mixer.datagrams());
    UdpPort box(context, {}, [](const Endpoint&, MutableBytes, Instant) {});
    const std::vector<std::byte> most(UdpPort::most_bytes);
    const std::vector<std::byte> more(UdpPort::most_bytes + 1);
    CHECK(box.send(loopback(mixer.local_port()), more));
    CHECK(box.send(loopback(mixer.local_port()), most));
    CHECK(box.send(loopback(mixer.local_port()), {}));
    REQUIRE(run_until(context, [&] { return at_mixer.texts.size() == 2; }));
    CHECK(at_mixer.texts[0].size() == UdpPort::most_bytes);
    CHECK(at_mixer.texts[1].empty());
    CHECK(mixer.counters().oversized == 1);
}

TEST_CASE("speech is marked for expedited forwarding in both families", "[transport]") {
    boost::asio::io_context context;
    // Read from the wire: a receiver that asks for the mark of what it hears.
    boost::asio::ip::udp::socket receiver(context, {boost::asio::ip::address_v4::loopback(), 0});
    const int on = 1;
    REQUIRE(::setsockopt(receiver.native_handle(), IPPROTO_IP, IP_RECVTOS, &on, sizeof on) == 0);
    UdpPort box(context, {}, [](const Endpoint&, MutableBytes, Instant) {});
    REQUIRE(box.send(from_asio(receiver.local_endpoint()), as_bytes("x")));
    char byte = 0;
    iovec part{.iov_base = &byte, .iov_len = 1};
    alignas(cmsghdr) std::array<char, 64> control{};
    msghdr message{};
    message.msg_iov = &part;
    message.msg_iovlen = 1;
    message.msg_control = control.data();
    message.msg_controllen = control.size();
    REQUIRE(::recvmsg(receiver.native_handle(), &message, 0) == 1);
    const cmsghdr* header = CMSG_FIRSTHDR(&message);
    REQUIRE(header != nullptr);
    // RFC 3246: 46, in the upper six bits.
    CHECK(*CMSG_DATA(header) == 46 << 2);
}

TEST_CASE("a port that is taken or an address that is none is said at the start", "[transport]") {
    boost::asio::io_context context;
    const auto nothing = [](const Endpoint&, MutableBytes, Instant) {};
    UdpPort first(context, {}, nothing);
    CHECK_THROWS_AS(UdpPort(context, {.port = first.local_port()}, nothing), StartupError);
    CHECK_THROWS_AS(UdpPort(context, {.address = "mixer.example"}, nothing), StartupError);
    CHECK_THROWS_AS(UdpPort(context, {.address = "192.0.2.1"}, nothing), StartupError);
}

TEST_CASE("a port can be closed by its own handler, and taken away while it waits", "[transport]") {
    boost::asio::io_context context;
    UdpPort box(context, {}, [](const Endpoint&, MutableBytes, Instant) {});
    std::unique_ptr<UdpPort> mixer;
    int heard = 0;
    mixer = std::make_unique<UdpPort>(context, UdpPortSettings{},
                                      [&](const Endpoint&, MutableBytes, Instant) {
                                          ++heard;
                                          mixer->close();
                                      });
    for (int i = 0; i < 3; ++i)
        CHECK(box.send(loopback(mixer->local_port()), as_bytes("x")));
    REQUIRE(run_until(context, [&] { return heard > 0; }));
    context.poll();
    CHECK(heard == 1);
    mixer.reset();
    context.poll();
}
