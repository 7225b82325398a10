#pragma once

#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/websocket/stream.hpp>
#include <deque>
#include <memory>
#include <string>

#include "firmware/mixer/chair/api.h"
#include "firmware/mixer/chair/gate.h"
#include "firmware/mixer/chair/tls_stream.h"

namespace giaoban::chair {

/// One open page: a WebSocket that is told the state and its changes. Messages are compressed (RFC 7692): patches say the
/// same words again and again.
///
/// Threading:  the network thread's. It lives as long as something is under way on its socket.
/// Limits:     limits::live_queue messages that wait; a page that takes nothing is closed, and counted.
class LiveConnection : public std::enable_shared_from_this<LiveConnection> {
  public:
    using Message = std::shared_ptr<const std::string>;
    using Upgrade = boost::beast::http::request<boost::beast::http::string_body>;
    /// Called when the handshake is done, and when the page has gone.
    using Changed = std::function<void(const std::shared_ptr<LiveConnection>&)>;

    LiveConnection(TlsStream stream, Gate::Pass pass, Api::Follower follower,
                   PageCounters& counters);

    void begin(Upgrade upgrade, Changed open, Changed gone);
    void send(Message message);
    /// With a reason that the page can tell from a lost network: 4401, the session is over.
    void end_session();

    [[nodiscard]] const Api::Follower& follower() const noexcept { return follower_; }

  private:
    void read();
    void write();
    void close();

    boost::beast::websocket::stream<TlsStream> socket_;
    Gate::Pass pass_;
    Api::Follower follower_;
    PageCounters& counters_;
    Changed gone_;
    boost::beast::flat_buffer heard_;
    std::deque<Message> queue_;
    bool closed_ = false;
    bool ends_ = false;
};

}  // namespace giaoban::chair
