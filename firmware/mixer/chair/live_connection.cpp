#include "firmware/mixer/chair/live_connection.h"

#include <boost/asio/buffer.hpp>
#include <boost/beast/websocket/rfc6455.hpp>
#include <boost/beast/websocket/ssl.hpp>
#include <utility>

#include "firmware/mixer/chair/connection_limits.h"

namespace giaoban::chair {

namespace beast = boost::beast;
namespace websocket = beast::websocket;
using boost::system::error_code;

LiveConnection::LiveConnection(TlsStream stream, Gate::Pass pass, Api::Follower follower,
                               PageCounters& counters)
    : socket_(std::move(stream)),
      pass_(std::move(pass)),
      follower_(std::move(follower)),
      counters_(counters) {}

void LiveConnection::begin(Upgrade upgrade, Changed open, Changed gone) {
    gone_ = std::move(gone);
    beast::get_lowest_layer(socket_).expires_never();
    // A ping goes out when half of the idle time is over.
    websocket::stream_base::timeout times{};
    times.handshake_timeout = limits::handshake;
    times.idle_timeout = 2 * limits::ping;
    times.keep_alive_pings = true;
    socket_.set_option(times);
    // 24 KiB of memory a page (zlib: 2^(bits+2) + 2^(level+9)); a patch and the one before it fit into the window.
    websocket::permessage_deflate deflate;
    deflate.server_enable = true;
    deflate.server_max_window_bits = 12;
    deflate.client_max_window_bits = 9;
    deflate.memLevel = 4;
    deflate.compLevel = 6;
    socket_.set_option(deflate);
    socket_.read_message_max(limits::live_message_bytes);
    auto request = std::make_shared<Upgrade>(std::move(upgrade));
    socket_.async_accept(
        *request, [self = shared_from_this(), request, open = std::move(open)](error_code wrong) {
            if (wrong) return self->close();
            self->socket_.text(true);
            open(self);
            self->read();
        });
}

void LiveConnection::read() {
    socket_.async_read(heard_, [self = shared_from_this()](error_code wrong, std::size_t) {
        if (wrong) return self->close();
        self->heard_.consume(self->heard_.size());
        self->read();
    });
}

void LiveConnection::send(Message message) {
    if (closed_ || ends_) return;
    if (queue_.size() >= limits::live_queue) {
        counters_.slow_readers += 1;
        return close();
    }
    queue_.push_back(std::move(message));
    if (queue_.size() == 1) write();
}

void LiveConnection::write() {
    const Message& message = queue_.front();
    counters_.live_messages += 1;
    counters_.live_bytes += message->size();
    socket_.async_write(boost::asio::buffer(*message),
                        [self = shared_from_this()](error_code wrong, std::size_t) {
                            if (wrong) return self->close();
                            self->queue_.pop_front();
                            if (!self->queue_.empty()) return self->write();
                            if (self->ends_) self->end_session();
                        });
}

void LiveConnection::end_session() {
    ends_ = true;
    if (closed_ || !queue_.empty()) return;
    // RFC 6455 section 7.4.2: 4000 to 4999 are the application's.
    constexpr auto session_over = static_cast<websocket::close_code>(4401);
    socket_.async_close(websocket::close_reason(session_over, "the session is over"),
                        [self = shared_from_this()](error_code) { self->close(); });
}

void LiveConnection::close() {
    if (std::exchange(closed_, true)) return;
    error_code ignored;
    beast::get_lowest_layer(socket_).socket().close(ignored);
    if (gone_) gone_(shared_from_this());
}

}  // namespace giaoban::chair
