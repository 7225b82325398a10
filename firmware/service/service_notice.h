#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "board/watchdog/notify_socket.h"
#include "board/watchdog/progress_watch.h"
#include "config/vocab/time.h"

namespace giaoban {

/// Tells the service manager of a daemon: ready, alive, how it is, stopping; and the log that a thread stands still.
///
/// Threading:  the network thread's.
/// Errors:     without a service manager, or with an address of it that is none, only the log is told.
class ServiceNotice {
  public:
    struct Around {
        std::function<std::uint64_t()> audio_turns;
        std::function<std::uint64_t()> network_turns;
        std::function<void()>
            wake_audio;  ///< of a thread that may sleep for ever; empty: it does not
        std::function<std::string()> status;  ///< for `systemctl status`, a line
    };

    ServiceNotice(boost::asio::io_context& context, Around around);
    /// Says that it stops, if it was ready.
    ~ServiceNotice();
    ServiceNotice(const ServiceNotice&) = delete;
    ServiceNotice& operator=(const ServiceNotice&) = delete;

  private:
    void look();
    void log(const board::ProgressWatch::Word& word) const;
    void tell(const board::ProgressWatch::Word& word);

    Around around_;
    std::optional<board::NotifySocket> manager_;
    board::ProgressWatch watch_;
    boost::asio::steady_timer timer_;
    bool ready_told_ = false;
    std::optional<board::ProgressWatch::Part> stands_;
    std::string status_told_;
};

}  // namespace giaoban
