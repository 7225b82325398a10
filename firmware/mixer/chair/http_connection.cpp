#include "firmware/mixer/chair/http_connection.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <boost/asio/write.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/write.hpp>
#include <boost/beast/version.hpp>
#include <boost/beast/websocket/rfc6455.hpp>
#include <sstream>
#include <utility>

#include "firmware/mixer/chair/connection_limits.h"
#include "firmware/mixer/chair/json_answer.h"
#include "firmware/mixer/chair/security_headers.h"

namespace giaoban::chair {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using boost::system::error_code;

/// A file that is read on the desk's thread, piece by piece.
class HttpConnection::OpenFile {
  public:
    explicit OpenFile(const std::filesystem::path& path)
        : number_(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW)) {}
    OpenFile(const OpenFile&) = delete;
    OpenFile& operator=(const OpenFile&) = delete;
    ~OpenFile() {
        if (number_ >= 0) ::close(number_);
    }
    [[nodiscard]] bool open() const noexcept { return number_ >= 0; }
    [[nodiscard]] std::string read(std::uint64_t at, std::size_t length) const {
        std::string piece(length, '\0');
        const auto got = ::pread(number_, piece.data(), length, static_cast<off_t>(at));
        piece.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
        return piece;
    }

  private:
    int number_;
};

namespace {

Method method_of(http::verb verb) noexcept {
    switch (verb) {
        case http::verb::get: return Method::get;
        case http::verb::head: return Method::head;
        case http::verb::post: return Method::post;
        case http::verb::put: return Method::put;
        case http::verb::delete_: return Method::remove;
        default: return Method::other;
    }
}

}  // namespace

HttpConnection::HttpConnection(asio::ip::tcp::socket socket, asio::ssl::context& tls,
                               std::string address, Gate::Pass pass, ConnectionHost& host)
    : stream_(std::move(socket), tls),
      address_(std::move(address)),
      pass_(std::move(pass)),
      host_(host) {}

void HttpConnection::begin() {
    beast::get_lowest_layer(stream_).expires_after(limits::handshake);
    stream_.async_handshake(asio::ssl::stream_base::server,
                            [self = shared_from_this()](error_code wrong) {
                                if (!wrong) self->read();
                            });
}

void HttpConnection::read() {
    parser_.emplace();
    parser_->header_limit(limits::header_bytes);
    parser_->body_limit(limits::body_bytes);
    beast::get_lowest_layer(stream_).expires_after(limits::request);
    http::async_read(
        stream_, buffer_, *parser_,
        [self = shared_from_this()](error_code wrong, std::size_t) { self->read_done(wrong); });
}

void HttpConnection::read_done(error_code wrong) {
    beast::get_lowest_layer(stream_).expires_never();
    if (wrong) return refuse(wrong);
    keep_ = parser_->keep_alive();
    const Request request = taken();
    if (request.target.size() > limits::target_bytes) {
        keep_ = false;
        return answer(error_answer(414, "too_long", "the address is longer than 2 KiB"));
    }
    if (beast::websocket::is_upgrade(parser_->get())) {
        if (auto follower = host_.follower(request)) {
            auto live = std::make_shared<LiveConnection>(std::move(stream_), std::move(*pass_),
                                                         std::move(*follower), host_.counters());
            pass_.reset();
            return host_.follow(std::move(live), parser_->release());
        }
    }
    host_.handle(request,
                 [self = shared_from_this()](Answer answer) { self->answer(std::move(answer)); });
}

void HttpConnection::refuse(error_code wrong) {
    keep_ = false;
    drops_ = limits::dropped_bytes;
    if (wrong == http::error::body_limit)
        return answer(error_answer(413, "too_large", "the body is longer than 64 KiB"));
    if (wrong == http::error::header_limit || wrong == http::error::buffer_overflow)
        return answer(error_answer(431, "too_large", "the headers are longer than 8 KiB"));
    // What the other end has closed, or what ran out of time, hears no answer.
    const bool bad_http =
        wrong.category() == http::make_error_code(http::error::bad_method).category();
    if (!bad_http || wrong == http::error::end_of_stream || wrong == http::error::partial_message)
        return close();
    answer(bad_request("this is no HTTP: " + wrong.message()));
}

Request HttpConnection::taken() const {
    const auto& from = parser_->get();
    const auto header = [&from](http::field field) { return std::string(from[field]); };
    Request request;
    request.method = method_of(from.method());
    request.target = std::string(from.target());
    request.body = from.body();
    request.address = address_;
    request.host = header(http::field::host);
    request.origin = header(http::field::origin);
    request.cookie = header(http::field::cookie);
    request.csrf = std::string(from["X-CSRF"]);
    request.content_type = header(http::field::content_type);
    request.authorization = header(http::field::authorization);
    request.accept_encoding = header(http::field::accept_encoding);
    request.if_none_match = header(http::field::if_none_match);
    request.if_range = header(http::field::if_range);
    request.range = header(http::field::range);
    return request;
}

