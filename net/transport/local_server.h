#pragma once

#include <boost/asio/io_context.hpp>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "config/vocab/bytes.h"
#include "net/transport/length_prefix.h"

namespace giaoban::net {

/// One program at the other end of a local server; a number is not given twice.
enum class LocalClientId : std::uint64_t {};

/// A daemon's UNIX socket: status and commands, by programs of the same machine.
///
/// The socket's file has mode 0660. A file that a killed process left behind is replaced; one that
/// somebody still answers at is not, nor is a file that is no socket.
///
/// Threading:  belongs to the thread that runs the io_context; handlers are called there.
/// Errors:     StartupError when the socket cannot be had. A client that breaks the rules (announces a
///             message beyond the bound, leaves more than most_unread) is put out.
/// Limits:     32 clients; a further one is put out at once.
class LocalServer {
  public:
    static constexpr std::size_t most_clients = 32;
    /// Room for the longest message and a shorter one behind it.
    static constexpr std::size_t most_unread = most_local_message + most_local_message / 2;

    using OnMessage = std::function<void(LocalClientId from, Bytes message)>;
    using OnClosed = std::function<void(LocalClientId who)>;

    LocalServer(boost::asio::io_context& context, std::string path, OnMessage on_message,
                OnClosed on_closed = {});
    LocalServer(const LocalServer&) = delete;
    LocalServer& operator=(const LocalServer&) = delete;
    /// Takes the socket's file away. Handlers are not called again.
    ~LocalServer();

    /// Whether that client is still there and the message is on its way.
    bool send(LocalClientId to, Bytes message);
    [[nodiscard]] std::size_t clients() const noexcept;

  private:
    class Client;
    struct State;

    std::shared_ptr<State> state_;
};

}  // namespace giaoban::net
