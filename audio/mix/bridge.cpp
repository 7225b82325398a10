#include "audio/mix/bridge.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "audio/mix/tick_clock.h"
#include "config/vocab/ensure.h"

namespace giaoban::audio {

namespace {

constexpr std::size_t largest_payload = 1275;  // RFC 6716 section 3.2.1, one frame of Opus

std::size_t ticks_of(Samples frame) noexcept {
    const auto ticks = static_cast<std::size_t>(frame / tick_length);
    ensure(frame % tick_length == Samples::zero() && ticks >= 1 &&
               ticks <= MixLine::most_ticks_a_frame,
           "a rung's frame is 20, 40, 60, 80, 100 or 120 ms");
    return ticks;
}

// Of who speaks alone: a round trip over a bad mobile link, and again for one that was lost twice.
constexpr Samples alone_depth = std::chrono::milliseconds{600};

/// How far before itself a packet may tell of what was spoken.
std::int64_t redundant_ticks_of(const EncoderSettings& settings) noexcept {
    const Samples lbrr = settings.in_band_fec ? settings.frame : Samples::zero();
    const Samples reach = std::max(settings.dred_reach, lbrr);
    return (reach + tick_length - Samples{1}) / tick_length;
}

}  // namespace

Bridge::Bridge(const Settings& settings, std::span<const RungSettings> rungs,
               const MakeDecoder& make_decoder, const MakeEncoder& make_encoder)
    : rate_(settings.rate),
      everybody_(settings.rate),
      sum_(sample_count(tick_length, settings.rate)),
      without_(sum_.size()),
      frame_(sum_.size() * MixLine::most_ticks_a_frame) {
    ensure(settings.talkers >= 1 && settings.talkers <= most_talkers,
           "a bridge has room for 1 to 24 talkers");
    ensure(!rungs.empty() && rungs.size() <= most_rungs, "a bridge has 1 to 8 rungs");
    for (const RungSettings& rung : rungs) {
        rungs_.push_back({.index = rung.rung,
                          .settings = rung.encoder,
                          .ticks = ticks_of(rung.encoder.frame),
                          .redundant_ticks = redundant_ticks_of(rung.encoder),
                          .everybody = {.encoder = make_encoder(rung.encoder)}});
        common_ticks_ = std::lcm(common_ticks_, static_cast<std::int64_t>(rungs_.back().ticks));
    }
    PlayoutLimits limits = settings.playout;
    limits.listening_depth = std::min(limits.listening_depth, alone_depth);
    // A speaker hears next to nothing: its way down is free.
    limits.asks_for_all = true;
    talkers_.reserve(settings.talkers);
    for (std::size_t i = 0; i < settings.talkers; ++i) {
        talkers_.push_back({.slot = TalkerSlot(rate_, limits, make_decoder(rate_)),
                            .others = MixLine(rate_),
                            .stream = {.encoder = make_encoder(rungs.front().encoder)}});
    }
}

Bridge::Talker* Bridge::find(BoxId box) noexcept {
    for (Talker& talker : talkers_) {
        if (talker.slot.in_use() && talker.slot.box() == box) return &talker;
    }
    return nullptr;
}

std::size_t Bridge::position_of(RungIndex rung) const noexcept {
    const auto found = std::find_if(rungs_.begin(), rungs_.end(),
                                    [rung](const Rung& r) { return r.index == rung; });
    ensure(found != rungs_.end(), "a bridge is asked for a rung that it was given");
    return static_cast<std::size_t>(found - rungs_.begin());
}

void Bridge::uses(RungIndex rung, bool used) noexcept { rungs_[position_of(rung)].used = used; }

Bridge::Opened Bridge::open(BoxId box, RungIndex hears) noexcept {
    ensure(box != no_box, "a microphone belongs to a box");
    const std::size_t rung = position_of(hears);
    if (Talker* talker = find(box)) {
        const bool was_open = talker->slot.state() == TalkerSlot::State::open;
        talker->slot.open(box);
        return was_open ? Opened::already_open : Opened::opened;
    }
    for (Talker& talker : talkers_) {
        if (talker.slot.in_use()) continue;
        start(talker, box, rung);
        return Opened::opened;
    }
    return Opened::full;
}

// Until now the box heard everybody's mix, and it goes on hearing that from where it stands, but for
// what it says itself from now on.
void Bridge::start(Talker& talker, BoxId box, std::size_t rung) noexcept {
    talker.slot.open(box);
    talker.others = everybody_;
    talker.rung = talker.next_rung = rung;
    talker.stream.running = rungs_[rung].everybody.running;
    talker.stream.encoder->apply(rungs_[rung].settings);
    talker.stream.encoder->reset();
}

void Bridge::close(BoxId box, Closing closing) noexcept {
    if (Talker* talker = find(box)) talker->slot.close(closing);
}

void Bridge::move(BoxId box, RungIndex rung) noexcept {
    const std::size_t next = position_of(rung);
    if (Talker* talker = find(box)) talker->next_rung = next;
}

void Bridge::insert(BoxId box, const EncodedPacket& packet, Instant arrived) noexcept {
    Talker* talker = find(box);
    if (talker == nullptr || talker->slot.state() == TalkerSlot::State::leaving) {
        ++stats_.strays;
        return;
    }
    (void)talker->slot.insert(packet, arrived);  // the playout counts what became of it
}

bool Bridge::resting() const noexcept {
    return everybody_.resting() &&
           std::none_of(talkers_.begin(), talkers_.end(),
                        [](const Talker& talker) { return talker.slot.in_use(); });
}

void Bridge::tick(Instant now, BridgeSink& sink) noexcept {
    if (resting()) {
        ++tick_;
        if (next_generation_) begin_anew();
        return;
    }
    ++stats_.ticks;
    follow_the_floor();
    mix(play(now));
    ++tick_;
    finish_frames(sink);
}

/// Who speaks alone is waited for, so that what its link lost can come again; two who talk with each other are not.
void Bridge::follow_the_floor() noexcept {
    const auto open = std::ranges::count_if(talkers_, [](const Talker& talker) {
        return talker.slot.state() == TalkerSlot::State::open;
    });
    const auto mode = converses_ || open > 1 ? PlayoutMode::conversation : PlayoutMode::listening;
    for (Talker& talker : talkers_) {
        if (talker.slot.in_use()) talker.slot.playout().follow(mode);
    }
}

std::size_t Bridge::play(Instant now) noexcept {
    std::size_t heard = 0;
    for (Talker& talker : talkers_) {
        talker.heard = talker.slot.play(now, tick_);
        heard += talker.heard ? 1 : 0;
    }
    return heard;
}

void Bridge::mix(std::size_t heard) noexcept {
    std::fill(sum_.begin(), sum_.end(), 0);
    for (const Talker& talker : talkers_) {
        if (!talker.heard) continue;
        const auto sound = talker.slot.contribution();
        for (std::size_t i = 0; i < sum_.size(); ++i)
            sum_[i] += sound[i];
    }
    everybody_.add(sum_, heard > 0);
    for (Talker& talker : talkers_) {
        if (!talker.slot.in_use()) continue;
        if (!talker.heard) {
            talker.others.add(sum_, heard > 0);
            continue;
        }
        // Whole numbers: taking out what was added leaves exactly the others.
        const auto sound = talker.slot.contribution();
        for (std::size_t i = 0; i < sum_.size(); ++i)
            without_[i] = sum_[i] - sound[i];
        talker.others.add(without_, heard > 1);
    }
}

void Bridge::finish_frames(BridgeSink& sink) noexcept {
    for (std::size_t i = 0; i < rungs_.size(); ++i) {
        if (tick_ % static_cast<std::int64_t>(rungs_[i].ticks) != 0) continue;
        finish_frame(rungs_[i], i, sink);
    }
    move_on();
    renew_if_due();
    free_the_clean();
}

void Bridge::renew(std::uint32_t generation) noexcept {
    next_generation_ = generation;
    if (resting()) begin_anew();
}

void Bridge::renew_if_due() noexcept {
    if (next_generation_ && tick_ % common_ticks_ == 0) begin_anew();
}

// What an encoder was not fed just before, it begins anew with.
void Bridge::begin_anew() noexcept {
    for (Rung& rung : rungs_)
        rung.everybody.fed = false;
    for (Talker& talker : talkers_)
        talker.stream.fed = false;
    generation_ = next_generation_.value_or(generation_);
    next_generation_.reset();
}

void Bridge::clear() noexcept {
    everybody_ = MixLine(rate_);
    for (Talker& talker : talkers_) {
        talker.slot.free();
        talker.others = MixLine(rate_);
        talker.stream.running = talker.stream.fed = false;
    }
    for (Rung& rung : rungs_)
        rung.used = rung.everybody.running = rung.everybody.fed = false;
}

void Bridge::finish_frame(Rung& rung, std::size_t position, BridgeSink& sink) noexcept {
    if (rung.used) {
        send(rung.everybody, rung, everybody_, no_box, sink);
    } else {
        rung.everybody.running = rung.everybody.fed = false;
    }
    for (Talker& talker : talkers_) {
        if (!talker.slot.in_use() || talker.rung != position) continue;
        send(talker.stream, rung, talker.others, talker.slot.box(), sink);
    }
}

void Bridge::send(Stream& stream, const Rung& rung, const MixLine& line, BoxId only,
                  BridgeSink& sink) noexcept {
    if (!line.lived_in_last(rung.ticks)) {
        stream.running = stream.fed = false;
        return;
    }
    if (!std::exchange(stream.fed, true)) stream.encoder->reset();
    const auto pcm = std::span(frame_).first(rung.ticks * sum_.size());
    line.last(rung.ticks, pcm);
    std::array<std::byte, largest_payload> payload;
    const auto size = stream.encoder->encode(pcm, payload);
    if (!size) {
        ++stats_.encoder_faults;
        return;
    }
    if (*size == 0) {  // a pause, and discontinuous transmission is on
        stream.running = false;
        return;
    }
    std::array<BoxId, most_talkers> except{};
    std::size_t excepted = 0;
    if (only == no_box) {
        for (const Talker& talker : talkers_) {
            if (talker.slot.in_use()) except[excepted++] = talker.slot.box();
        }
    }
    ++stats_.encoded;
    const auto begin = tick_ - static_cast<std::int64_t>(rung.ticks);
    sink.encoded({.rung = rung.index,
                  .only = only,
                  .except = std::span(except).first(excepted),
                  .generation = generation_,
                  .tick = begin,
                  .timestamp = static_cast<std::uint32_t>(begin * tick_length.count()),
                  .marker = !stream.running,
                  .payload = Bytes(payload).first(*size)});
    stream.running = true;
}

// The encoder goes on with what it remembers: only its next frame is of another length.
void Bridge::move_on() noexcept {
    for (Talker& talker : talkers_) {
        if (!talker.slot.in_use() || talker.next_rung == talker.rung) continue;
        const auto both = static_cast<std::int64_t>(
            std::lcm(rungs_[talker.rung].ticks, rungs_[talker.next_rung].ticks));
        if (tick_ % both != 0) continue;
        talker.rung = talker.next_rung;
        talker.stream.encoder->apply(rungs_[talker.rung].settings);
    }
}

// The packets of the frames that begin now, on whatever rung, have nothing of these boxes' voices, neither as sound nor
// as redundancy: from now on they hear what all hear. An encoder that rests begins anew, and remembers nothing.
void Bridge::free_the_clean() noexcept {
    if (tick_ % common_ticks_ != 0) return;
    std::int64_t told = 0;
    for (const Rung& rung : rungs_) {
        if (rung.everybody.fed) told = std::max(told, rung.redundant_ticks);
    }
    for (Talker& talker : talkers_) {
        if (talker.slot.state() == TalkerSlot::State::leaving &&
            talker.slot.clean_from() + told <= tick_) {
            talker.slot.free();
        }
    }
}

void Bridge::skip(std::int64_t ticks) noexcept {
    ensure(ticks >= 0, "the media clock does not go back");
    tick_ += ticks;
    if (ticks == 0 || resting()) return;
    stats_.skipped_ticks += static_cast<std::uint64_t>(ticks);
    // What was mixed last does not lie just before what comes next: silence does.
    std::fill(sum_.begin(), sum_.end(), 0);
    const auto most = static_cast<std::int64_t>(MixLine::most_ticks_a_frame);
    for (std::int64_t i = 0; i < std::min(ticks, most); ++i) {
        everybody_.add(sum_, false);
        for (Talker& talker : talkers_) {
            if (talker.slot.in_use()) talker.others.add(sum_, false);
        }
    }
    for (Rung& rung : rungs_)
        rung.everybody.running = rung.everybody.fed = false;
    for (Talker& talker : talkers_)
        talker.stream.running = talker.stream.fed = false;
}

void Bridge::set_round_trip(BoxId box, Samples round_trip) noexcept {
    if (Talker* talker = find(box)) talker->slot.playout().set_round_trip(round_trip);
}

std::size_t Bridge::missing(BoxId box, Instant now, std::span<std::uint16_t> seqs) noexcept {
    Talker* talker = find(box);
    return talker == nullptr ? 0 : talker->slot.playout().missing(now, seqs);
}

std::optional<std::int8_t> Bridge::take_level_db(BoxId box) noexcept {
    Talker* talker = find(box);
    if (talker == nullptr) return std::nullopt;
    return talker->slot.take_level_db();
}

std::optional<PlayoutStats> Bridge::playout(BoxId box) const noexcept {
    for (const Talker& talker : talkers_) {
        if (talker.slot.in_use() && talker.slot.box() == box) return talker.slot.playout().stats();
    }
    return std::nullopt;
}

}  // namespace giaoban::audio
