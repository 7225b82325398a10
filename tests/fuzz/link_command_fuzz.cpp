// Commands to a simulated link: each line is obeyed or refused with a reason, and what was set is carried.
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "tools/linksim/command.h"
#include "tools/linksim/link.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace giaoban;
    using namespace giaoban::linksim;
    std::string_view text(reinterpret_cast<const char*>(data), size);
    LinkPairSettings settings;
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        const auto command = parse_command(text.substr(0, end), settings, [](const std::string&) {
            return Expected<std::string, std::string>("1\n0\n1\n");
        });
        if (!command && command.error().empty()) std::abort();
        if (command && command->length < Duration::zero()) std::abort();
        if (command) settings = command->settings;
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    Link link(settings.up, 1);
    const std::array<std::byte, 100> packet{};
    Instant now{};
    for (int i = 0; i < 20; ++i) {
        static_cast<void>(link.offer(packet, now));
        now += Milliseconds{20};
    }
    while (link.next_deadline() != never) {
        const Instant next = link.next_deadline();
        if (next < now - Milliseconds{400} || !link.take(next)) std::abort();
    }
    return 0;
}
