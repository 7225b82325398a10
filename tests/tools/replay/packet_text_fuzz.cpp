// Any text: what is accepted is written and read again as the same, and a short file can be heard to its end.
#include <cstdlib>

#include "tools/replay/packet_text.h"
#include "tools/replay/playout_receiver.h"
#include "tools/replay/read_packets.h"
#include "tools/replay/replay.h"

using namespace giaoban;
using namespace giaoban::replay;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const Bytes bytes(reinterpret_cast<const std::byte*>(data), size);
    const auto read = read_packet_text(as_text(bytes));
    if (!read) return 0;
    const std::string text = write_packet_text(*read);
    const auto again = read_packet_text(text);
    if (!again || write_packet_text(*again) != text) std::abort();
    const auto file = read_packets(bytes, std::nullopt);
    // A minute of ticks is as long as a fuzzer waits gladly.
    if (!file || file->packets.back().at - file->packets.front().at > Seconds{60}) return 0;
    PlayoutReceiver receiver({.rate = SampleRate::hz8000, .round_trip = Milliseconds{100}});
    static_cast<void>(Replay({.round_trip = Milliseconds{100}}).run(*file, receiver, {}, {}));
    return 0;
}