std::string HttpConnection::head_of(const Answer& answer, std::uint64_t length) const {
    http::response<http::empty_body> head(static_cast<http::status>(answer.status), 11);
    bool cached = false;
    for (const auto& [name, value] : security_headers)
        head.set(name, value);
    for (const auto& [name, value] : answer.headers) {
        head.insert(name, value);
        cached = cached || name == "Cache-Control";
    }
    if (!cached) head.set(http::field::cache_control, "no-store");
    head.set(http::field::server, "giaoban");
    if (answer.status != 304) {
        head.set(http::field::content_type, answer.content_type);
        head.content_length(length);
    }
    head.keep_alive(keep_);
    std::ostringstream text;
    text << head.base();
    return text.str();
}

void HttpConnection::answer(Answer what) {
    answer_ = std::move(what);
    const bool head_only = answer_.status == 304 || (parser_->is_header_done() &&
                                                     parser_->get().method() == http::verb::head);
    file_.reset();
    file_left_ = 0;
    std::uint64_t length = answer_.text().size();
    if (answer_.file) {
        length = answer_.file->length;
        file_ = std::make_shared<OpenFile>(answer_.file->path);
        if (!file_->open())
            return answer(error_answer(404, "not_found", "the file is not there any more"));
        file_at_ = answer_.file->from;
        file_left_ = head_only ? 0 : length;
    }
    head_ = head_of(answer_, length);
    body_left_ = !head_only && !answer_.file;
    rest_ = head_;
    write_piece();
}

void HttpConnection::write_piece() {
    beast::get_lowest_layer(stream_).expires_after(limits::write);
    const std::string_view piece = rest_.substr(0, limits::piece_bytes);
    asio::async_write(
        stream_, asio::buffer(piece),
        [self = shared_from_this(), size = piece.size()](error_code wrong, std::size_t) {
            if (wrong) {
                if (wrong == beast::error::timeout) self->host_.counters().slow_readers += 1;
                return self->close();
            }
            self->rest_.remove_prefix(size);
            self->written();
        });
}

void HttpConnection::written() {
    if (!rest_.empty()) return write_piece();
    if (std::exchange(body_left_, false)) {
        rest_ = answer_.text();
        if (!rest_.empty()) return write_piece();
    }
    if (file_left_ > 0) return read_piece();
    file_.reset();
    if (keep_) return read();
    if (drops_ == 0) return close();
    auto& below = beast::get_lowest_layer(stream_);
    error_code ignored;
    below.socket().shutdown(asio::ip::tcp::socket::shutdown_send, ignored);
    below.expires_after(limits::goodbye);
    drop_rest();
}

// A socket that is closed with something unread takes back what its other end has not read either (RFC 9112 section 9.6).
void HttpConnection::drop_rest() {
    if (drops_ == 0) return close();
    piece_.resize(std::min(drops_, limits::piece_bytes));
    stream_.async_read_some(asio::buffer(piece_),
                            [self = shared_from_this()](error_code wrong, std::size_t size) {
                                if (wrong) return self->close();
                                self->drops_ -= size;
                                self->drop_rest();
                            });
}

void HttpConnection::read_piece() {
    beast::get_lowest_layer(stream_).expires_never();
    const auto length =
        static_cast<std::size_t>(std::min<std::uint64_t>(file_left_, limits::piece_bytes));
    const bool taken = host_.desk().submit(
        [self = shared_from_this(), file = file_, at = file_at_, length]() mutable {
            std::string piece = file->read(at, length);
            return Desk::Back([self = std::move(self), piece = std::move(piece)]() mutable {
                // Shorter than it was: the length was promised, so that the connection is the only way left to say it.
                if (piece.empty()) return self->close();
                self->piece_ = std::move(piece);
                self->file_at_ += self->piece_.size();
                self->file_left_ -= self->piece_.size();
                self->rest_ = self->piece_;
                self->write_piece();
            });
        });
    if (!taken) close();
}

void HttpConnection::close() {
    beast::get_lowest_layer(stream_).expires_after(limits::goodbye);
    stream_.async_shutdown([self = shared_from_this()](error_code) {
        error_code ignored;
        beast::get_lowest_layer(self->stream_).socket().close(ignored);
    });
}

}  // namespace giaoban::chair
