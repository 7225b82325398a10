#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <memory>
#include <set>
#include <string>

#include "config/vocab/random.h"
#include "firmware/mixer/chair/api.h"
#include "firmware/mixer/chair/http_connection.h"
#include "firmware/mixer/chair/static_files.h"

namespace giaoban::chair {

/// How the page is served: [page] of mixer.toml.
struct ServerSettings {
    std::string address = "0.0.0.0";  ///< numeric
    std::uint16_t port = 8443;        ///< 0: any that is free (tests)
    std::string state_dir;
    std::string page = "/usr/share/giaoban/page";  ///< the page's files
    std::string certificate;                       ///< empty: one of our own
    std::string key;
};

/// The mixing box's web server: the chair's page, its API, its live state and /metrics, over HTTPS.
///
///   ChairServer page(context, settings, meeting, records, random);
///   page.event(entry);                       // when the minutes have it on disk
///   spdlog::info("{}", page.fingerprint());
///
/// Threading:  made, used and destroyed on the thread that runs `context`, the network thread. Its desk is a thread of its own.
/// Errors:     StartupError from the constructor (port taken, certificate wrong). After that the weather is counted.
/// Limits:     connection_limits.h.
class ChairServer final : ConnectionHost {
  public:
    ChairServer(boost::asio::io_context& context, const ServerSettings& settings,
                MeetingDoor& meeting, RecordsDoor& records, RandomSource& random);
    ~ChairServer() override;

    /// Something has changed in the meeting that pages want to see at once: told with the next patch.
    void changed();
    /// An entry of the minutes that is on disk.
    void event(const DurableEntry& entry);

    [[nodiscard]] const std::string& fingerprint() const noexcept { return fingerprint_; }
    [[nodiscard]] std::uint16_t port() const;
    [[nodiscard]] std::size_t followers() const noexcept { return followers_.size(); }
    [[nodiscard]] const PageCounters& figures() noexcept { return api_.counters(); }

  private:
    // ConnectionHost
    void handle(const Request& request, Api::Respond respond) override;
    [[nodiscard]] std::optional<Api::Follower> follower(const Request& request) override;
    void follow(std::shared_ptr<LiveConnection> live, LiveConnection::Upgrade upgrade) override;
    [[nodiscard]] Desk& desk() override { return desk_; }
    [[nodiscard]] PageCounters& counters() override { return api_.counters(); }

    [[nodiscard]] Api::Doors doors(const ServerSettings& settings, MeetingDoor& meeting,
                                   RecordsDoor& records, RandomSource& random);
    void listen(const ServerSettings& settings);
    void accept();
    void tick();
    void arm();
    void tell();
    void broadcast(std::string message, bool staff_only);

    std::string fingerprint_;
    boost::asio::ssl::context tls_;
    boost::asio::ip::tcp::acceptor acceptor_;
    boost::asio::steady_timer timer_;
    boost::asio::steady_timer pause_;  ///< after an accept that failed
    std::shared_ptr<Gate> gate_;
    StaticFiles files_;
    Desk desk_;
    Api api_;
    std::set<std::shared_ptr<LiveConnection>> followers_;
    Instant housekeeping_{};
};

}  // namespace giaoban::chair
