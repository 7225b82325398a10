#include "firmware/service/service_notice.h"

#include <spdlog/spdlog.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <string_view>
#include <utility>

namespace giaoban {

namespace {

using Part = board::ProgressWatch::Part;

// Of the C library, before there is a second thread of ours that could change it; nobody here does.
std::string_view environment(const char* name) {
    const char* value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe)
    return value == nullptr ? std::string_view{} : value;
}

std::optional<board::NotifySocket> find_manager() {
    const auto address = environment("NOTIFY_SOCKET");
    if (address.empty()) return std::nullopt;
    auto opened = board::NotifySocket::open(address);
    if (!opened) {
        spdlog::warn("{}; the service manager is told nothing", opened.error());
        return std::nullopt;
    }
    return std::move(*opened);
}

Milliseconds find_patience() {
    return board::watchdog_patience(environment("WATCHDOG_USEC"), environment("WATCHDOG_PID"),
                                    ::getpid())
        .value_or(board::ProgressWatch::usual_patience);
}

std::string_view name_of(Part part) { return part == Part::audio ? "audio" : "network"; }

Instant clock_now() { return std::chrono::steady_clock::now(); }

}  // namespace

ServiceNotice::ServiceNotice(boost::asio::io_context& context, Around around)
    : around_(std::move(around)),
      manager_(find_manager()),
      watch_(find_patience(), clock_now()),
      timer_(context, clock_now()) {
    // Not at once: the loop itself must have turned before anybody is told that it does.
    timer_.async_wait([this](const boost::system::error_code& error) {
        if (!error) look();
    });
}

ServiceNotice::~ServiceNotice() {
    if (manager_ && ready_told_) (void)manager_->tell("STOPPING=1");
}

void ServiceNotice::look() {
    const auto word = watch_.look({around_.audio_turns(), around_.network_turns()}, clock_now());
    log(word);
    if (word.stands) stands_ = word.stands;
    if (word.moves == stands_) stands_.reset();
    if (manager_) tell(word);
    // For the look that comes: a thread that sleeps must have turned by then.
    if (around_.wake_audio) around_.wake_audio();
    timer_.expires_at(watch_.next_deadline());
    timer_.async_wait([this](const boost::system::error_code& error) {
        if (!error) look();
    });
}

void ServiceNotice::log(const board::ProgressWatch::Word& word) const {
    const auto half = std::chrono::duration_cast<Seconds>(watch_.patience() / 2).count();
    if (word.stands) {
        spdlog::error(
            "the {} thread has stood still for {} s; if it does not go on, the service "
            "manager starts this program anew",
            name_of(*word.stands), half);
    }
    if (word.moves) spdlog::warn("the {} thread goes on", name_of(*word.moves));
}

// What is not taken is said again at the next look.
void ServiceNotice::tell(const board::ProgressWatch::Word& word) {
    if (watch_.is_ready() && !ready_told_) {
        ready_told_ = manager_->tell("READY=1");
    }
    if (word.alive) (void)manager_->tell("WATCHDOG=1");
    const std::string status =
        stands_ ? "the " + std::string(name_of(*stands_)) + " thread stands still"
                : around_.status();
    if (status != status_told_ && manager_->tell(board::status_line(status))) status_told_ = status;
}

}  // namespace giaoban
