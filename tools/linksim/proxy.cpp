#include "tools/linksim/proxy.h"

#include <algorithm>

namespace giaoban::linksim {
namespace {

// Far more than a link brings in a millisecond, so that the other side gets its turn.
constexpr int most_a_turn = 256;
// IPv4 and UDP.
constexpr std::uint64_t headers = 28;

/// The two directions are two links of chance: a seed of its own each.
constexpr std::uint64_t down_seed(std::uint64_t seed) noexcept {
    return seed ^ 0x9E3779B97F4A7C15U;
}

void add(std::string& text, std::string_view name, std::uint64_t value) {
    text += (text.back() == '{' ? "\"" : ",\"") + std::string(name) + "\":" + std::to_string(value);
}

std::string json_of(const LinkCounters& counters) {
    std::string text = "{";
    add(text, "packets", counters.offered);
    add(text, "bytes", counters.offered_bytes);
    add(text, "wire_bytes", counters.offered_bytes + headers * counters.offered);
    add(text, "delivered", counters.delivered);
    add(text, "delivered_bytes", counters.delivered_bytes);
    add(text, "lost", counters.lost);
    add(text, "overflow", counters.overflow);
    add(text, "outage", counters.outage);
    add(text, "oversized", counters.oversized);
    add(text, "duplicated", counters.duplicated);
    add(text, "reordered", counters.reordered);
    add(text, "longest_loss", counters.longest_loss);
    return text + '}';
}

}  // namespace

Proxy::Proxy(const ProxySettings& settings, Instant now)
    : settings_(settings),
      up_(settings.links.up, settings.seed),
      down_(settings.links.down, down_seed(settings.seed)),
      box_side_(udp_at(settings.listen)),
      mixer_side_(udp_to(settings.to)) {
    up_.begin(now);
    down_.begin(now);
}

Instant Proxy::next_deadline() const noexcept {
    return std::min(up_.next_deadline(), down_.next_deadline());
}

void Proxy::run(Instant now) {
    for (const auto planned = up_.address_changes(now); planned_rebinds_ < planned;
         ++planned_rebinds_) {
        rebind();
    }
    send_due(now);
    take_in(up_, box_side_.get(), true, now);
    take_in(down_, mixer_side_.get(), false, now);
    send_due(now);
}

void Proxy::take_in(Link& link, int socket, bool from_box, Instant now) {
    for (int i = 0; i < most_a_turn; ++i) {
        const auto received = receive(socket, buffer_);
        if (!received) return;
        // The mixing box may be away (refused): what was sent to it is lost, as on any link.
        if (received->failed) continue;
        if (from_box) box_ = received->from;
        static_cast<void>(link.offer(received->datagram, now));
    }
}

void Proxy::send_due(Instant now) noexcept {
    while (const auto datagram = up_.take(now))
        send(mixer_side_.get(), *datagram);
    while (const auto datagram = down_.take(now)) {
        if (box_) send_to(box_side_.get(), *box_, *datagram);
    }
}

void Proxy::apply(const Command& command, Instant now) {
    if (command.kind == Command::Kind::set) {
        const bool replanned =
            command.settings.up.address_changes != up_.settings().address_changes;
        up_.apply(command.settings.up);
        down_.apply(command.settings.down);
        up_.begin(now);
        down_.begin(now);
        if (replanned) planned_rebinds_ = 0;
    }
    if (command.kind == Command::Kind::outage) {
        if (command.up) up_.outage(now, command.length);
        if (command.down) down_.outage(now, command.length);
    }
    if (command.kind == Command::Kind::rebind) rebind();
}

void Proxy::rebind() {
    // The new one first, so that the kernel cannot give the same port again. What is still on its
    // way to the old one is lost.
    Socket other = udp_to(settings_.to);
    mixer_side_ = std::move(other);
    ++rebinds_;
}

LinkPairSettings Proxy::settings() const noexcept {
    return {.up = up_.settings(), .down = down_.settings()};
}

std::string Proxy::stats() const {
    std::string text = "{\"listen\":\"" + local_endpoint(box_side_).to_string() + "\",\"to\":\"" +
                       settings_.to.to_string() + "\",\"from\":\"" +
                       local_endpoint(mixer_side_).to_string() + '"';
    add(text, "seed", settings_.seed);
    add(text, "rebinds", rebinds_);
    return text + ",\"up\":" + json_of(up_.counters()) + ",\"down\":" + json_of(down_.counters()) +
           '}';
}

}  // namespace giaoban::linksim
