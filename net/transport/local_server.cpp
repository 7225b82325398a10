#include "net/transport/local_server.h"

#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>
#include <cerrno>
#include <cstring>
#include <deque>
#include <map>
#include <vector>

#include "config/vocab/startup_error.h"

namespace giaoban::net {
namespace {

namespace asio = boost::asio;
using asio::local::stream_protocol;
using Error = boost::system::error_code;

[[noreturn]] void give_up(const std::string& path, const std::string& why) {
    throw StartupError("cannot open the control socket " + path + ": " + why,
                       StartupError::Exit::unavailable);
}

/// Removes what a killed process left; leaves what is somebody's.
void make_way(asio::io_context& context, const std::string& path) {
    struct stat file {};
    if (::lstat(path.c_str(), &file) != 0) return;
    if (!S_ISSOCK(file.st_mode)) give_up(path, "there is a file of that name which is no socket");
    stream_protocol::socket probe(context);
    Error error;
    probe.connect(stream_protocol::endpoint(path), error);
    if (!error) give_up(path, "another process answers there; stop it first");
    if (error == asio::error::access_denied) give_up(path, "it belongs to another user");
    ::unlink(path.c_str());
}

}  // namespace

struct LocalServer::State : std::enable_shared_from_this<State> {
    State(asio::io_context& the_context, std::string the_path, OnMessage message, OnClosed closed)
        : context(the_context),
          acceptor(the_context),
          path(std::move(the_path)),
          on_message(std::move(message)),
          on_closed(std::move(closed)) {}

    void open();
    void accept();
    void put_out(LocalClientId who);

    asio::io_context& context;
    stream_protocol::acceptor acceptor;
    const std::string path;
    OnMessage on_message;
    OnClosed on_closed;
    bool ended = false;
    std::uint64_t last_id = 0;
    std::map<LocalClientId, std::shared_ptr<Client>> clients;
};

/// One connection. It lives as long as an operation of it is under way.
class LocalServer::Client : public std::enable_shared_from_this<Client> {
  public:
    Client(stream_protocol::socket socket, LocalClientId id, std::weak_ptr<State> state)
        : socket_(std::move(socket)), id_(id), state_(std::move(state)) {}

    void read_prefix() {
        asio::async_read(socket_, asio::buffer(prefix_),
                         [self = shared_from_this()](const Error& error, std::size_t) {
                             const auto length =
                                 error ? std::nullopt : announced_length(self->prefix_);
                             if (!length) return self->end();
                             self->message_.resize(*length);
                             self->read_message();
                         });
    }

    /// False when the client leaves too much unread.
    bool write(Bytes message) {
        if (unread_ + message.size() > most_unread) return false;
        const auto prefix = length_prefix(message.size());
        std::vector<std::byte> whole(prefix.begin(), prefix.end());
        whole.insert(whole.end(), message.begin(), message.end());
        unread_ += whole.size();
        waiting_.push_back(std::move(whole));
        if (waiting_.size() == 1) write_next();
        return true;
    }

    void close() {
        Error error;
        socket_.close(error);
    }

  private:
    void read_message() {
        asio::async_read(socket_, asio::buffer(message_),
                         [self = shared_from_this()](const Error& error, std::size_t) {
                             const auto state = self->state_.lock();
                             if (error || !state || state->ended) return self->end();
                             // A copy: the handler may end the server that keeps it.
                             const auto on_message = state->on_message;
                             on_message(self->id_, self->message_);
                             if (self->socket_.is_open()) self->read_prefix();
                         });
    }

    void write_next() {
        asio::async_write(socket_, asio::buffer(waiting_.front()),
                          [self = shared_from_this()](const Error& error, std::size_t) {
                              if (error) return self->end();
                              self->unread_ -= self->waiting_.front().size();
                              self->waiting_.pop_front();
                              if (!self->waiting_.empty()) self->write_next();
                          });
    }

    void end() {
        if (const auto state = state_.lock()) state->put_out(id_);
    }

    stream_protocol::socket socket_;
    LocalClientId id_;
    std::weak_ptr<State> state_;
    std::array<std::byte, length_prefix_size> prefix_{};
    std::vector<std::byte> message_;
    std::deque<std::vector<std::byte>> waiting_;
    std::size_t unread_ = 0;
};

void LocalServer::State::open() {
    if (path.size() >= sizeof(sockaddr_un::sun_path)) {
        give_up(path, "its path is too long: at most 107 bytes are accepted");
    }
    make_way(context, path);
    Error error;
    acceptor.open(stream_protocol(), error);
    // Linux gives the file the mode of the socket, so that nobody gets in between bind and chmod.
    if (!error && ::fchmod(acceptor.native_handle(), 0660) != 0) {
        error.assign(errno, boost::system::system_category());
    }
    if (!error) acceptor.bind(stream_protocol::endpoint(path), error);
    if (!error && ::chmod(path.c_str(), 0660) != 0) {
        error.assign(errno, boost::system::system_category());
    }
    if (!error) acceptor.listen(asio::socket_base::max_listen_connections, error);
    if (error)
        give_up(path, error.message() + "; does its folder exist, and may this user write there?");
    accept();
}

void LocalServer::State::accept() {
    acceptor.async_accept(
        [self = shared_from_this()](const Error& error, stream_protocol::socket socket) {
            if (self->ended || error == asio::error::operation_aborted) return;
            if (!error && self->clients.size() < most_clients) {
                const LocalClientId id{++self->last_id};
                const auto client = std::make_shared<Client>(std::move(socket), id, self);
                self->clients.emplace(id, client);
                client->read_prefix();
            }
            self->accept();
        });
}

void LocalServer::State::put_out(LocalClientId who) {
    const auto found = clients.find(who);
    if (found == clients.end()) return;
    found->second->close();
    clients.erase(found);
    if (!ended && on_closed) on_closed(who);
}

LocalServer::LocalServer(asio::io_context& context, std::string path, OnMessage on_message,
                         OnClosed on_closed)
    : state_(std::make_shared<State>(context, std::move(path), std::move(on_message),
                                     std::move(on_closed))) {
    state_->open();
}

LocalServer::~LocalServer() {
    state_->ended = true;
    Error error;
    state_->acceptor.close(error);
    for (const auto& [id, client] : state_->clients)
        client->close();
    state_->clients.clear();
    ::unlink(state_->path.c_str());
}

bool LocalServer::send(LocalClientId to, Bytes message) {
    const auto found = state_->clients.find(to);
    if (found == state_->clients.end() || message.size() > most_local_message) return false;
    if (found->second->write(message)) return true;
    state_->put_out(to);
    return false;
}

std::size_t LocalServer::clients() const noexcept { return state_->clients.size(); }

}  // namespace giaoban::net
