// The file of sessions: any bytes are read; what was read says the same when it is written and read again.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "config/vocab/random.h"
#include "firmware/mixer/chair/sessions.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace giaoban;
    using namespace giaoban::chair;
    SeededRandom random(1);
    const WallTime now{std::chrono::seconds(1'795'000'000)};
    Sessions sessions(random);
    sessions.read({reinterpret_cast<const char*>(data), size}, now);
    if (sessions.count() > Sessions::most) std::abort();
    Sessions again(random);
    again.read(sessions.text(), now);
    if (again.text() != sessions.text()) std::abort();
    return 0;
}
