#include "audio/codec/opus_encoder.h"

#include <opus.h>

#include <algorithm>

#include "config/vocab/ensure.h"

namespace giaoban::audio {

using namespace std::chrono_literals;

std::string opus_version_and_features() {
    std::string words = opus_get_version_string();
#ifdef GIAOBAN_HAVE_DRED
    words += ", with deep redundancy (DRED), deep loss concealment and speech enhancement (OSCE)";
#else
    words += ", without deep redundancy (DRED)";
#endif
    return words;
}

void OpusSpeechEncoder::Destroy::operator()(OpusEncoder* encoder) const noexcept {
    opus_encoder_destroy(encoder);
}

OpusSpeechEncoder::OpusSpeechEncoder(const EncoderSettings& settings) : settings_(settings) {
    int error = OPUS_OK;
    encoder_.reset(opus_encoder_create(hertz(settings.rate), 1, OPUS_APPLICATION_VOIP, &error));
    ensure(error == OPUS_OK && encoder_ != nullptr, "Opus makes an encoder for a rate it has");
    set(OPUS_SET_SIGNAL_REQUEST, OPUS_SIGNAL_VOICE);
    // A packet that varies about its bitrate codes speech better than one that never does; the
    // constrained kind keeps within one frame of the mean, so a slow link's queue does not grow.
    set(OPUS_SET_VBR_REQUEST, 1);
    set(OPUS_SET_VBR_CONSTRAINT_REQUEST, 1);
    apply(settings);
}

OpusSpeechEncoder::~OpusSpeechEncoder() = default;

void OpusSpeechEncoder::set(int request, std::int32_t value) noexcept {
    ensure(opus_encoder_ctl(encoder_.get(), request, value) == OPUS_OK,
           "an encoder is given a setting that Opus has");
}

void OpusSpeechEncoder::apply(const EncoderSettings& settings) noexcept {
    ensure(settings.rate == settings_.rate, "an encoder keeps the rate it was made for");
    ensure(settings.frame >= 20ms && settings.frame <= 120ms && settings.frame % 20ms == 0ms,
           "a frame is 20, 40, 60, 80, 100 or 120 ms long");
    settings_ = settings;
    set(OPUS_SET_BITRATE_REQUEST, settings.bitrate_bps);
    set(OPUS_SET_PACKET_LOSS_PERC_REQUEST, settings.expected_loss_percent);
    set(OPUS_SET_INBAND_FEC_REQUEST, settings.in_band_fec ? 1 : 0);
    set(OPUS_SET_DTX_REQUEST, settings.dtx ? 1 : 0);
    set(OPUS_SET_COMPLEXITY_REQUEST, settings.complexity);
#ifdef GIAOBAN_HAVE_DRED
    // In frames of 10 ms; 104 of them is what the format has room for.
    const auto frames = std::clamp<std::int64_t>(settings.dred_reach / 10ms, 0, 104);
    set(OPUS_SET_DRED_DURATION_REQUEST, static_cast<std::int32_t>(frames));
#endif
}

void OpusSpeechEncoder::reset() noexcept {
    ensure(opus_encoder_ctl(encoder_.get(), OPUS_RESET_STATE) == OPUS_OK, "Opus starts anew");
}

Expected<std::size_t, CodecFault> OpusSpeechEncoder::encode(std::span<const std::int16_t> frame,
                                                            MutableBytes out) noexcept {
    if (frame.size() != sample_count(settings_.frame, settings_.rate)) {
        return Unexpected(CodecFault::frame_length);
    }
    if (out.empty()) return Unexpected(CodecFault::no_room);
    const auto room = static_cast<opus_int32>(std::min(out.size(), EncodedPacket::max_size));
    const int size =
        opus_encode(encoder_.get(), frame.data(), static_cast<int>(frame.size()), as_u8(out), room);
    if (size < 0) return Unexpected(CodecFault::no_room);
    // RFC 7587 section 3.1.3, and opus_encode(): two bytes or less need not be sent.
    if (settings_.dtx && size <= 2) return std::size_t{0};
    return static_cast<std::size_t>(size);
}

}  // namespace giaoban::audio
