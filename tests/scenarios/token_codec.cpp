#include "tests/scenarios/token_codec.h"

#include <algorithm>
#include <optional>

#include "tests/scenarios/voice.h"

namespace giaoban::scenarios {

using namespace std::chrono_literals;
using audio::CodecFault;

namespace {

// The packet: a mark, ticks of 20 ms in it, ticks of redundancy, whether that is LBRR; then two bytes a
// level: four a tick, and one for each tick of redundancy, the newest first. The rest is filling.
constexpr std::byte mark{0xA6};
constexpr std::size_t header = 4;
constexpr std::size_t blocks_a_tick = 4;
constexpr Samples tick = 20ms;
constexpr Samples block = 5ms;

struct Parts {
    std::size_t ticks = 0;
    std::size_t history = 0;
    bool lbrr = false;
    Bytes levels;
    Bytes before;
};

std::optional<Parts> parts_of(Bytes payload) noexcept {
    if (payload.size() < header || payload[0] != mark) return std::nullopt;
    Parts parts;
    parts.ticks = std::to_integer<std::size_t>(payload[1]);
    parts.history = std::to_integer<std::size_t>(payload[2]);
    parts.lbrr = payload[3] != std::byte{0};
    const std::size_t levels = 2 * blocks_a_tick * parts.ticks;
    if (parts.ticks == 0 || parts.ticks > 6 || parts.history > 52) return std::nullopt;
    if (payload.size() < header + levels + 2 * parts.history) return std::nullopt;
    parts.levels = payload.subspan(header, levels);
    parts.before = payload.subspan(header + levels, 2 * parts.history);
    return parts;
}

std::int16_t level_at(Bytes levels, std::size_t index) noexcept {
    return static_cast<std::int16_t>(load_u16(levels.subspan(2 * index)));
}

void store_level(MutableBytes to, std::int16_t level) noexcept {
    store_u16(to, static_cast<std::uint16_t>(level));
}

}  // namespace

Told told_by(Bytes payload) {
    Told told;
    const auto parts = parts_of(payload);
    if (!parts) return told;
    for (std::size_t i = 0; i < parts->ticks * blocks_a_tick; ++i)
        told.levels.push_back(level_at(parts->levels, i));
    for (std::size_t i = 0; i < parts->history; ++i)
        told.before.push_back(level_at(parts->before, i));
    return told;
}

void TokenEncoder::apply(const audio::EncoderSettings& settings) noexcept { settings_ = settings; }

void TokenEncoder::reset() noexcept { known_ = 0; }

std::size_t TokenEncoder::history_to_send(std::size_t room) const noexcept {
    if (settings_.in_band_fec) {
        return std::min(known_, static_cast<std::size_t>(settings_.frame / tick));
    }
    if (settings_.expected_loss_percent == 0) return 0;
    return std::min({known_, room / 2, static_cast<std::size_t>(settings_.dred_reach / tick)});
}

Expected<std::size_t, CodecFault> TokenEncoder::encode(std::span<const std::int16_t> frame,
                                                       MutableBytes out) noexcept {
    const std::size_t per_block = sample_count(block, settings_.rate);
    const std::size_t blocks = frame.size() / per_block;
    const std::size_t ticks = blocks / blocks_a_tick;
    if (frame.size() != sample_count(settings_.frame, settings_.rate)) {
        return Unexpected(CodecFault::frame_length);
    }
    const auto asked = static_cast<std::size_t>(settings_.bitrate_bps * settings_.frame.count() /
                                                Samples::period::den / 8);
    const std::size_t levels = header + 2 * blocks;
    const std::size_t history = history_to_send(asked > levels ? asked - levels : 0);
    const std::size_t size = std::max(asked, levels + 2 * history);
    if (size > out.size()) return Unexpected(CodecFault::no_room);
    out[0] = mark;
    out[1] = static_cast<std::byte>(ticks);
    out[2] = static_cast<std::byte>(history);
    out[3] = static_cast<std::byte>(settings_.in_band_fec ? 1 : 0);
    for (std::size_t i = 0; i < history; ++i) {
        store_level(out.subspan(levels + 2 * i),
                    history_[(newest_ + most_history - i) % most_history]);
    }
    std::fill(out.begin() + static_cast<std::ptrdiff_t>(levels + 2 * history),
              out.begin() + static_cast<std::ptrdiff_t>(size), std::byte{0});
    for (std::size_t i = 0; i < blocks; ++i) {
        const auto level = voice::level_of(frame.subspan(i * per_block, per_block));
        store_level(out.subspan(header + 2 * i), level);
        // Of each tick one block is remembered.
        if (i % blocks_a_tick != 2) continue;
        newest_ = (newest_ + 1) % most_history;
        history_[newest_] = level;
        known_ = std::min(known_ + 1, most_history);
    }
    return size;
}

Expected<Samples, CodecFault> TokenDecoder::duration_of(Bytes payload) const noexcept {
    const auto parts = parts_of(payload);
    if (!parts) return Unexpected(CodecFault::malformed);
    return static_cast<std::int64_t>(parts->ticks) * tick;
}

Expected<std::size_t, CodecFault> TokenDecoder::decode(Bytes payload,
                                                       std::span<std::int16_t> out) noexcept {
    const auto parts = parts_of(payload);
    if (!parts) return Unexpected(CodecFault::malformed);
    const std::size_t per_block = sample_count(block, rate_);
    const std::size_t blocks = parts->ticks * blocks_a_tick;
    if (out.size() < blocks * per_block) return Unexpected(CodecFault::no_room);
    for (std::size_t i = 0; i < blocks; ++i) {
        std::ranges::fill(out.subspan(i * per_block, per_block), level_at(parts->levels, i));
    }
    return blocks * per_block;
}

Samples TokenDecoder::lbrr_reach(Bytes next) const noexcept {
    const auto parts = parts_of(next);
    if (!parts || !parts->lbrr) return Samples::zero();
    return static_cast<std::int64_t>(parts->history) * tick;
}

Expected<std::size_t, CodecFault> TokenDecoder::recover_lbrr(Bytes next,
                                                             std::span<std::int16_t> out) noexcept {
    const auto parts = parts_of(next);
    if (!parts || !parts->lbrr) return Unexpected(CodecFault::no_redundancy);
    std::array<std::int16_t, 64> history{};
    for (std::size_t i = 0; i < parts->history; ++i)
        history[i] = level_at(parts->before, i);
    fill_before(length_of(out.size(), rate_), out, std::span(history).first(parts->history));
    return out.size();
}

Samples TokenDecoder::load_dred(Bytes payload) noexcept {
    loaded_ = 0;
    const auto parts = parts_of(payload);
    if (!parts || parts->lbrr) return Samples::zero();
    loaded_ = parts->history;
    for (std::size_t i = 0; i < loaded_; ++i)
        dred_[i] = level_at(parts->before, i);
    return static_cast<std::int64_t>(loaded_) * tick;
}

Expected<std::size_t, CodecFault> TokenDecoder::recover_dred(Samples back,
                                                             std::span<std::int16_t> out) noexcept {
    if (back > static_cast<std::int64_t>(loaded_) * tick) {
        return Unexpected(CodecFault::no_redundancy);
    }
    fill_before(back, out, std::span(dred_).first(loaded_));
    return out.size();
}

/// From `back` before a packet on, tick by tick.
void TokenDecoder::fill_before(Samples back, std::span<std::int16_t> out,
                               std::span<const std::int16_t> history) const noexcept {
    const std::size_t per_block = sample_count(block, rate_);
    for (std::size_t at = 0; at < out.size(); at += per_block) {
        const Samples before = back - length_of(at, rate_);
        const auto index = before > Samples::zero()
                               ? static_cast<std::size_t>((before.count() - 1) / tick.count())
                               : history.size();
        const std::int16_t level = index < history.size() ? history[index] : std::int16_t{0};
        std::ranges::fill(out.subspan(at, std::min(per_block, out.size() - at)), level);
    }
}

Expected<std::size_t, CodecFault> TokenDecoder::conceal(std::span<std::int16_t> out) noexcept {
    std::ranges::fill(out, std::int16_t{0});
    return out.size();
}

}  // namespace giaoban::scenarios
