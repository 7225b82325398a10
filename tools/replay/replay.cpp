#include "tools/replay/replay.h"

#include <algorithm>
#include <array>
#include <set>

#include "audio/codec/opus_decoder.h"
#include "tools/replay/again.h"
#include "tools/replay/history.h"
#include "tools/replay/timeline.h"

namespace giaoban::replay {
namespace {

using namespace std::chrono_literals;
using audio::TickKind;

// W3C webrtc-stats counts concealment of 150 ms and more as an interruption.
constexpr Samples interruption = 150ms;
// Nothing was heard for so long after the last packet: all is over.
constexpr Microseconds silence_at_end = 1s;
// No playout holds more than it may wait, be behind, and listen deep; whatever it does, a replay ends.
constexpr Microseconds most_after_end = 200s;

Instant instant(Microseconds at) {
    // An hour, so that nothing is before the clock's beginning.
    return Instant{} + 1h + at;
}

audio::EncodedPacket encoded(const Packet& packet) {
    audio::EncodedPacket one;
    one.seq = packet.seq;
    one.timestamp = packet.timestamp;
    one.marker = packet.marker;
    one.size = static_cast<std::uint16_t>(packet.payload.size());
    std::ranges::copy(packet.payload.begin(), packet.payload.end(), one.data.begin());
    return one;
}

/// One run over one file.
class Course {
  public:
    Course(const Replay::Settings& settings, const PacketFile& file, Receiver& receiver)
        : file_(file),
          receiver_(receiver),
          timeline_(file, audio::OpusSpeechDecoder(receiver.rate())),
          again_(file, timeline_, settings.round_trip),
          history_(file, timeline_, settings.round_trip),
          sound_(sample_count(audio::tick_length, receiver.rate())) {
        if (!file.packets.empty()) {
            first_ = file.packets.front().at;
            last_ = file.packets.back().at;
        }
        at_ = first_ + settings.phase;
    }

    [[nodiscard]] bool over() const {
        return next_packet_ == file_.packets.size() && again_.empty() && history_.empty() &&
               (at_ - std::max(last_, heard_last_) > silence_at_end ||
                at_ - last_ > most_after_end);
    }

    void tick(const Replay::Hear& hear, const Replay::Watch& watch);
    [[nodiscard]] ReplayFigures figures();

  private:
    void take_in_what_arrived();
    void take_in(std::size_t packet, Microseconds at);
    void take_in_history();
    void take_in_again(const Again::Answer& answer);
    void note_again(std::size_t packet);
    void ask_again();
    void judge(TickRow& row, const audio::PlayoutStats& now, std::optional<std::uint32_t> before);
    void end_interruption();
    [[nodiscard]] Samples never_played() const;

