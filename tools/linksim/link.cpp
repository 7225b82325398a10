#include "tools/linksim/link.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "tools/linksim/packet_store.h"

namespace giaoban::linksim {
namespace {

// IPv4 and UDP headers, which take their part of the rate. Source: RFC 791, RFC 768.
constexpr std::size_t header_bytes = 28;

Duration scaled(Duration length, double by) noexcept {
    return Duration{static_cast<Duration::rep>(static_cast<double>(length.count()) * by)};
}

}  // namespace

/// What waits before a link of finite rate: when each is through, and how much it is.
struct Link::Queue {
    struct Waiting {
        Instant through{};
        std::size_t bytes = 0;
    };
    Ring<Waiting> waiting;
    std::size_t bytes = 0;

    void serve(Instant now) noexcept {
        while (!waiting.empty() && waiting.front().through <= now) {
            bytes -= waiting.front().bytes;
            waiting.pop();
        }
    }
};

Link::Link(const LinkSettings& settings, std::uint64_t seed)
    : settings_(settings),
      random_(seed),
      store_(std::make_unique<PacketStore>()),
      queue_(std::make_unique<Queue>()) {}
Link::~Link() = default;

Fate Link::offer(Bytes datagram, Instant now) {
    latest_ = std::max(latest_, now);
    begin(latest_);
    ++counters_.offered;
    counters_.offered_bytes += datagram.size();
    if (datagram.size() > most_bytes) {
        ++counters_.oversized;
        return Fate::oversized;
    }
    if (dead(latest_)) {
        ++counters_.outage;
        return Fate::outage;
    }
    const auto through = through_queue(datagram.size() + header_bytes);
    if (!through || store_->size() >= most_packets) {
        ++counters_.overflow;
        return Fate::overflow;
    }
    // Lost behind the queue, on the air: it has taken its time of the link.
    if (next_is_lost()) {
        ++counters_.lost;
        counters_.longest_loss = std::max(counters_.longest_loss, ++lost_in_a_row_);
        return Fate::lost;
    }
    lost_in_a_row_ = 0;
    const Instant free = *through + settings_.delay + extra_delay();
    if (chance(settings_.reorder)) {
        ++counters_.reordered;
        store_->push_apart(datagram, std::max(free, last_out_) + settings_.reorder_by);
        return Fate::carried;
    }
    last_out_ = std::max(free, last_out_);
    store_->push_in_order(datagram, last_out_);
    if (chance(settings_.duplicate)) {
        ++counters_.duplicated;
        store_->push_in_order(datagram, last_out_);
    }
    return Fate::carried;
}

std::optional<Instant> Link::through_queue(std::size_t bytes) noexcept {
    const bool recorded = settings_.delay_trace != nullptr || settings_.deliveries != nullptr;
    const Instant free = std::max(latest_, busy_until_);
    const Instant start = recorded ? free : after_stall(free);
    const auto room = queue_room();
    if (!room) {
        busy_until_ = start;
        return start;
    }
    queue_->serve(latest_);
    // What is being sent is no longer in the queue's way, but must fit when the link is idle.
    if (!queue_->waiting.empty() && static_cast<double>(queue_->bytes + bytes) > *room) {
        return std::nullopt;
    }
    if (settings_.deliveries != nullptr) {
        busy_until_ = std::max(free, deliveries_.carry(bytes, latest_, settings_.repeat));
    } else {
        const auto rate = static_cast<double>(settings_.rate_bps);
        const std::chrono::duration<double> sending{static_cast<double>(bytes) * 8 / rate};
        busy_until_ = start + std::chrono::duration_cast<Duration>(sending);
    }
    queue_->waiting.push({.through = busy_until_, .bytes = bytes});
    queue_->bytes += bytes;
    return busy_until_;
}

std::optional<double> Link::queue_room() const noexcept {
    const bool recorded = settings_.deliveries != nullptr;
    if (!recorded && settings_.rate_bps == 0) return std::nullopt;
    const double rate =
        recorded ? settings_.deliveries->rate() : static_cast<double>(settings_.rate_bps);
    return rate / 8 * std::chrono::duration<double>(settings_.queue).count();
}

bool Link::dead(Instant now) const noexcept {
    if (now < outage_until_) return true;
    if (!outages_from_) return false;
    const Duration since = now - *outages_from_;
    return std::ranges::any_of(settings_.outages, [&](const Outage& outage) {
        return since >= outage.at && since - outage.at < outage.length;
    });
}

Instant Link::after_stall(Instant at) noexcept {
    if (settings_.stalls_per_minute <= 0) return at;
    const Duration cycle = scaled(Seconds{60}, 1 / settings_.stalls_per_minute);
    // A link that would stall all the time still lets go now and then.
    const Duration gap = std::max(cycle - settings_.stall, cycle / 100);
    if (!stalls_drawn_) {
        stalls_drawn_ = true;
        stall_ends_ = at;
        draw_stall(gap);
    }
    while (stall_ends_ <= at)
        draw_stall(gap);
    return at < stall_begins_ ? at : stall_ends_;
}

void Link::draw_stall(Duration gap) noexcept {
    stall_begins_ = stall_ends_ + exponential(gap);
    // At least a nanosecond each, so that time goes on.
    stall_ends_ = stall_begins_ + exponential(settings_.stall) + Duration{1};
}

Duration Link::extra_delay() noexcept {
    if (settings_.delay_trace == nullptr) return draw_jitter();
    return settings_.delay_trace->at(latest_ - *delays_from_, settings_.repeat);
}

Duration Link::draw_jitter() noexcept {
    if (settings_.jitter <= Duration::zero()) return Duration::zero();
    if (settings_.jitter_shape == JitterShape::laplace) return exponential(settings_.jitter);
    // Box and Muller; the mean of |N(0, s)| is s times the root of 2 / pi.
    const double radius = std::sqrt(-2 * std::log(1 - random_.unit()));
    const double size = std::abs(radius * std::cos(2 * std::numbers::pi * random_.unit()));
    return scaled(settings_.jitter, size * std::sqrt(std::numbers::pi / 2));
}

bool Link::next_is_lost() noexcept {
    if (settings_.loss_trace == nullptr) return draw_loss();
    const auto& lost = settings_.loss_trace->lost;
    if (losses_read_ == lost.size() && settings_.repeat) losses_read_ = 0;
    return losses_read_ < lost.size() && lost[losses_read_++];
}

bool Link::draw_loss() noexcept {
    if (settings_.loss <= 0 || settings_.loss >= 1) {
        in_loss_burst_ = settings_.loss >= 1;
    } else {
        // Leaving the bad state with 1 / burst makes bursts of that mean; entering it as below makes
        // its share `loss`. Source: Gilbert 1960 and Elliott 1963, as in Hasslinger and Hohlfeld, "The
        // Gilbert-Elliott Model for Packet Loss in Real Time Services on the Internet" (2008).
        const double burst = std::max(settings_.loss_burst, 1 / (1 - settings_.loss));
        const double stay =
            in_loss_burst_ ? 1 - 1 / burst : settings_.loss / (burst * (1 - settings_.loss));
        in_loss_burst_ = chance(stay);
    }
    return in_loss_burst_ ? !chance(settings_.bad_survival) : chance(settings_.good_loss);
}

bool Link::chance(double probability) noexcept {
    return probability > 0 && random_.unit() < probability;
}

Duration Link::exponential(Duration mean) noexcept {
    return scaled(mean, -std::log(1 - random_.unit()));
}

Instant Link::next_deadline() const noexcept { return store_->next(); }

std::optional<Bytes> Link::take(Instant now) noexcept {
    if (store_->next() > now) return std::nullopt;
    const Bytes packet = store_->pop();
    ++counters_.delivered;
    counters_.delivered_bytes += packet.size();
    return packet;
}

void Link::outage(Instant now, Duration length) noexcept { outage_until_ = now + length; }

void Link::begin(Instant now) noexcept {
    if (!delays_from_) delays_from_ = now;
    if (!outages_from_) outages_from_ = now;
    if (!addresses_from_) addresses_from_ = now;
    if (!deliveries_from_) {
        deliveries_from_ = now;
        deliveries_.start(settings_.deliveries, now);
    }
}

void Link::apply(const LinkSettings& settings) {
    if (settings.delay_trace != settings_.delay_trace) delays_from_.reset();
    if (settings.deliveries != settings_.deliveries) deliveries_from_.reset();
    if (settings.outages != settings_.outages) outages_from_.reset();
    if (settings.address_changes != settings_.address_changes) addresses_from_.reset();
    if (settings.loss_trace != settings_.loss_trace) losses_read_ = 0;
    settings_ = settings;
}

std::size_t Link::address_changes(Instant now) const noexcept {
    if (!addresses_from_) return 0;
    const Duration since = now - *addresses_from_;
    return static_cast<std::size_t>(
        std::ranges::count_if(settings_.address_changes, [&](Duration at) { return at <= since; }));
}

}  // namespace giaoban::linksim
