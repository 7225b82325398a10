#pragma once

#include <chrono>
#include <cstdint>
#include <vector>

#include "tools/linksim/link.h"

/// A flow of numbered packets through a link, and what came of it.
namespace giaoban::linksim {

using namespace std::chrono_literals;

inline const Instant start{1000s};

struct Arrival {
    std::uint32_t number;
    Duration delay;
};

struct Run {
    std::vector<Arrival> arrivals;
    std::vector<Fate> fates;
    LinkCounters counters;
};

/// Sends `count` packets of that size, one each `interval`, and waits for what comes.
inline Run send(Link& link, std::uint32_t count, std::size_t size = 100, Duration interval = 20ms,
                Instant from = start) {
    Run run;
    std::vector<std::byte> packet(size);
    const auto drain = [&](Instant now) {
        while (const auto out = link.take(now)) {
            const auto number = load_u32(*out);
            run.arrivals.push_back({number, now - (from + number * interval)});
        }
    };
    for (std::uint32_t i = 0; i < count; ++i) {
        const Instant now = from + i * interval;
        for (Instant next = link.next_deadline(); next <= now; next = link.next_deadline()) {
            drain(next);
        }
        store_u32(packet, i);
        run.fates.push_back(link.offer(packet, now));
    }
    while (link.next_deadline() != never)
        drain(link.next_deadline());
    run.counters = link.counters();
    return run;
}

inline double mean_ms(const Run& run) {
    double sum = 0;
    for (const auto& arrival : run.arrivals) {
        sum += std::chrono::duration<double, std::milli>(arrival.delay).count();
    }
    return sum / static_cast<double>(run.arrivals.size());
}

inline bool in_order(const Run& run) {
    for (std::size_t i = 1; i < run.arrivals.size(); ++i) {
        if (run.arrivals[i].number < run.arrivals[i - 1].number) return false;
    }
    return true;
}

}  // namespace giaoban::linksim
