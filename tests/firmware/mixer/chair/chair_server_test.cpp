// The whole server over real sockets: TLS, HTTP and the WebSocket, by a client of Boost.Beast.
#include "firmware/mixer/chair/chair_server.h"

#include <boost/asio/connect.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/buffers_to_string.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/websocket.hpp>
#include <boost/beast/websocket/ssl.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <fstream>
#include <future>
#include <thread>

#include "config/vocab/startup_error.h"
#include "firmware/mixer/chair/connection_limits.h"
#include "net/keys/password.h"
#include "net/keys/system_random.h"
#include "tests/catch.h"
#include "tests/config/temporary_folder.h"
#include "tests/firmware/mixer/chair/fake_meeting.h"
#include "tests/firmware/mixer/chair/fake_records.h"

namespace giaoban::chair::test {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
namespace json = boost::json;
using Catch::Matchers::ContainsSubstring;
using Tls = asio::ssl::stream<asio::ip::tcp::socket>;
using Response = http::response<http::string_body>;

/// A server on a thread of its own, as the daemon has it.
struct Served {
    config::test::TemporaryFolder folder;
    asio::io_context context;
    net::SystemRandom random;
    FakeMeeting meeting{5, false, 1, Instant{}};
    FakeRecords records{folder.path() + "/recordings", 1'795'000'000'000};
    std::optional<ChairServer> server;
    std::thread thread;
    std::uint16_t port = 0;

    Served() {
        static const std::string hash = net::hash_password("giaoban-password");
        config::Accounts accounts(folder.path());
        REQUIRE(accounts.add({"chair", AccountRole::chair, hash}));
        REQUIRE(accounts.add({"viewer", AccountRole::viewer, hash}));
        folder.file("files/index.html", "<!doctype html><p>page");
        server.emplace(context, settings(), meeting, records, random);
        port = server->port();
        thread = std::thread([this] { context.run(); });
    }
    ~Served() {
        context.stop();
        thread.join();
        server.reset();
    }
    [[nodiscard]] ServerSettings settings() const {
        ServerSettings settings;
        settings.address = "127.0.0.1";
        settings.port = port;
        settings.state_dir = folder.path();
        settings.page = folder.path() + "/files";
        return settings;
    }
    /// On the server's thread, as everything that touches it.
    template <typename F>
    auto there(F&& job) {
        std::packaged_task<decltype(job())()> task(std::forward<F>(job));
        auto done = task.get_future();
        asio::post(context, [&task] { task(); });
        return done.get();
    }
};

/// A browser's end of one connection.
struct Client {
    asio::io_context context;
    asio::ssl::context tls{asio::ssl::context::tls_client};
    Tls stream{context, tls};
    std::string host;
    std::string cookie;
    std::string csrf;

    explicit Client(std::uint16_t port) : host("127.0.0.1:" + std::to_string(port)) {
        stream.lowest_layer().connect({asio::ip::make_address("127.0.0.1"), port});
        stream.handshake(asio::ssl::stream_base::client);
    }
    Response ask(http::verb verb, const std::string& target, const std::string& body = {},
                 const std::string& range = {}) {
        http::request<http::string_body> request(verb, target, 11);
        request.set(http::field::host, host);
        if (!cookie.empty()) request.set(http::field::cookie, cookie);
        if (!csrf.empty()) request.set("X-CSRF", csrf);
        if (!range.empty()) request.set(http::field::range, range);
        if (!body.empty()) request.set(http::field::content_type, "application/json");
        request.body() = body;
        request.prepare_payload();
        http::write(stream, request);
        return answer(verb == http::verb::head);
    }
    Response answer(bool head = false) {
        beast::flat_buffer buffer;
        http::response_parser<http::string_body> parser;
        parser.body_limit(std::uint64_t{64} * 1024 * 1024);
        parser.skip(head);
        http::read(stream, buffer, parser);
        return parser.release();
    }
    /// Bytes as they are, and whatever is answered.
    std::string raw(const std::string& bytes) {
        boost::system::error_code ignored;
        asio::write(stream, asio::buffer(bytes), ignored);
        std::string all;
        std::array<char, 4096> chunk;
        for (;;) {
            const auto got = stream.read_some(asio::buffer(chunk), ignored);
            if (got == 0) return all;
            all.append(chunk.data(), got);
        }
    }
    void sign_in(const std::string& name) {
        const Response response =
            ask(http::verb::post, "/api/login",
                R"({"name":")" + name + R"(","password":"giaoban-password"})");
        REQUIRE(response.result() == http::status::ok);
        const std::string set(response[http::field::set_cookie]);
        cookie = set.substr(0, set.find(';'));
        csrf = json::parse(response.body()).at("csrf").get_string().c_str();
    }
};

/// A page's WebSocket.
struct Page {
    Client client;
    beast::websocket::stream<Tls&> socket;
    json::value state;

