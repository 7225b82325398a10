// Recordings of links: any bytes are read as each of the three kinds, or refused with a reason; what is read keeps
// within its bounds and says the same when it is written and read again.
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "tools/linksim/deliveries.h"
#include "tools/linksim/trace.h"

namespace {

using namespace giaoban;
using namespace giaoban::linksim;

void must(bool holds) {
    if (!holds) std::abort();
}

void read_delays(std::string_view text) {
    const auto trace = parse_delays(text, "x");
    if (!trace) return must(trace.error().starts_with("x:"));
    must(!(*trace)->delays.empty() && (*trace)->step > Duration::zero());
    const Duration length = (*trace)->length();
    for (const Duration at :
         {Duration{}, (*trace)->step / 3, length - Duration{1}, length * 3 / 2}) {
        for (const bool repeat : {false, true}) {
            const Duration delay = (*trace)->at(at, repeat);
            must(delay >= Duration{} && delay <= Seconds{3600});
        }
    }
}

void read_losses(std::string_view text) {
    const auto trace = parse_losses(text, "x");
    if (!trace) return must(trace.error().starts_with("x:"));
    std::string again;
    for (const bool lost : (*trace)->lost)
        again += lost ? "1\n" : "0\n";
    must(parse_losses(again, "again").value()->lost == (*trace)->lost);
}

void read_deliveries(std::string_view text) {
    const auto trace = parse_deliveries(text, "x");
    if (!trace) return must(trace.error().starts_with("x:"));
    std::string again;
    for (const Duration time : (*trace)->times)
        again += std::to_string(std::chrono::duration_cast<Milliseconds>(time).count()) + '\n';
    must(parse_deliveries(again, "again").value()->times == (*trace)->times);
    must(std::isfinite((*trace)->rate()) && (*trace)->rate() > 0);
    Deliveries link;
    link.start(*trace, Instant{});
    Instant before{};
    for (int i = 0; i < 50; ++i) {
        const Instant through = link.carry(1000, before, i % 2 == 0);
        must(through >= before);
        before = through;
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    read_delays(text);
    read_losses(text);
    read_deliveries(text);
    return 0;
}
