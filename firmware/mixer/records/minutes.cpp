#include "firmware/mixer/records/minutes.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace giaoban::mixer {

Minutes::Minutes(std::filesystem::path folder, MinutesNews news, Pause pause)
    : folder_(std::move(folder)), news_(std::move(news)), pause_(pause), next_pause_(pause.first) {
    open();
    desk_ = std::thread([this] { run(); });
}

Minutes::~Minutes() {
    {
        const std::lock_guard lock(mutex_);
        ending_ = true;
    }
    something_to_do_.notify_one();
    desk_.join();
}

std::uint64_t Minutes::append(Entry entry) {
    entry = cleaned(std::move(entry));
    std::uint64_t serial = 0;
    {
        const std::lock_guard lock(mutex_);
        if (!opened_ || waiting_.size() + being_written_ >= most_waiting) {
            ++counts_.refused;
            return 0;
        }
        serial = ++last_serial_;
        ++counts_.taken;
        if (entry.kind == EntryKind::meeting_opened) {
            open_meeting_ = OpenMeeting{serial, entry.text, entry.unix_ms};
        }
        const std::uint64_t meeting = open_meeting_ ? open_meeting_->id : 0;
        if (entry.kind == EntryKind::meeting_closed) open_meeting_.reset();
        waiting_.push_back({serial, meeting, std::move(entry)});
    }
    something_to_do_.notify_one();
    return serial;
}

std::optional<Minutes::OpenMeeting> Minutes::open_meeting() const {
    const std::lock_guard lock(mutex_);
    return open_meeting_;
}

Minutes::Counts Minutes::counts() const {
    const std::lock_guard lock(mutex_);
    Counts counts = counts_;
    counts.waiting = waiting_.size() + being_written_;
    return counts;
}

std::string Minutes::trouble() const {
    const std::lock_guard lock(mutex_);
    return trouble_;
}

void Minutes::open() {
    auto ledger = Ledger::open(folder_);
    if (!ledger) {
        tell_trouble(ledger.error().what);
        return;
    }
    take_over(std::move(*ledger));
    tell_notices();
    tell_trouble("");
}

void Minutes::take_over(Ledger ledger) {
    ledger_ = std::move(ledger);
    const std::lock_guard lock(mutex_);
    opened_ = true;
    last_serial_ = ledger_->head().serial;
    counts_.durable = last_serial_;
    if (ledger_->running().empty()) return;
    const StoredEntry& first = ledger_->running().front();
    open_meeting_ = OpenMeeting{first.meeting, first.entry.text, first.entry.unix_ms};
}

void Minutes::run() {
    Milliseconds pause = ledger_ ? Milliseconds{0} : pause_.first;
    for (bool last = false; !last;) {
        {
            std::unique_lock lock(mutex_);
            if (pause > Milliseconds{0}) {
                something_to_do_.wait_for(lock, pause, [this] { return ending_; });
            } else {
                something_to_do_.wait(lock, [this] { return ending_ || !waiting_.empty(); });
            }
            last = ending_;
            group_.insert(group_.end(), std::make_move_iterator(waiting_.begin()),
                          std::make_move_iterator(waiting_.end()));
            waiting_.clear();
            being_written_ = group_.size();
        }
        if (!ledger_) open();
        pause = ledger_ && write_group() ? Milliseconds{0} : next_pause_;
        next_pause_ = pause == Milliseconds{0} ? pause_.first : std::min(2 * pause, pause_.most);
    }
}

/// True: nothing waits for the disk any more.
bool Minutes::write_group() {
    if (group_.empty()) return true;
    const auto written = ledger_->append(group_);
    tell_notices();
    if (!written) {
        tell_trouble(written.error().what);
        return false;
    }
    const std::uint64_t serial = group_.back().serial;
    group_.clear();
    {
        const std::lock_guard lock(mutex_);
        being_written_ = 0;
        counts_.durable = serial;
        ++counts_.groups;
    }
    tell_trouble("");
    if (news_.durable) news_.durable(serial);
    return true;
}

void Minutes::tell_trouble(const std::string& words) {
    {
        const std::lock_guard lock(mutex_);
        if (trouble_ == words) return;
        trouble_ = words;
    }
    if (news_.trouble) news_.trouble(words);
}

void Minutes::tell_notices() {
    for (const std::string& notice : ledger_->take_notices()) {
        if (news_.notice) news_.notice(notice);
    }
}

}  // namespace giaoban::mixer
