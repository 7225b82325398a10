#include "net/transport/host_finder.h"

#include <atomic>
#include <chrono>
#include <future>
#include <thread>

#include "tests/catch.h"
#include "tests/net/transport/waiting.h"

using namespace giaoban;
using namespace giaoban::net;
using namespace std::chrono_literals;
using giaoban::tests::run_until;

namespace {

const Instant start{1000s};
const Endpoint first = Endpoint::v4({192, 0, 2, 1}, 7400);
const Endpoint second = Endpoint::v4({192, 0, 2, 2}, 7400);

}  // namespace

TEST_CASE("a name is found without holding anybody up", "[transport]") {
    boost::asio::io_context context;
    int found = 0;
    HostFinder finder(
        context, {{"mixer.example", 7400}}, start, [&] { ++found; },
        [](const Host&) { return std::vector{first}; });
    // Nothing before the io_context has run, however quick the name server is.
    CHECK_FALSE(finder.endpoint());
    REQUIRE(run_until(context, [&] { return finder.endpoint().has_value(); }));
    CHECK(finder.endpoint() == first);
    CHECK(found == 1);
}

TEST_CASE("names are asked for again when nobody answers, but not more often", "[transport]") {
    boost::asio::io_context context;
    std::atomic<int> asked = 0;
    int found = 0;
    HostFinder finder(
        context, {{"mixer.example", 7400}}, start, [&] { ++found; },
        [&](const Host&) { return std::vector{++asked == 1 ? first : second}; });
    REQUIRE(run_until(context, [&] { return found == 1; }));
    finder.try_next(start + 1s);
    finder.try_next(start + 9s);
    context.poll();
    CHECK(asked == 1);
    CHECK(finder.endpoint() == first);
    finder.try_next(start + 10s);
    REQUIRE(run_until(context, [&] { return found == 2; }));
    finder.try_next(start + 11s);
    CHECK(finder.endpoint() == second);
    CHECK(asked == 2);
}

TEST_CASE("a name server that is dead takes no address away", "[transport]") {
    boost::asio::io_context context;
    std::atomic<int> asked = 0;
    HostFinder finder(context, {{"mixer.example", 7400}}, start, {}, [&](const Host&) {
        return ++asked == 1 ? std::vector{first} : std::vector<Endpoint>{};
    });
    REQUIRE(run_until(context, [&] { return finder.endpoint().has_value(); }));
    finder.try_next(start + 10s);
    REQUIRE(run_until(context, [&] { return asked == 2; }));
    CHECK(finder.endpoint() == first);
}

TEST_CASE("a finder may go while a name server is still waited for", "[transport]") {
    std::promise<void> release;
    std::atomic<bool> done = false;
    {
        boost::asio::io_context context;
        HostFinder finder(context, {{"mixer.example", 7400}}, start, {},
                          [&, waiting = release.get_future().share()](const Host&) {
                              waiting.wait();
                              done = true;
                              return std::vector{first};
                          });
        context.poll();
    }
    release.set_value();
    while (!done)
        std::this_thread::yield();
}

TEST_CASE("a numeric address asks nobody", "[transport]") {
    boost::asio::io_context context;
    std::atomic<int> asked = 0;
    HostFinder finder(context, {{"::1", 7400}}, start, {}, [&](const Host&) {
        ++asked;
        return std::vector<Endpoint>{};
    });
    REQUIRE(finder.endpoint());
    CHECK(finder.endpoint()->to_string() == "[::1]:7400");
    finder.try_next(start + 60s);
    context.poll();
    CHECK(asked == 0);
}

TEST_CASE("the machine's own resolver knows this machine", "[transport]") {
    const auto found = HostFinder::system_look_up({"localhost", 7400});
    REQUIRE_FALSE(found.empty());
    for (const auto& endpoint : found)
        CHECK(endpoint.port() == 7400);
    // RFC 6761 section 6.4: there is no such name.
    CHECK(HostFinder::system_look_up({"mixer.invalid", 7400}).empty());
}
