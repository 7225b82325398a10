#pragma once

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstring>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "config/vocab/bytes.h"
#include "config/vocab/ensure.h"
#include "net/transport/length_prefix.h"

namespace giaoban::ctl::test {

/// A daemon behind a real UNIX socket that has the same answer for every request, and keeps what it was asked.
class OneAnswerDaemon {
  public:
    using Message = std::vector<std::byte>;

    OneAnswerDaemon(const std::string& path, Message answer) : answer_(std::move(answer)) {
        ::sockaddr_un address{};
        address.sun_family = AF_UNIX;
        ensure(path.size() < sizeof(address.sun_path), "a test's socket has a short path");
        std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
        listening_ = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
        const auto* generic = reinterpret_cast<const ::sockaddr*>(&address);
        ensure(::bind(listening_, generic, sizeof(address)) == 0, "a test can have a socket");
        ensure(::listen(listening_, 8) == 0, "a test can listen");
        thread_ = std::thread([this] { serve(); });
    }
    OneAnswerDaemon(const OneAnswerDaemon&) = delete;
    OneAnswerDaemon& operator=(const OneAnswerDaemon&) = delete;
    ~OneAnswerDaemon() {
        ::shutdown(listening_, SHUT_RDWR);  // accept() answers now.
        thread_.join();
        ::close(listening_);
    }

    /// What has been asked since this was last called.
    [[nodiscard]] std::vector<Message> take_asked() {
        const std::lock_guard lock(mutex_);
        return std::exchange(asked_, {});
    }

  private:
    void serve() {
        for (;;) {
            const int client = ::accept4(listening_, nullptr, nullptr, SOCK_CLOEXEC);
            if (client < 0) return;
            std::array<std::byte, net::length_prefix_size> prefix{};
            if (receive(client, prefix)) {
                Message question(net::announced_length(prefix).value());
                if (receive(client, question)) {
                    const std::lock_guard lock(mutex_);
                    asked_.push_back(std::move(question));
                }
                send(client, net::length_prefix(answer_.size()));
                send(client, answer_);
            }
            ::close(client);
        }
    }
    static bool receive(int client, MutableBytes into) {
        while (!into.empty()) {
            const ::ssize_t got = ::recv(client, into.data(), into.size(), 0);
            if (got <= 0) return false;
            into = into.subspan(static_cast<std::size_t>(got));
        }
        return true;
    }
    static void send(int client, Bytes bytes) {
        static_cast<void>(::send(client, bytes.data(), bytes.size(), MSG_NOSIGNAL));
    }

    const Message answer_;
    int listening_ = -1;
    std::mutex mutex_;
    std::vector<Message> asked_;
    std::thread thread_;
};

}  // namespace giaoban::ctl::test
