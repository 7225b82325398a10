#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <atomic>
#include <boost/asio/executor_work_guard.hpp>
#include <cstring>
#include <fstream>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "config/vocab/startup_error.h"
#include "net/transport/local_client.h"
#include "net/transport/local_server.h"
#include "tests/catch.h"
#include "tests/temporary_folder.h"

using namespace giaoban;
using namespace giaoban::net;
using namespace std::chrono_literals;

namespace {

constexpr Milliseconds patience{10'000};

/// A server that answers each message with itself, on a thread of its own: the client waits.
class Echo {
  public:
    explicit Echo(const std::string& path)
        : server_(
              std::in_place, context_, path,
              [this](LocalClientId from, Bytes message) { server_->send(from, message); },
              [this](LocalClientId) { ++closed; }),
          thread_([this] { context_.run(); }) {}
    Echo(const Echo&) = delete;
    Echo& operator=(const Echo&) = delete;
    ~Echo() {
        context_.stop();
        thread_.join();
        server_.reset();
    }

    std::atomic<int> closed{0};

  private:
    boost::asio::io_context context_;
    std::optional<LocalServer> server_;
    std::thread thread_;
};

int raw_connection(const std::string& path) {
    const int descriptor = ::socket(AF_UNIX, SOCK_STREAM, 0);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
    REQUIRE(::connect(descriptor, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
    return descriptor;
}

LocalClient connected(const std::string& path) {
    auto client = LocalClient::connect(path);
    REQUIRE(client);
    return std::move(client).value();
}

std::string echoed(LocalClient& client, const std::string& text) {
    REQUIRE(client.send(as_bytes(text), patience));
    const auto answer = client.receive(patience);
    REQUIRE(answer);
    return std::string(as_text(*answer));
}

}  // namespace

TEST_CASE("messages of any length up to the bound go both ways whole", "[transport]") {
    const tests::TemporaryFolder folder;
    const std::string path = (folder.path() / "box.sock").string();
    Echo echo(path);
    LocalClient client = connected(path);
    CHECK(echoed(client, "status") == "status");
    CHECK(echoed(client, "").empty());
    const std::string most(most_local_message, 'x');
    CHECK(echoed(client, most) == most);
    const std::vector<std::byte> more(most_local_message + 1);
    const auto refused = client.send(more, patience);
    REQUIRE_FALSE(refused);
    CHECK(refused.error() == LocalFault::too_long);
    // The connection has not suffered.
    CHECK(echoed(client, "again") == "again");
}

TEST_CASE("many clients are served side by side, and no more than the bound", "[transport]") {
    const tests::TemporaryFolder folder;
    const std::string path = (folder.path() / "box.sock").string();
    Echo echo(path);
    std::vector<LocalClient> clients;
    for (std::size_t i = 0; i < LocalServer::most_clients; ++i) {
        clients.push_back(connected(path));
        CHECK(echoed(clients.back(), std::to_string(i)) == std::to_string(i));
    }
    for (auto& client : clients)
        CHECK(echoed(client, "still") == "still");
    LocalClient one_more = connected(path);
    const auto answer = one_more.receive(patience);
    REQUIRE_FALSE(answer);
    CHECK(answer.error() == LocalFault::broken_off);
}

TEST_CASE("a client that announces too much is put out, and nobody else", "[transport]") {
    const tests::TemporaryFolder folder;
    const std::string path = (folder.path() / "box.sock").string();
    Echo echo(path);
    LocalClient good = connected(path);
    CHECK(echoed(good, "here") == "here");
    const int bad = raw_connection(path);
    REQUIRE(::send(bad, "\xFF\xFF\xFF\xFF", 4, 0) == 4);
    char byte = 0;
    CHECK(::recv(bad, &byte, 1, 0) == 0);
    ::close(bad);
    // One that leaves in the middle of a message.
    const int half = raw_connection(path);
    REQUIRE(::send(half, "\0\0\0\x10half", 8, 0) == 8);
    ::close(half);
    CHECK(echoed(good, "still here") == "still here");
    while (echo.closed < 2)
        CHECK(echoed(good, "x") == "x");
}

TEST_CASE("a client that never reads its answers is put out", "[transport]") {
    const tests::TemporaryFolder folder;
    const std::string path = (folder.path() / "box.sock").string();
    Echo echo(path);
    LocalClient lazy = connected(path);
    const std::vector<std::byte> much(most_local_message / 8);
    // At most 12 there and what the kernel holds: two dozen are more than enough.
    bool put_out = false;
    for (int i = 0; i < 24 && !put_out; ++i)
        put_out = !lazy.send(much, Milliseconds{500});
    while (echo.closed == 0)
        std::this_thread::yield();
    CHECK(echo.closed == 1);
}

TEST_CASE("the socket's file is for its owner and group, and goes with the server", "[transport]") {
    const tests::TemporaryFolder folder;
    const std::string path = (folder.path() / "box.sock").string();
    {
        Echo echo(path);
        struct stat file {};
        REQUIRE(::stat(path.c_str(), &file) == 0);
        CHECK((file.st_mode & 0777U) == 0660U);
    }
    CHECK(::access(path.c_str(), F_OK) != 0);
    const auto client = LocalClient::connect(path);
    REQUIRE_FALSE(client);
    CHECK(client.error() == LocalFault::nobody_there);
}

TEST_CASE("what a killed process left is replaced, what lives or is no socket is not",
          "[transport]") {
    const tests::TemporaryFolder folder;
    const std::string path = (folder.path() / "box.sock").string();
    // Bound, and gone without taking its file away.
    const int dead = ::socket(AF_UNIX, SOCK_STREAM, 0);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
    REQUIRE(::bind(dead, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
    ::close(dead);
    REQUIRE(::access(path.c_str(), F_OK) == 0);
    Echo echo(path);
    LocalClient client = connected(path);
    CHECK(echoed(client, "new") == "new");

    boost::asio::io_context context;
    const auto nothing = [](LocalClientId, Bytes) {};
    CHECK_THROWS_AS(LocalServer(context, path, nothing), StartupError);
    CHECK(echoed(client, "undisturbed") == "undisturbed");
    const std::string file = (folder.path() / "notes").string();
    std::ofstream(file) << "dear";
    CHECK_THROWS_AS(LocalServer(context, file, nothing), StartupError);
    CHECK(::access(file.c_str(), F_OK) == 0);
    CHECK_THROWS_AS(LocalServer(context, (folder.path() / "no" / "folder").string(), nothing),
                    StartupError);
    CHECK_THROWS_AS(LocalServer(context, std::string(200, 'x'), nothing), StartupError);
}

TEST_CASE("a client does not wait longer than it was told to", "[transport]") {
    const tests::TemporaryFolder folder;
    const std::string path = (folder.path() / "box.sock").string();
    Echo echo(path);
    LocalClient client = connected(path);
    const auto answer = client.receive(Milliseconds{1});
    REQUIRE_FALSE(answer);
    CHECK(answer.error() == LocalFault::too_late);
}
