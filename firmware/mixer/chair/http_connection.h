#pragma once

#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "firmware/mixer/chair/api.h"
#include "firmware/mixer/chair/desk.h"
#include "firmware/mixer/chair/gate.h"
#include "firmware/mixer/chair/live_connection.h"
#include "firmware/mixer/chair/tls_stream.h"

namespace giaoban::chair {

/// What a connection asks of the server that has accepted it.
class ConnectionHost {
  public:
    ConnectionHost() = default;
    ConnectionHost(const ConnectionHost&) = delete;
    ConnectionHost& operator=(const ConnectionHost&) = delete;
    virtual ~ConnectionHost() = default;

    virtual void handle(const Request& request, Api::Respond respond) = 0;
    /// Nothing: this is no request for the live state, or one that is refused; handle() answers it then.
    [[nodiscard]] virtual std::optional<Api::Follower> follower(const Request& request) = 0;
    virtual void follow(std::shared_ptr<LiveConnection> live, LiveConnection::Upgrade upgrade) = 0;
    [[nodiscard]] virtual Desk& desk() = 0;
    [[nodiscard]] virtual PageCounters& counters() = 0;
};

/// One connection of a browser or a script: TLS, then one request after another. It is a shell: what is answered is decided
/// by Api and StaticFiles.
///
/// Threading:  the network thread's; files are read on the desk. It lives as long as something is under way on its socket.
/// Errors:     what is no HTTP, too long or too slow is answered where it can be, and closed.
/// Limits:     connection_limits.h.
class HttpConnection : public std::enable_shared_from_this<HttpConnection> {
  public:
    HttpConnection(boost::asio::ip::tcp::socket socket, boost::asio::ssl::context& tls,
                   std::string address, Gate::Pass pass, ConnectionHost& host);

    void begin();

  private:
    using Parser = boost::beast::http::request_parser<boost::beast::http::string_body>;

    void read();
    void read_done(boost::system::error_code wrong);
    void refuse(boost::system::error_code wrong);
    void answer(Answer answer);
    void write_piece();
    void read_piece();
    void written();
    void drop_rest();
    void close();
    [[nodiscard]] Request taken() const;
    [[nodiscard]] std::string head_of(const Answer& answer, std::uint64_t length) const;

    TlsStream stream_;
    std::string address_;
    std::optional<Gate::Pass> pass_;
    ConnectionHost& host_;
    boost::beast::flat_buffer buffer_;
    std::optional<Parser> parser_;
    bool keep_ = false;
    std::size_t drops_ = 0;  ///< so many bytes more of a request that was refused before its end

    // The answer under way.
    class OpenFile;
    Answer answer_;
    std::string head_;
    std::string_view rest_;   ///< of the piece
    bool body_left_ = false;  ///< after the head
    std::shared_ptr<OpenFile> file_;
    std::uint64_t file_at_ = 0;
    std::uint64_t file_left_ = 0;
    std::string piece_;
};

}  // namespace giaoban::chair
