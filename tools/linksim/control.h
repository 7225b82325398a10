#pragma once

#include <poll.h>

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "tools/linksim/socket.h"

namespace giaoban::linksim {

/// Lines of text that come in on standard input and on a UNIX socket.
///
/// On the socket every line is answered with one line. On standard input only what was asked for is
/// answered on standard output, and what is wrong on standard error.
///
/// Threading:  one thread.
/// Limits:     8 connections, 4096 bytes a line; what goes beyond is hung up.
class Control {
  public:
    struct Answer {
        std::string text;
        enum class Kind : std::uint8_t { done, asked_for, wrong } kind = Kind::done;
    };
    using OnLine = std::function<Answer(std::string_view line)>;

    /// Standard input alone when `path` is empty.
    Control(const std::string& path, OnLine on_line);
    Control(const Control&) = delete;
    Control& operator=(const Control&) = delete;
    ~Control();

    /// Adds what to wait on.
    void wait_on(std::vector<pollfd>& descriptors) const;
    /// Reads what came in; `ready` tells whether a descriptor has something.
    void run(const std::function<bool(int)>& ready);

  private:
    struct Connection {
        Socket socket;
        std::string text;
        bool open = true;
    };

    void read(int descriptor, Connection& connection, bool standard);
    void answer(const Answer& answer, const Connection& connection, bool standard) const;

    std::string path_;
    OnLine on_line_;
    std::optional<Socket> listener_;
    Connection standard_;
    std::vector<Connection> connections_;
};

}  // namespace giaoban::linksim
