#include <span>

#include "audio/record/ogg_opus_scan.h"
#include "audio/record/ogg_opus_writer.h"

using namespace giaoban;
using namespace giaoban::audio;

// Any bytes as a file to be repaired, in two pieces; then as packets with times.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const Bytes bytes = std::as_bytes(std::span(data, size));
    OggOpusScan scan(0x7061'7465);
    scan.feed(bytes.first(size / 3));
    scan.feed(bytes.subspan(size / 3));
    if (scan.last() && (scan.last()->end > size || scan.last()->begin >= scan.last()->end ||
                        scan.damaged() >= scan.last()->end || scan.last()->until < Samples{0})) {
        __builtin_trap();
    }
    OggOpusWriter writer({.serial = 1});
    Bytes rest = bytes;
    Samples due{0};
    while (rest.size() > 3) {
        const auto length = std::to_integer<std::size_t>(rest[0]) % (rest.size() - 2);
        due += Samples{std::to_integer<std::int64_t>(rest[1]) * 40};
        const Samples before = writer.end();
        const auto added = writer.add(due, rest.subspan(2, length));
        if (writer.end() < before) __builtin_trap();
        if (added != OggOpusWriter::Added::taken && writer.end() != before) __builtin_trap();
        rest = rest.subspan(2 + length);
    }
    OggOpusScan own(1);
    own.feed(writer.finish());
    if (!own.last() || !own.last()->closes || own.last()->until != writer.end() ||
        own.damaged() != 0)
        __builtin_trap();
    return 0;
}
