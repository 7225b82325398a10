#include "firmware/mixer/chair/chair_server.h"

#include <spdlog/spdlog.h>

#include <array>
#include <boost/asio/ip/v6_only.hpp>
#include <boost/asio/post.hpp>
#include <boost/json/serialize.hpp>
#include <chrono>
#include <filesystem>

#include "config/vocab/hex.h"
#include "config/vocab/startup_error.h"
#include "firmware/mixer/chair/certificate.h"
#include "firmware/mixer/chair/connection_limits.h"
#include "firmware/mixer/chair/json_answer.h"
#include "firmware/mixer/chair/records_json.h"
#include "firmware/mixer/chair/target.h"
#include "net/keys/private_file.h"

namespace giaoban::chair {

namespace asio = boost::asio;
namespace fs = std::filesystem;
using boost::system::error_code;

namespace {

fs::path folder_of(const ServerSettings& settings) { return fs::path(settings.state_dir) / "page"; }

asio::ssl::context tls(const ServerSettings& settings, std::string& fingerprint) {
    const auto now = std::chrono::system_clock::now();
    const fs::path folder = folder_of(settings);
    const Certificate certificate =
        settings.certificate.empty()
            ? own_certificate(folder, now)
            : configured_certificate(settings.certificate, settings.key, folder, now);
    if (!certificate.warning.empty()) spdlog::warn("page: {}", certificate.warning);
    fingerprint = certificate.fingerprint;
    return tls_context(certificate);
}

/// What Prometheus shows to /metrics; made at the first start.
std::string metrics_token(const ServerSettings& settings, RandomSource& random) {
    const fs::path file = folder_of(settings) / "metrics.token";
    if (auto kept = net::read_private_file(file)) {
        while (!kept->empty() && kept->back() == '\n')
            kept->pop_back();
        if (kept->size() >= 32) return *kept;
    }
    std::array<std::byte, 24> chance;
    random.fill(chance);
    std::string token = hex(chance);
    if (const auto stored = net::write_private_file(file, token + "\n", net::Replace::yes); !stored)
        throw StartupError(stored.error().message);
    return token;
}

}  // namespace

ChairServer::ChairServer(asio::io_context& context, const ServerSettings& settings,
                         MeetingDoor& meeting, RecordsDoor& records, RandomSource& random)
    : tls_(tls(settings, fingerprint_)),
      acceptor_(context),
      timer_(context),
      pause_(context),
      gate_(std::make_shared<Gate>(limits::connections, limits::connections_of_address)),
      files_(settings.page),
      desk_([&context](Desk::Back back) { asio::post(context, std::move(back)); }),
      api_(doors(settings, meeting, records, random)) {
    listen(settings);
    accept();
    arm();
}

ChairServer::~ChairServer() = default;

Api::Doors ChairServer::doors(const ServerSettings& settings, MeetingDoor& meeting,
                              RecordsDoor& records, RandomSource& random) {
    return {meeting,
            records,
            desk_,
            random,
            {[] { return std::chrono::steady_clock::now(); },
             [] { return std::chrono::system_clock::now(); }},
            settings.state_dir,
            metrics_token(settings, random),
            [this] { changed(); }};
}

void ChairServer::listen(const ServerSettings& settings) {
    const std::string where = settings.address + " port " + std::to_string(settings.port);
    error_code wrong;
    const auto address = asio::ip::make_address(settings.address, wrong);
    if (wrong) throw StartupError("page.listen: " + settings.address + " is no numeric address");
    const asio::ip::tcp::endpoint endpoint(address, settings.port);
    acceptor_.open(endpoint.protocol(), wrong);
    if (!wrong) acceptor_.set_option(asio::socket_base::reuse_address(true), wrong);
    if (!wrong && address.is_v6()) acceptor_.set_option(asio::ip::v6_only(false), wrong);
    if (!wrong) acceptor_.bind(endpoint, wrong);
    if (!wrong) acceptor_.listen(asio::socket_base::max_listen_connections, wrong);
    if (!wrong) return;
    throw StartupError("page.listen: " + where + " cannot be listened at: " + wrong.message() +
                           ". Choose another, or \"\" for no page.",
                       StartupError::Exit::unavailable);
}

std::uint16_t ChairServer::port() const {
    error_code ignored;
    return acceptor_.local_endpoint(ignored).port();
}

void ChairServer::accept() {
    acceptor_.async_accept([this](error_code wrong, asio::ip::tcp::socket socket) {
        if (wrong == asio::error::operation_aborted) return;
        if (wrong) {
            // No descriptors left, most likely: what is open goes on, and a while later there may be some.
            pause_.expires_after(std::chrono::milliseconds(200));
            return pause_.async_wait([this](error_code ended) {
                if (!ended) accept();
            });
        }
        error_code gone;
        const auto from = socket.remote_endpoint(gone);
        if (!gone) {
            const std::string address = from.address().to_string();
            socket.set_option(asio::ip::tcp::no_delay(true), gone);
            if (auto pass = gate_->enter(address)) {
                api_.counters().connections = gate_->inside();
                ConnectionHost& host = *this;
                std::make_shared<HttpConnection>(std::move(socket), tls_, address, std::move(*pass),
                                                 host)
                    ->begin();
            } else {
                api_.counters().connections_refused += 1;
            }
        }
        accept();
    });
}

void ChairServer::handle(const Request& request, Api::Respond respond) {
    const auto target = Target::from(request.target);
    if (!target) return respond(bad_request("this address is no address of this page"));
    if (target->path.starts_with("/api") || target->path == "/metrics") {
        return api_.handle(request, target->path, target->query, std::move(respond));
    }
    if (request.method != Method::get && request.method != Method::head) {
        Answer answer = error_answer(405, "method_not_allowed", "this path takes GET");
        answer.headers.emplace_back("Allow", "GET, HEAD");
        return respond(std::move(answer));
    }
    respond(files_.answer(request, target->path));
}

std::optional<Api::Follower> ChairServer::follower(const Request& request) {
    const auto target = Target::from(request.target);
    if (!target || target->path != "/api/live" || followers_.size() >= limits::live) {
        return std::nullopt;
    }
    auto found = api_.follow(request);
    if (auto* follower = std::get_if<Api::Follower>(&found)) return std::move(*follower);
    return std::nullopt;
}

void ChairServer::follow(std::shared_ptr<LiveConnection> live, LiveConnection::Upgrade upgrade) {
    live->begin(
        std::move(upgrade),
        [this](const std::shared_ptr<LiveConnection>& open) {
            // Those who are there are told what has changed until now, and the new one begins with the same.
            tell();
            open->send(std::make_shared<const std::string>(api_.first_message()));
            followers_.insert(open);
            api_.counters().live = followers_.size();
            arm();
        },
        [this](const std::shared_ptr<LiveConnection>& gone) {
            followers_.erase(gone);
            api_.counters().live = followers_.size();
        });
}

void ChairServer::broadcast(std::string message, bool staff_only) {
    const auto shared = std::make_shared<const std::string>(std::move(message));
    // A send may close a slow one, which takes it out of the set.
    const std::vector<std::shared_ptr<LiveConnection>> all(followers_.begin(), followers_.end());
    for (const auto& follower : all) {
        if (staff_only && follower->follower().role == AccountRole::viewer) continue;
        // Whose account was removed or changed hears nothing more.
        if (api_.still_follows(follower->follower())) {
            follower->send(shared);
        } else {
            follower->end_session();
        }
    }
}

void ChairServer::tell() {
    if (auto patch = api_.refresh()) broadcast(std::move(*patch), false);
}

void ChairServer::changed() {
    if (!followers_.empty() && api_.refresh_due()) tell();
}

void ChairServer::event(const DurableEntry& entry) {
    if (followers_.empty()) return;
    // Who did what at the page is for those who run it; the hall sees the meeting.
    const bool staff_only = entry.kind == "action" || entry.kind == "note";
    broadcast(
        boost::json::serialize(boost::json::object{{"type", "event"}, {"entry", to_json(entry)}}),
        staff_only);
}

void ChairServer::arm() {
    timer_.expires_after(followers_.empty() ? Duration(std::chrono::seconds(1))
                                            : Duration(limits::patch_distance));
    timer_.async_wait([this](error_code ended) {
        if (!ended) tick();
    });
}

void ChairServer::tick() {
    const Instant now = std::chrono::steady_clock::now();
    if (now >= housekeeping_) {
        housekeeping_ = now + std::chrono::seconds(1);
        api_.keep_house();
        api_.counters().connections = gate_->inside();
        const std::vector<std::shared_ptr<LiveConnection>> all(followers_.begin(),
                                                               followers_.end());
        for (const auto& follower : all) {
            if (!api_.still_follows(follower->follower())) follower->end_session();
        }
    }
    if (!followers_.empty() && api_.refresh_due()) tell();
    arm();
}

}  // namespace giaoban::chair
