#include "net/transport/host_finder.h"

#include <netdb.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <boost/asio/post.hpp>
#include <cstring>
#include <mutex>
#include <system_error>
#include <thread>

namespace giaoban::net {

/// Shared with the threads that ask, which may outlive the finder and its io_context: they post to it
/// only while `context` is set.
struct HostFinder::State {
    State(boost::asio::io_context& the_context, std::vector<Host> hosts, OnFound the_on_found,
          LookUp the_look_up)
        : context(&the_context),
          book(std::move(hosts)),
          on_found(std::move(the_on_found)),
          look_up(std::move(the_look_up)) {}

    std::mutex mutex;
    boost::asio::io_context* context;

    // The thread of the io_context alone.
    AddressBook book;
    OnFound on_found;
    const LookUp look_up;
    std::optional<Instant> asked;
    bool under_way = false;
};

HostFinder::HostFinder(boost::asio::io_context& context, std::vector<Host> hosts, Instant now,
                       OnFound on_found, LookUp look_up)
    : state_(std::make_shared<State>(context, std::move(hosts), std::move(on_found),
                                     std::move(look_up))) {
    ask(now);
}

HostFinder::~HostFinder() {
    const std::scoped_lock lock(state_->mutex);
    state_->context = nullptr;
    state_->on_found = {};
}

std::optional<Endpoint> HostFinder::endpoint() const noexcept { return state_->book.current(); }

void HostFinder::recall(std::string_view text) { state_->book.recall(text); }

const AddressBook& HostFinder::book() const noexcept { return state_->book; }

void HostFinder::try_next(Instant now) {
    state_->book.try_next();
    ask(now);
}

void HostFinder::ask(Instant now) {
    std::vector<std::size_t> names;
    for (std::size_t i = 0; i < state_->book.hosts().size(); ++i) {
        if (state_->book.is_name(i)) names.push_back(i);
    }
    const bool too_soon = state_->asked && now - *state_->asked < least_interval;
    if (names.empty() || state_->under_way || too_soon) return;
    state_->asked = now;
    const auto work = [state = state_, names, hosts = state_->book.hosts()] {
        for (const std::size_t host : names) {
            auto endpoints = state->look_up(hosts[host]);
            const bool last = host == names.back();
            const std::scoped_lock lock(state->mutex);
            if (state->context == nullptr) return;
            boost::asio::post(*state->context, [state, host, last, found = std::move(endpoints)] {
                state->book.found(host, found);
                if (last) state->under_way = false;
                if (!found.empty() && state->on_found) state->on_found();
            });
        }
    };
    try {
        std::thread(work).detach();
        state_->under_way = true;
    } catch (const std::system_error&) {
        // No thread to be had just now: the next try asks again.
        state_->asked.reset();
    }
}

std::vector<Endpoint> HostFinder::system_look_up(const Host& host) {
    addrinfo hints{};
    hints.ai_family = AF_UNSPEC;
    hints.ai_socktype = SOCK_DGRAM;
    // Not AI_ADDRCONFIG: it asks which addresses the machine has now, and the link may be down.
    addrinfo* found = nullptr;
    std::vector<Endpoint> endpoints;
    if (::getaddrinfo(host.name.c_str(), nullptr, &hints, &found) != 0) return endpoints;
    for (const addrinfo* item = found; item != nullptr; item = item->ai_next) {
        if (item->ai_family == AF_INET) {
            sockaddr_in address{};
            std::memcpy(&address, item->ai_addr, sizeof address);
            Endpoint::V4 bytes{};
            std::memcpy(bytes.data(), &address.sin_addr, bytes.size());
            endpoints.push_back(Endpoint::v4(bytes, host.port));
        } else if (item->ai_family == AF_INET6) {
            sockaddr_in6 address{};
            std::memcpy(&address, item->ai_addr, sizeof address);
            Endpoint::V6 bytes{};
            std::memcpy(bytes.data(), &address.sin6_addr, bytes.size());
            endpoints.push_back(Endpoint::v6(bytes, host.port, address.sin6_scope_id));
        }
    }
    ::freeaddrinfo(found);
    return endpoints;
}

}  // namespace giaoban::net
