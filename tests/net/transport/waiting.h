#pragma once

#include <boost/asio/io_context.hpp>
#include <chrono>

namespace giaoban::tests {

/// Runs real sockets until something is so. The limit is reached by a broken test alone; nothing
/// sleeps for a fixed time.
template <typename Condition>
[[nodiscard]] bool run_until(boost::asio::io_context& context, const Condition& condition) {
    const auto limit = std::chrono::steady_clock::now() + std::chrono::seconds{10};
    context.restart();
    while (!condition()) {
        if (std::chrono::steady_clock::now() > limit) return false;
        context.run_one_for(std::chrono::milliseconds{50});
        if (context.stopped()) context.restart();
    }
    return true;
}

}  // namespace giaoban::tests
