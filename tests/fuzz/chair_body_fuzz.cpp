// The body of an action: any bytes are read, or refused in words; what is read is within its bounds.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "firmware/mixer/chair/action_json.h"
#include "net/wire/text_rules.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace giaoban::chair;
    const auto action = read_action({reinterpret_cast<const char*>(data), size});
    if (!action) {
        if (!giaoban::net::is_showable(action.error(), 400) || action.error().empty()) std::abort();
        return 0;
    }
    if (action->name.size() > 64 || action->text.size() > 160 || action->names.size() > 64)
        std::abort();
    if (action->seconds.count() < 0 || action->seconds.count() > 86'400) std::abort();
    if (!giaoban::net::is_showable(describe(*action), 10'000)) std::abort();
    return 0;
}
