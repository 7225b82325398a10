#include "audio/record/ogg_opus_writer.h"

#include <algorithm>
#include <array>
#include <utility>

#include "audio/record/ogg_stream.h"
#include "config/vocab/ensure.h"

namespace giaoban::audio {

using namespace std::chrono_literals;

namespace {

constexpr std::size_t most_segments = OggStream::most_segments;
constexpr Samples longest_silent_page =
    4s;  // opusinfo warns of 5 s; each page takes 40 bytes beside what is in it
constexpr Samples longest_page = 1s;  // of sound: what a player may have to read to find a time

/// RFC 7845 section 5.1: one channel, no gain, mapping family 0. Least significant byte first.
std::array<std::byte, 19> opus_head(std::int32_t input_hz) {
    std::array<std::byte, 19> head{};
    std::ranges::copy(as_bytes("OpusHead"), head.begin());
    const auto put = [&head](std::size_t at, std::uint32_t value, std::size_t bytes) {
        for (std::size_t i = 0; i < bytes; ++i)
            head[at + i] = static_cast<std::byte>(value >> 8U * i & 0xFFU);
    };
    put(8, 1, 1);  // version
    put(9, 1, 1);  // channels
    put(10, static_cast<std::uint32_t>(OggOpusWriter::pre_skip.count()), 2);
    put(12, static_cast<std::uint32_t>(input_hz), 4);
    return head;
}

}  // namespace

std::vector<std::byte> recording_header(const RecordedStream& stream, const RecordingWords& words) {
    OggStream header(stream.serial, 0);
    std::vector<std::byte> bytes;
    header.packet(opus_head(stream.input_hz), 0, false);
    header.pages(bytes);
    header.packet(opus_tags(words), 0, false);
    header.pages(bytes);
    ensure(bytes.size() == header_bytes, "the header is as long as it always is");
    return bytes;
}

OggOpusWriter::OggOpusWriter(const RecordedStream& stream, const Place& from)
    : stream_(std::make_unique<OggStream>(stream.serial, from.next_page)),
      end_(from.end),
      page_begin_(from.end) {}

OggOpusWriter::~OggOpusWriter() = default;
OggOpusWriter::OggOpusWriter(OggOpusWriter&&) noexcept = default;
OggOpusWriter& OggOpusWriter::operator=(OggOpusWriter&&) noexcept = default;

OggOpusWriter::Added OggOpusWriter::add(Samples at, Bytes packet) {
    const Samples length = opus_duration(packet);
    if (length == Samples{0} || packet.size() > most_packet_bytes) return Added::malformed;
    // What is less than the shortest frame cannot be told, neither here nor in fill().
    if (at + shortest_frame <= end_) return Added::late;
    if (const Samples gap = (at - end_) / shortest_frame * shortest_frame; gap > Samples{0}) {
        const MadePacket concealed = after_sound_ ? concealment(toc_, gap) : MadePacket{};
        if (concealed.size > 0) {
            put(concealed.bytes(), concealed.length);
        } else {
            fill(at);
        }
    }
    if (end_ - page_begin_ >= longest_page) end_page();
    put(packet, length);
    after_sound_ = true;
    toc_ = packet[0];
    return Added::taken;
}

void OggOpusWriter::fill(Samples until) {
    bool stated = false;
    while (until - end_ >= shortest_frame) {
        if (end_ - page_begin_ >= longest_silent_page) end_page();
        // Where a player may begin, the silence is stated anew.
        const bool states = !stated || page_segments_ == 0 || page_segments_ == most_segments;
        const MadePacket made =
            silence(until - end_, states ? SilenceForm::stated : SilenceForm::continued);
        put(made.bytes(), made.length);
        stated = true;
    }
    if (stated) after_sound_ = false;
}

std::vector<std::byte> OggOpusWriter::take_pages() {
    end_page();
    return std::exchange(pages_, {});
}

std::vector<std::byte> OggOpusWriter::finish() {
    end_page();
    const MadePacket made = silence(20ms, SilenceForm::stated);
    put(made.bytes(), made.length, true);
    end_page();
    return std::exchange(pages_, {});
}

void OggOpusWriter::put(Bytes packet, Samples length, bool last) {
    // RFC 3533 section 6: a packet takes a segment for each 255 bytes, and one for what is left or for nothing.
    const std::size_t segments = packet.size() / 255 + 1;
    if (page_segments_ + segments > most_segments) end_page();
    end_ += length;
    page_segments_ += segments;
    stream_->packet(packet, end_.count(), last);
}

void OggOpusWriter::end_page() {
    if (page_segments_ > 0) stream_->pages(pages_);
    page_segments_ = 0;
    page_begin_ = end_;
}

}  // namespace giaoban::audio
