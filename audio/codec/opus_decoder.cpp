#include "audio/codec/opus_decoder.h"

#include <opus.h>

#include <array>
#include <limits>

#include "config/vocab/ensure.h"

namespace giaoban::audio {

using namespace std::chrono_literals;

namespace {

Expected<std::size_t, CodecFault> answer(int samples) noexcept {
    if (samples >= 0) return static_cast<std::size_t>(samples);
    switch (samples) {
        case OPUS_BUFFER_TOO_SMALL: return Unexpected(CodecFault::no_room);
        case OPUS_BAD_ARG: return Unexpected(CodecFault::frame_length);
        default: return Unexpected(CodecFault::malformed);
    }
}

opus_int32 length_for_opus(Bytes bytes) noexcept {
    // Longer than any packet: Opus refuses it, and the conversion stays in range.
    constexpr std::size_t most = std::numeric_limits<std::int16_t>::max();
    return static_cast<opus_int32>(bytes.size() < most ? bytes.size() : most);
}

}  // namespace

#ifdef GIAOBAN_HAVE_DRED

struct OpusSpeechDecoder::DeepRedundancy {
    struct Destroy {
        void operator()(OpusDREDDecoder* old) const noexcept { opus_dred_decoder_destroy(old); }
        void operator()(OpusDRED* old) const noexcept { opus_dred_free(old); }
    };

    DeepRedundancy() {
        int error = OPUS_OK;
        decoder.reset(opus_dred_decoder_create(&error));
        ensure(error == OPUS_OK && decoder != nullptr, "this Opus was built with DRED");
        state.reset(opus_dred_alloc(&error));
        ensure(error == OPUS_OK && state != nullptr, "there is memory for the state of DRED");
    }

    std::unique_ptr<OpusDREDDecoder, Destroy> decoder;
    std::unique_ptr<OpusDRED, Destroy> state;
    Samples reach{0};
};

#else

struct OpusSpeechDecoder::DeepRedundancy {};

#endif

void OpusSpeechDecoder::Destroy::operator()(OpusDecoder* decoder) const noexcept {
    opus_decoder_destroy(decoder);
}

OpusSpeechDecoder::OpusSpeechDecoder(SampleRate rate, DecoderEffort effort)
    : rate_(rate), dred_(std::make_unique<DeepRedundancy>()) {
    int error = OPUS_OK;
    decoder_.reset(opus_decoder_create(hertz(rate), 1, &error));
    ensure(error == OPUS_OK && decoder_ != nullptr, "Opus makes a decoder for a rate it has");
#ifdef GIAOBAN_HAVE_DRED
    ensure(
        opus_decoder_ctl(decoder_.get(), OPUS_SET_COMPLEXITY(static_cast<int>(effort))) == OPUS_OK,
        "an effort is a complexity that Opus has");
#else
    static_cast<void>(effort);
#endif
}

OpusSpeechDecoder::~OpusSpeechDecoder() = default;

Expected<Samples, CodecFault> OpusSpeechDecoder::duration_of(Bytes payload) const noexcept {
    if (payload.empty()) return Unexpected(CodecFault::malformed);
    const int samples =
        opus_packet_get_nb_samples(as_u8(payload), length_for_opus(payload), 48'000);
    if (samples <= 0) return Unexpected(CodecFault::malformed);
    return Samples{samples};
}

Expected<std::size_t, CodecFault> OpusSpeechDecoder::decode(Bytes payload,
                                                            std::span<std::int16_t> out) noexcept {
    // An empty packet means concealment to Opus, which is not what was asked.
    if (payload.empty()) return Unexpected(CodecFault::malformed);
    return answer(opus_decode(decoder_.get(), as_u8(payload), length_for_opus(payload), out.data(),
                              static_cast<int>(out.size()), 0));
}

Samples OpusSpeechDecoder::lbrr_reach(Bytes next) const noexcept {
    constexpr unsigned celt_only = 0x80;  // RFC 6716 section 3.1: configurations 16 to 31
    if (next.empty() || (as_u8(next)[0] & celt_only) != 0) return Samples{0};
    std::array<const unsigned char*, 48> frames{};  // section 3.4: 120 ms of 2.5 ms frames
    std::array<opus_int16, 48> sizes{};
    const int count = opus_packet_parse(as_u8(next), length_for_opus(next), nullptr, frames.data(),
                                        sizes.data(), nullptr);
    if (count <= 0 || sizes[0] == 0) return Samples{0};
    const Samples frame{opus_packet_get_samples_per_frame(as_u8(next), 48'000)};
    // Section 4.2.3: one VAD bit for each 20 ms of the first channel, then its LBRR bit. All are
    // even chances, so the range coder leaves them as they are at the top of the first byte.
    const auto vad_bits = frame > 20ms ? static_cast<unsigned>(frame / Samples{20ms}) : 1U;
    const bool has_copy = (static_cast<unsigned>(frames[0][0]) >> (7U - vad_bits) & 1U) != 0;
    return has_copy ? frame : Samples{0};
}

Expected<std::size_t, CodecFault> OpusSpeechDecoder::recover_lbrr(
    Bytes next, std::span<std::int16_t> out) noexcept {
    if (lbrr_reach(next) == Samples{0}) return Unexpected(CodecFault::no_redundancy);
    return answer(opus_decode(decoder_.get(), as_u8(next), length_for_opus(next), out.data(),
                              static_cast<int>(out.size()), 1));
}

Samples OpusSpeechDecoder::load_dred([[maybe_unused]] Bytes payload) noexcept {
#ifdef GIAOBAN_HAVE_DRED
    dred_->reach = Samples{0};
    if (payload.empty()) return Samples{0};
    // All of it, not just the gap: Opus reads features from the newest back, and stops at what was
    // asked for even where the gap begins earlier than it thinks.
    constexpr Samples all = 1'040ms;
    int silent_end = 0;
    const int reach = opus_dred_parse(
        dred_->decoder.get(), dred_->state.get(), as_u8(payload), length_for_opus(payload),
        static_cast<opus_int32>(sample_count(all, rate_)), hertz(rate_), &silent_end, 0);
    if (reach > 0) dred_->reach = length_of(static_cast<std::size_t>(reach), rate_);
    return dred_->reach;
#else
    return Samples{0};
#endif
}

Expected<std::size_t, CodecFault> OpusSpeechDecoder::recover_dred(
    [[maybe_unused]] Samples back, [[maybe_unused]] std::span<std::int16_t> out) noexcept {
#ifdef GIAOBAN_HAVE_DRED
    if (back <= Samples{0} || back > dred_->reach) return Unexpected(CodecFault::no_redundancy);
    return answer(opus_decoder_dred_decode(decoder_.get(), dred_->state.get(),
                                           static_cast<opus_int32>(sample_count(back, rate_)),
                                           out.data(), static_cast<opus_int32>(out.size())));
#else
    return Unexpected(CodecFault::no_redundancy);
#endif
}

Expected<std::size_t, CodecFault> OpusSpeechDecoder::conceal(std::span<std::int16_t> out) noexcept {
    return answer(
        opus_decode(decoder_.get(), nullptr, 0, out.data(), static_cast<int>(out.size()), 0));
}

void OpusSpeechDecoder::reset() noexcept {
    ensure(opus_decoder_ctl(decoder_.get(), OPUS_RESET_STATE) == OPUS_OK, "a decoder can be reset");
#ifdef GIAOBAN_HAVE_DRED
    dred_->reach = Samples{0};
#endif
}

}  // namespace giaoban::audio
