#include "tools/linksim/control.h"

#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>

namespace giaoban::linksim {
namespace {

constexpr std::size_t most_connections = 8;
constexpr std::size_t most_line = 4096;

}  // namespace

Control::Control(const std::string& path, OnLine on_line)
    : path_(path), on_line_(std::move(on_line)) {
    if (!path_.empty()) listener_ = unix_at(path_);
}

Control::~Control() {
    if (listener_) ::unlink(path_.c_str());
}

void Control::wait_on(std::vector<pollfd>& descriptors) const {
    const auto add = [&](int descriptor) {
        descriptors.push_back({.fd = descriptor, .events = POLLIN, .revents = 0});
    };
    if (standard_.open) add(STDIN_FILENO);
    if (listener_) add(listener_->get());
    for (const auto& connection : connections_)
        add(connection.socket.get());
}

void Control::run(const std::function<bool(int)>& ready) {
    if (standard_.open && ready(STDIN_FILENO)) read(STDIN_FILENO, standard_, true);
    for (auto& connection : connections_) {
        const int descriptor = connection.socket.get();
        if (ready(descriptor)) read(descriptor, connection, false);
    }
    std::erase_if(connections_, [](const Connection& connection) { return !connection.open; });
    if (!listener_ || !ready(listener_->get())) return;
    Socket socket(::accept4(listener_->get(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK));
    if (socket.get() < 0 || connections_.size() >= most_connections) return;
    connections_.push_back({.socket = std::move(socket), .text = {}, .open = true});
}

void Control::read(int descriptor, Connection& connection, bool standard) {
    std::array<char, 1024> bytes{};
    const auto size = ::read(descriptor, bytes.data(), bytes.size());
    if (size < 0 && (errno == EAGAIN || errno == EINTR)) return;
    if (size <= 0) {
        connection.open = false;
        return;
    }
    connection.text.append(bytes.data(), static_cast<std::size_t>(size));
    for (auto end = connection.text.find('\n'); end != std::string::npos;
         end = connection.text.find('\n')) {
        const std::string line = connection.text.substr(0, end);
        connection.text.erase(0, end + 1);
        answer(on_line_(line), connection, standard);
    }
    if (connection.text.size() > most_line) connection.open = false;
}

void Control::answer(const Answer& answer, const Connection& connection, bool standard) const {
    const std::string line = answer.text + '\n';
    if (!standard) {
        linksim::send(connection.socket.get(), as_bytes(line));
        return;
    }
    if (answer.kind == Answer::Kind::asked_for) {
        std::fputs(line.c_str(), stdout);
        std::fflush(stdout);
    }
    if (answer.kind == Answer::Kind::wrong) std::fputs(line.c_str(), stderr);
}

}  // namespace giaoban::linksim
