#include "tools/replay/bare_decode.h"

#include <algorithm>
#include <vector>

#include "audio/codec/opus_decoder.h"
#include "tools/replay/timeline.h"

namespace giaoban::replay {
namespace {

using namespace std::chrono_literals;

// As audio::Concealment has them.
constexpr Samples piece = 20ms;
constexpr Samples gone = 120ms;
constexpr Samples longest_packet = 120ms;

class Bare {
  public:
    explicit Bare(SampleRate rate) : decoder_(rate), sound_(sample_count(longest_packet, rate)) {}

    [[nodiscard]] const audio::SpeechDecoder& decoder() const noexcept { return decoder_; }
    [[nodiscard]] Samples decoded() const noexcept { return decoded_; }

    void decode(Bytes payload) { count(decoder_.decode(payload, sound_)); }

    void fill(Samples gap, Bytes next) {
        const Samples dred = decoder_.load_dred(next);
        const Samples lbrr = decoder_.lbrr_reach(next);
        Samples made_up{0};
        while (gap >= 10ms) {
            const Samples length = std::min(gap, piece) / 10ms * Samples{10ms};
            if (gap <= dred) {
                gap -= std::max(count(decoder_.recover_dred(gap, room(length))), length);
            } else if (gap == lbrr) {
                gap -= std::max(count(decoder_.recover_lbrr(next, room(gap))), gap);
            } else {
                if (made_up < gone) count(decoder_.conceal(room(length)));
                made_up += length;
                gap -= length;
            }
        }
    }

  private:
    [[nodiscard]] std::span<std::int16_t> room(Samples length) {
        return std::span(sound_).first(sample_count(length, decoder_.rate()));
    }
    Samples count(const Expected<std::size_t, audio::CodecFault>& samples) {
        const Samples length = samples ? length_of(*samples, decoder_.rate()) : Samples{0};
        decoded_ += length;
        return length;
    }

    audio::OpusSpeechDecoder decoder_;
    std::vector<std::int16_t> sound_;
    Samples decoded_{0};
};

}  // namespace

Samples bare_decode(const PacketFile& file, SampleRate rate) {
    Bare bare(rate);
    const Timeline timeline(file, bare.decoder());
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < file.packets.size(); ++i) {
        if (!file.packets[i].lost && timeline.place(i)) order.push_back(i);
    }
    std::ranges::stable_sort(order, [&](std::size_t a, std::size_t b) {
        return std::pair(timeline.place(a)->run, timeline.place(a)->seq) <
               std::pair(timeline.place(b)->run, timeline.place(b)->seq);
    });
    const Timeline::Place* before = nullptr;
    for (const std::size_t i : order) {
        const Timeline::Place& place = *timeline.place(i);
        const bool same_run = before != nullptr && before->run == place.run;
        if (same_run && before->seq == place.seq) continue;
        if (same_run && place.seq > before->seq + 1) {
            bare.fill(place.start - before->start - before->duration, file.packets[i].payload);
        }
        bare.decode(file.packets[i].payload);
        before = &place;
    }
    return bare.decoded();
}

}  // namespace giaoban::replay
