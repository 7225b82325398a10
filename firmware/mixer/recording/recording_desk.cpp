#include "firmware/mixer/recording/recording_desk.h"

#include <algorithm>
#include <system_error>
#include <utility>

namespace giaoban::mixer {

using Kind = RecordingNews::Kind;

RecordingDesk::RecordingDesk(Settings settings, Tell tell, RecordingShelf::AskSpace ask)
    : settings_(std::move(settings)),
      tell_(std::move(tell)),
      shelf_(settings_.folder, std::move(ask)) {}

void RecordingDesk::repair() {
    for (const auto& file : shelf_.left_open()) {
        const auto repaired = RecordingFile::repair(file);
        const std::string name = file.stem();
        if (!repaired) {
            tell_({.kind = Kind::failed, .name = name, .words = repaired.error()});
        } else if (*repaired) {
            tell_({.kind = Kind::repaired,
                   .name = name,
                   .words = "was left open by a power cut or a crash, and is closed now"});
        }
    }
}

void RecordingDesk::start(const Recording::Order& order) {
    const auto refuse = [&](const std::string& why) {
        tell_({.kind = Kind::failed, .name = order.name, .words = why});
    };
    if (!RecordingShelf::is_name(order.name)) {
        return refuse("a recording's name is of letters, digits, - and _, 64 at most");
    }
    if (recordings_.size() >= most_recordings) {
        return refuse(std::to_string(most_recordings) + " recordings are on, which is the most");
    }
    const auto on = names();
    if (recordings_.contains(order.id) || std::ranges::find(on, order.name) != on.end()) {
        return refuse("it is on already");
    }
    std::error_code trouble;
    std::filesystem::create_directories(settings_.folder, trouble);
    if (!make_room()) return refuse(no_room());
    auto opened = Recording::open(
        order,
        {.folder = settings_.folder, .tracks = settings_.tracks, .input_hz = settings_.input_hz});
    if (!opened) return refuse(opened.error());
    const bool joined = opened->joined();
    recordings_.emplace(order.id, std::move(opened).value());
    tell_({.kind = joined ? Kind::joined : Kind::started, .name = order.name, .words = ""});
}

void RecordingDesk::stop(RecordingId id, Instant now) {
    const auto found = recordings_.find(id);
    if (found == recordings_.end()) return;
    if (const auto closed = found->second.close(now); !closed) return fail(found, closed.error());
    tell_({.kind = Kind::stopped, .name = found->second.name(), .words = ""});
    recordings_.erase(found);
}

void RecordingDesk::stop_all(Instant now) {
    while (!recordings_.empty())
        stop(recordings_.begin()->first, now);
}

Recording* RecordingDesk::find(RecordingId id) {
    const auto found = recordings_.find(id);
    return found == recordings_.end() ? nullptr : &found->second;
}

void RecordingDesk::on_time(Instant now) {
    for (auto each = recordings_.begin(); each != recordings_.end();) {
        const auto here = each++;
        const auto written = here->second.write(now);
        if (const auto trouble = here->second.take_track_trouble()) {
            tell_({.kind = Kind::failed,
                   .name = here->second.name(),
                   .words = "the tracks of speakers end, the recording goes on: " + *trouble});
        }
        if (!written) fail(here, written.error());
    }
    if (recordings_.empty() || now < look_at_room_) return;
    look_at_room_ = now + room_interval;
    if (make_room()) return;
    while (!recordings_.empty()) {
        const auto first = recordings_.begin();
        (void)first->second.close(now);
        fail(first, no_room());
    }
}

void RecordingDesk::fail(Recordings::iterator which, const std::string& why) {
    const std::string name = which->second.name();
    const auto path = which->second.path();
    recordings_.erase(which);
    // A disk may be too full for a mark at the end, but the chapters need no more room than they have. If this does not
    // do it, the next start will.
    (void)RecordingFile::repair(path);
    tell_({.kind = Kind::failed, .name = name, .words = why});
}

bool RecordingDesk::make_room() {
    const auto room = shelf_.make_room(settings_.keep_free_percent, names());
    free_percent_ = room.free_percent;
    for (const std::string& name : room.removed) {
        tell_({.kind = Kind::removed,
               .name = name,
               .words = "was the oldest that is not pinned, and went to make room on the disk"});
    }
    return room.is_enough;
}

std::string RecordingDesk::no_room() const {
    return "the disk has " + std::to_string(free_percent_) + " % free, and " +
           std::to_string(settings_.keep_free_percent) +
           " % must stay free for the minutes: take the pin off old recordings, or move files away "
           "from " +
           settings_.folder.string();
}

std::vector<std::string> RecordingDesk::names() const {
    std::vector<std::string> names;
    for (const auto& [id, recording] : recordings_)
        names.push_back(recording.name());
    return names;
}

std::vector<RecordingStatus> RecordingDesk::status() const {
    std::vector<RecordingStatus> all;
    for (const auto& [id, recording] : recordings_)
        all.push_back(recording.status());
    return all;
}

}  // namespace giaoban::mixer