    const PacketFile& file_;
    Receiver& receiver_;
    Timeline timeline_;
    Again again_;
    History history_;
    std::vector<std::int16_t> sound_;
    Microseconds first_{};
    Microseconds last_{};
    Microseconds at_{};
    Microseconds heard_last_{};
    std::size_t next_packet_ = 0;
    std::size_t run_ = 0;
    audio::PlayoutStats before_;
    TickKind kind_before_ = TickKind::silence;
    Microseconds last_delay_{};
    Samples interrupted_{0};
    std::set<std::size_t> came_again_;
    Samples again_arrived_{0};
    ReplayFigures figures_;
    std::vector<Microseconds> delays_;
};

void Course::take_in(std::size_t packet, Microseconds at) {
    if (timeline_.place(packet)) run_ = timeline_.place(packet)->run;
    receiver_.insert(encoded(file_.packets[packet]), instant(at));
}

void Course::take_in_what_arrived() {
    for (; next_packet_ < file_.packets.size() && file_.packets[next_packet_].at <= at_;
         ++next_packet_) {
        const Packet& packet = file_.packets[next_packet_];
        while (const auto answer = again_.take(packet.at))
            take_in_again(*answer);
        if (!packet.lost) take_in(next_packet_, packet.at);
    }
    while (const auto answer = again_.take(at_))
        take_in_again(*answer);
    take_in_history();
}

void Course::take_in_again(const Again::Answer& answer) {
    note_again(answer.packet);
    last_ = std::max(last_, answer.at);
    take_in(answer.packet, answer.at);
}

void Course::take_in_history() {
    while (const auto answer = history_.take(at_)) {
        audio::EncodedPacket packet = encoded(file_.packets[answer->packet]);
        packet.seq = answer->number;
        last_ = std::max(last_, answer->at);
        note_again(answer->packet);
        receiver_.insert_history(packet, instant(answer->at));
    }
}

void Course::note_again(std::size_t packet) {
    ++figures_.packets_came_again;
    if (!file_.packets[packet].lost || !came_again_.insert(packet).second) return;
    again_arrived_ += timeline_.place(packet)->duration;
}

void Course::ask_again() {
    std::array<std::uint16_t, 64> seqs{};
    const std::size_t count = receiver_.missing(instant(at_), seqs);
    for (const std::uint16_t seq : std::span(seqs).first(count))
        again_.ask(seq, at_);
    figures_.packets_asked_again += count;
    if (const auto wanted = receiver_.wanted(instant(at_))) history_.want(*wanted, at_);
}

void Course::tick(const Replay::Hear& hear, const Replay::Watch& watch) {
    take_in_what_arrived();
    ask_again();
    const auto position = receiver_.played_until();
    TickRow row;
    row.at = at_;
    row.kind = receiver_.next(instant(at_), sound_);
    const audio::PlayoutStats now = receiver_.stats();
    row.target = now.target;
    row.depth = now.depth;
    judge(row, now, position);
    before_ = now;
    if (hear) hear(sound_);
    if (watch) watch(row);
    at_ += std::chrono::duration_cast<Microseconds>(audio::tick_length);
}

void Course::judge(TickRow& row, const audio::PlayoutStats& now,
                   std::optional<std::uint32_t> before) {
    const Microseconds end = at_ + std::chrono::duration_cast<Microseconds>(audio::tick_length);
    const auto position = receiver_.played_until();
    if (row.kind != TickKind::silence) heard_last_ = end;
    // What is left in the line when playout has stopped is the end of what was made up.
    const bool rest = now.depth == Samples{0} && kind_before_ == TickKind::plc;
    kind_before_ = row.kind;
    const bool spoken = row.kind != TickKind::silence && row.kind != TickKind::plc && !rest;
    if (spoken) {
        end_interruption();
        if (!position || position == before) return;
        if (const auto spoken_at = timeline_.spoken_at(*position, run_)) {
            row.delay = end - *spoken_at;
            delays_.push_back(*row.delay);
            last_delay_ = *row.delay;
        }
        return;
    }
    // Is there something that was spoken long enough ago to be heard? If not, a talk has ended.
    const auto waiting = position ? timeline_.next_spoken_at(*position, run_) : std::nullopt;
    const bool missed = waiting && end - *waiting >= last_delay_;
    const Samples made_up = now.plc - before_.plc;
    if (row.kind == TickKind::plc) {
        // Amid speech a gap is crossed; at its end what was decoded last rings out.
        const bool amid = waiting && *waiting == timeline_.spoken_at(*position, run_);
        if (missed || (amid && position != before)) {
            row.interrupted = true;
            interrupted_ += made_up;
        } else {
            figures_.trailing += made_up;
        }
    } else if (missed) {
        row.interrupted = true;
        figures_.silent += audio::tick_length;
        interrupted_ += audio::tick_length;
    } else {
        end_interruption();
    }
}

void Course::end_interruption() {
    if (interrupted_ >= interruption) ++figures_.interruptions;
    figures_.longest_interruption = std::max(figures_.longest_interruption, interrupted_);
    interrupted_ = Samples{0};
}

DelayFigures delay_figures(std::vector<Microseconds>& delays) {
    if (delays.empty()) return {};
    std::ranges::sort(delays);
    Microseconds sum{};
    for (const Microseconds delay : delays)
        sum += delay;
    return {.mean = sum / static_cast<std::int64_t>(delays.size()),
            .p50 = delays[delays.size() / 2],
            .p95 = delays[delays.size() * 95 / 100],
            .most = delays.back()};
}

Samples Course::never_played() const {
    return std::max(timeline_.arrived() + again_arrived_ - receiver_.stats().played, Samples{0});
}

ReplayFigures Course::figures() {
    end_interruption();
    figures_.playout = receiver_.stats();
    figures_.length = at_ - first_;
    figures_.packets_sent = timeline_.packets_sent();
    figures_.packets_arrived = timeline_.packets_arrived();
    figures_.sent = timeline_.sent();
    figures_.arrived = timeline_.arrived();
    figures_.never_played = never_played();
    figures_.lost_at = timeline_.lost_at();
    figures_.frame = timeline_.frame();
    for (const Packet& packet : file_.packets)
        figures_.payload_bytes += packet.payload.size();
    figures_.packets_in_file = file_.packets.size();
    figures_.delay = delay_figures(delays_);
    return figures_;
}

}  // namespace

ReplayFigures Replay::run(const PacketFile& file, Receiver& receiver, const Hear& hear,
                          const Watch& watch) const {
    Course course(settings_, file, receiver);
    while (!course.over())
        course.tick(hear, watch);
    return course.figures();
}

}  // namespace giaoban::replay