    Page(std::uint16_t port, const std::string& cookie, bool packed)
        : client(port), socket(client.stream) {
        beast::websocket::permessage_deflate deflate;
        deflate.client_enable = packed;
        socket.set_option(deflate);
        socket.set_option(beast::websocket::stream_base::decorator(
            [this, cookie](beast::websocket::request_type& request) {
                request.set(http::field::cookie, cookie);
                request.set(http::field::origin, "https://" + client.host);
            }));
        socket.handshake(client.host, "/api/live");
    }
    /// The next message that says more than the time.
    json::value hear() {
        for (;;) {
            beast::flat_buffer buffer;
            socket.read(buffer);
            json::value message = json::parse(beast::buffers_to_string(buffer.data()));
            const json::value* patch = message.get_object().if_contains("patch");
            if (patch == nullptr || patch->get_object().size() > 1) return message;
        }
    }
};

TEST_CASE("a browser gets the page over TLS, with the headers that guard it", "[chair][net]") {
    Served served;
    Client client(served.port);
    const Response page = client.ask(http::verb::get, "/");
    CHECK(page.result() == http::status::ok);
    CHECK(page.body() == "<!doctype html><p>page");
    CHECK(std::string(page["Content-Security-Policy"]).starts_with("default-src 'none'"));
    CHECK(std::string(page["Strict-Transport-Security"]) == "max-age=31536000");
    CHECK(std::string(page["X-Content-Type-Options"]) == "nosniff");
    SECTION("and the same connection goes on") {
        const Response head = client.ask(http::verb::head, "/");
        CHECK(head.body().empty());
        CHECK(std::string(head[http::field::content_length]) == "22");
        CHECK(client.ask(http::verb::get, "/api/state").result() == http::status::unauthorized);
        CHECK(
            client.ask(http::verb::get, "/api/openapi.yaml").body().starts_with("openapi: 3.1.0"));
        CHECK(client.ask(http::verb::post, "/", "{}").result() == http::status::method_not_allowed);
    }
}

TEST_CASE("TLS before 1.2 is refused", "[chair][net]") {
    Served served;
    asio::io_context context;
    asio::ssl::context old(asio::ssl::context::tlsv11_client);
    Tls stream(context, old);
    stream.lowest_layer().connect({asio::ip::make_address("127.0.0.1"), served.port});
    boost::system::error_code wrong;
    stream.handshake(asio::ssl::stream_base::client, wrong);
    CHECK(wrong);
}

TEST_CASE("a page follows the meeting, and so does a second one", "[chair][net]") {
    Served served;
    Client chair(served.port);
    chair.sign_in("chair");
    Page first(served.port, chair.cookie, true);
    json::value state = first.hear();
    CHECK(state.at("type") == "state");
    CHECK(state.at("state").at("boxes").get_object().size() == 5);
    Page second(served.port, chair.cookie, false);
    CHECK(second.hear().at("type") == "state");
    const Response done =
        chair.ask(http::verb::post, "/api/action", R"({"kind":"open_meeting","text":"Giao ban"})");
    CHECK(done.body() == R"({"done":true})");
    for (Page* page : {&first, &second}) {
        const json::value patch = page->hear();
        CHECK(patch.at("type") == "patch");
        CHECK(patch.at("patch").at("meeting").at("title") == "Giao ban");
        CHECK(patch.at("patch").get_object().contains("now"));
    }
    served.there([&] {
        DurableEntry entry;
        entry.serial = 7;
        entry.kind = "granted";
        entry.box = BoxId{2};
        served.server->event(entry);
    });
    CHECK(first.hear().at("entry").at("serial") == 7);
    CHECK(second.hear().at("entry").at("box") == 2);
    CHECK(served.there([&] { return served.server->followers(); }) == 2);
}

TEST_CASE("a viewer hears of the meeting, and not of who did what at the page", "[chair][net]") {
    Served served;
    Client viewer(served.port);
    viewer.sign_in("viewer");
    Page page(served.port, viewer.cookie, true);
    CHECK(page.hear().at("type") == "state");
    served.there([&] {
        DurableEntry entry;
        entry.serial = 1;
        entry.kind = "action";
        served.server->event(entry);
        entry.serial = 2;
        entry.kind = "joined";
        served.server->event(entry);
    });
    CHECK(page.hear().at("entry").at("serial") == 2);
}

TEST_CASE("a page whose session is over is told so", "[chair][net]") {
    Served served;
    Client chair(served.port);
    chair.sign_in("chair");
    Page page(served.port, chair.cookie, true);
    (void)page.hear();
    CHECK(chair.ask(http::verb::post, "/api/logout", "{}").result() == http::status::ok);
    boost::system::error_code wrong;
    while (!wrong) {
        beast::flat_buffer buffer;
        page.socket.read(buffer, wrong);
    }
    CHECK(wrong == beast::websocket::error::closed);
    CHECK(page.socket.reason().code == 4401);
}

TEST_CASE("a WebSocket from elsewhere, or of nobody, is not opened", "[chair][net]") {
    Served served;
    Client client(served.port);
    const std::string upgrade =
        "GET /api/live HTTP/1.1\r\nHost: " + client.host +
        "\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
        "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nConnection: close\r\n";
    SECTION("of nobody") {
        CHECK_THAT(client.raw(upgrade + "Origin: https://" + client.host + "\r\n\r\n"),
                   ContainsSubstring("HTTP/1.1 401"));
    }
    SECTION("from elsewhere") {
        Client chair(served.port);
        chair.sign_in("chair");
        CHECK_THAT(client.raw(upgrade + "Cookie: " + chair.cookie +
                              "\r\nOrigin: https://elsewhere.example\r\n\r\n"),
                   ContainsSubstring("HTTP/1.1 403"));
    }
}

TEST_CASE("a recording comes in parts and whole, byte for byte", "[chair][net]") {
    Served served;
    Client chair(served.port);
    chair.sign_in("chair");
    std::ifstream in(served.records.recording_file(), std::ios::binary);
    const std::string file{std::istreambuf_iterator<char>(in), {}};
    const Response part =
        chair.ask(http::verb::get, "/api/meetings/1/recording.opus", "", "bytes=70000-199999");
    CHECK(part.result() == http::status::partial_content);
    CHECK(part.body() == file.substr(70'000, 130'000));
    CHECK(chair.ask(http::verb::get, "/api/meetings/1/recording.opus").body() == file);
    CHECK(chair.ask(http::verb::head, "/api/meetings/1/recording.opus").body().empty());
    CHECK(chair.ask(http::verb::get, "/api/me").result() == http::status::ok);
}

TEST_CASE("what is too long is answered and closed", "[chair][net]") {
    Served served;
    const auto status = [&served](const std::string& bytes) {
        Client client(served.port);
        const std::string answer = client.raw(bytes);
        return answer.substr(0, answer.find("\r\n"));
    };
    CHECK(status("GET / HTTP/1.1\r\nX: " + std::string(9'000, 'x') + "\r\n\r\n") ==
          "HTTP/1.1 431 Request Header Fields Too Large");
    CHECK(status("GET /" + std::string(3'000, 'x') + " HTTP/1.1\r\nHost: a\r\n\r\n") ==
          "HTTP/1.1 414 URI Too Long");
    CHECK(status("POST /api/login HTTP/1.1\r\nHost: a\r\nContent-Length: 65537\r\n\r\n") ==
          "HTTP/1.1 413 Payload Too Large");
    CHECK(status("nonsense\r\n\r\n") == "HTTP/1.1 400 Bad Request");
    CHECK(status("GET / HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n") ==
          "HTTP/1.1 400 Bad Request");
}

TEST_CASE("a port that is taken stops the start, and says what to do", "[chair][net]") {
    Served served;
    asio::io_context context;
    CHECK_THROWS_WITH(
        ChairServer(context, served.settings(), served.meeting, served.records, served.random),
        ContainsSubstring("Choose another"));
    ServerSettings named = served.settings();
    named.address = "mixer.example";
    CHECK_THROWS_AS(ChairServer(context, named, served.meeting, served.records, served.random),
                    StartupError);
}

}  // namespace
}  // namespace giaoban::chair::test
