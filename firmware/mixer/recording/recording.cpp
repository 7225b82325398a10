#include "firmware/mixer/recording/recording.h"

#include <algorithm>
#include <utility>

namespace giaoban::mixer {

using audio::OggOpusWriter;

namespace {

/// How far into the recording that file goes on. The wall clock says how long it was interrupted; where that clock has
/// jumped, back or out of all measure, it goes on at once.
Samples place_to_go_on(const RecordingFile& file, std::int64_t unix_ms) {
    if (!file.joined()) return Samples{0};
    const Milliseconds passed{unix_ms - file.notes().started_unix_ms};
    const bool is_known =
        passed >= Milliseconds{0} &&
        passed < std::chrono::floor<Milliseconds>(file.end() + Recording::longest_gap);
    return is_known ? std::max(Samples{passed}, file.end()) : file.end();
}

}  // namespace

Expected<Recording, std::string> Recording::open(const Order& order, const Place& place) {
    auto file = RecordingFile::open(
        place.folder / (order.name + ".opus"),
        {.title = order.title, .artist = "", .unix_ms = order.unix_ms, .input_hz = place.input_hz});
    if (!file) return Unexpected(std::move(file).error());
    return Recording(order, place, std::move(file).value());
}

Recording::Recording(const Order& order, Place place, RecordingFile file)
    : id_(order.id),
      name_(order.name),
      place_(std::move(place)),
      file_(std::move(file)),
      began_(order.now),
      joined_at_(place_to_go_on(file_, order.unix_ms)) {}

Samples Recording::time_of(Instant now) const {
    return joined_at_ + std::chrono::floor<Samples>(std::max(now - began_, Duration::zero()));
}

audio::BestRung::Sink Recording::mix_sink() {
    return [this](Samples at, Samples came, Bytes packet) {
        const Samples place = clock_.place(at, audio::opus_duration(packet), came);
        if (file_.add(place, packet) != OggOpusWriter::Added::taken) ++dropped_;
    };
}

void Recording::mix(std::uint8_t rung, Samples media_time, Bytes packet, Instant now) {
    rungs_.add(rung, media_time, time_of(now), packet, mix_sink());
    mixed_at_ = now;
}

audio::PacketOrder::Sink Recording::track_sink(Track& track) {
    return [this, &track](Samples at, Bytes packet) {
        if (track.file.add(at, packet) != OggOpusWriter::Added::taken) ++dropped_;
    };
}

Recording::Track* Recording::track_of(BoxId box, const std::string& name) {
    if (const auto found = tracks_.find(box); found != tracks_.end()) return &found->second;
    if (!place_.tracks || tracks_.size() >= most_tracks) return nullptr;
    auto file = RecordingFile::open(
        place_.folder / (name_ + ".tracks") / ("box-" + std::to_string(number_of(box)) + ".opus"),
        {.title = file_.notes().title,
         .artist = name,
         .unix_ms = file_.notes().started_unix_ms,
         .input_hz = place_.input_hz});
    if (!file) {
        end_tracks(std::move(file).error());
        return nullptr;
    }
    return &tracks_.emplace(box, Track(std::move(file).value())).first->second;
}

void Recording::talker(BoxId box, const std::string& name, std::uint32_t timestamp, Bytes packet,
                       Instant now) {
    const Samples length = audio::opus_duration(packet);
    Track* const track = length > Samples{0} ? track_of(box, name) : nullptr;
    if (track == nullptr) return;
    const Samples begin = track->timestamp.of(timestamp);
    const Samples at = track->clock.place(begin, length, time_of(now));
    track->order.add(at, packet, time_of(now), track_sink(*track));
}

void Recording::chapter(const std::string& title, Instant now) {
    file_.chapter({.at = time_of(now), .title = title});
}

Expected<void, std::string> Recording::write(Instant now) {
    if (rungs_.waits() && now >= mixed_at_ + quiet) rungs_.end(mix_sink());
    for (auto& [box, track] : tracks_) {
        track.order.on_time(time_of(now), track_sink(track));
        if (const auto written = track.file.write(); !written) {
            end_tracks(written.error());
            break;
        }
    }
    return file_.write();
}

Expected<void, std::string> Recording::close(Instant now) {
    rungs_.end(mix_sink());
    for (auto& [box, track] : tracks_) {
        track.order.on_time(Samples::max(), track_sink(track));
        if (const auto closed = track.file.close(Samples{0}); !closed) {
            end_tracks(closed.error());
            break;
        }
    }
    return file_.close(time_of(now));
}

void Recording::end_tracks(std::string why) {
    tracks_.clear();
    place_.tracks = false;
    track_trouble_ = std::move(why);
}

std::optional<std::string> Recording::take_track_trouble() {
    return std::exchange(track_trouble_, std::nullopt);
}

RecordingStatus Recording::status() const {
    RecordingStatus status{.id = id_,
                           .name = name_,
                           .started_unix_ms = file_.notes().started_unix_ms,
                           .length = file_.durable(),
                           .bytes = file_.bytes(),
                           .dropped = dropped_ + rungs_.dropped(),
                           .chapters = file_.notes().chapters.size()};
    for (const auto& [box, track] : tracks_) {
        status.bytes += track.file.bytes();
        status.dropped += track.order.dropped();
    }
    return status;
}

}  // namespace giaoban::mixer
