#include "board/watchdog/notify_socket.h"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cstddef>
#include <cstring>

#include "tests/catch.h"
#include "tests/temporary_folder.h"

using namespace giaoban;
using namespace giaoban::board;
using namespace std::chrono_literals;
using Catch::Matchers::ContainsSubstring;

namespace {

/// Where a service manager listens; `address` as it stands in NOTIFY_SOCKET.
class Listening {
  public:
    explicit Listening(const std::string& address)
        : descriptor_(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0)) {
        ::sockaddr_un own{};
        own.sun_family = AF_UNIX;
        std::memcpy(own.sun_path, address.data(), address.size());
        if (own.sun_path[0] == '@') own.sun_path[0] = '\0';
        REQUIRE(::bind(descriptor_, reinterpret_cast<const ::sockaddr*>(&own),
                       static_cast<::socklen_t>(offsetof(::sockaddr_un, sun_path) +
                                                address.size())) == 0);
    }
    Listening(const Listening&) = delete;
    Listening& operator=(const Listening&) = delete;
    ~Listening() { ::close(descriptor_); }

    [[nodiscard]] std::string read() const {
        std::array<char, 256> bytes{};
        const ::ssize_t got = ::recv(descriptor_, bytes.data(), bytes.size(), 0);
        return got < 0 ? "nothing" : std::string(bytes.data(), static_cast<std::size_t>(got));
    }

  private:
    int descriptor_;
};

}  // namespace

SCENARIO("a service manager is told by datagrams", "[board][watchdog]") {
    GIVEN("one that listens at a path") {
        const tests::TemporaryFolder folder;
        const std::string address = folder.path() / "notify";
        auto socket = NotifySocket::open(address);
        REQUIRE(socket);
        WHEN("it listens") {
            const Listening manager(address);
            THEN("it reads what was told, a datagram each") {
                CHECK(socket->tell("READY=1"));
                CHECK(socket->tell("WATCHDOG=1"));
                CHECK(manager.read() == "READY=1");
                CHECK(manager.read() == "WATCHDOG=1");
                CHECK(manager.read() == "nothing");
            }
            THEN("one that reads nothing holds up nobody, and what it did not take is answered") {
                bool taken = true;
                for (int i = 0; taken && i < 100'000; ++i)
                    taken = socket->tell("WATCHDOG=1");
                CHECK_FALSE(taken);
            }
        }
        WHEN("nobody listens yet") {
            CHECK_FALSE(socket->tell("READY=1"));
            THEN("who listens later is told") {
                const Listening manager(address);
                CHECK(socket->tell("READY=1"));
                CHECK(manager.read() == "READY=1");
            }
        }
    }
    GIVEN("one in the abstract namespace") {
        const std::string address = "@giaoban-test-" + std::to_string(::getpid());
        const Listening manager(address);
        auto socket = NotifySocket::open(address);
        REQUIRE(socket);
        CHECK(socket->tell("READY=1"));
        CHECK(manager.read() == "READY=1");
    }
}

TEST_CASE("an address that is none is refused in words", "[board][watchdog]") {
    for (const std::string& bad : {std::string("run/notify"), std::string("vsock:2:1234"),
                                   std::string("@"), std::string("/"), std::string()}) {
        const auto socket = NotifySocket::open(bad);
        REQUIRE_FALSE(socket);
        CHECK_THAT(socket.error(), ContainsSubstring("NOTIFY_SOCKET is `" + bad + "`"));
    }
    CHECK(NotifySocket::open("@" + std::string(107, 'a')));
    CHECK_FALSE(NotifySocket::open("@" + std::string(108, 'a')));
    CHECK(NotifySocket::open("/" + std::string(106, 'a')));
    CHECK_FALSE(NotifySocket::open("/" + std::string(107, 'a')));
}

TEST_CASE("a status is one line, whatever a box is called", "[board][watchdog]") {
    CHECK(status_line("joined") == "STATUS=joined");
    CHECK(status_line("a\nREADY=1") == "STATUS=a READY=1");
}

TEST_CASE("how long a service manager waits is read from its variables", "[board][watchdog]") {
    CHECK(watchdog_patience("30000000", "", 7) == Milliseconds{30'000});
    CHECK(watchdog_patience("30000000", "7", 7) == Milliseconds{30'000});
    CHECK_FALSE(watchdog_patience("30000000", "8", 7));
    CHECK_FALSE(watchdog_patience("30000000", "x", 7));
    for (const char* none : {"", "0", "-5", "30s", "99999999999999999999"})
        CHECK_FALSE(watchdog_patience(none, "", 7));
}
