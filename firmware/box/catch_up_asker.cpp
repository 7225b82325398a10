#include "firmware/box/catch_up_asker.h"

#include <algorithm>

#include "net/rtp/serial.h"

namespace giaoban::box {

namespace {

using namespace std::chrono_literals;

constexpr Duration look_interval = 100ms;
// The widest gap between two packets of the history: frames of 120 ms at half the pace, and the link's jitter.
constexpr Duration longest_gap = 500ms;
constexpr int most_in_vain = 3;
// The sender keeps 512 (MediaChannel).
constexpr int reach = 500;
// A queue that stands: longer than what a scheduler's jitter leaves in half a second, shorter than disturbs.
constexpr Duration queue_stands = 150ms;
constexpr Duration no_queue = 60ms;
constexpr Duration pace_interval = 500ms;
constexpr Duration quickest_memory = 10s;
// Without live packets the link may be dead, and a request says nothing; or nobody speaks.
constexpr Duration live_silence = 1s;
constexpr Duration longest_silence = 10s;

constexpr Duration length_of_ticks(std::int32_t ticks) noexcept {
    return std::chrono::duration_cast<Duration>(Samples{ticks});
}

}  // namespace

void CatchUpAsker::on_news(const CatchUpNews& news, Instant now) noexcept {
    news_ = news;
    if (!news.wanted) {
        request_.reset();
        answer_.reset();
        return;
    }
    const bool under_way = request_ && net::ticks_ahead(request_->from, news.wanted->from) >= 0 &&
                           net::ticks_ahead(news.wanted->from, request_->until) > 0;
    if (under_way) return;
    vain_ = 0;
    pace_ = first_pace;
    ask(news.wanted->from, news.wanted->until, now);
}

void CatchUpAsker::ask(std::uint32_t from, std::uint32_t until, Instant now) noexcept {
    request_ = net::CatchUp{.from = from, .until = until, .asked = ++asked_, .pace_percent = pace_};
    answer_.reset();
    came_.reset();
    whole_ = 0;
    newest_.reset();
    progress_ = now;
    any_since_asked_ = false;
    nacked_.fill(Instant::min());
    next_look_ = now + look_interval;
}

void CatchUpAsker::ask_anew(Instant now) noexcept {
    ask(news_.wanted ? news_.wanted->from : request_->from, request_->until, now);
}

void CatchUpAsker::on_live(std::uint32_t stream, std::uint32_t timestamp,
                           Instant arrived) noexcept {
    if (stream_ != stream) {
        const bool another = stream_.has_value();
        stream_ = stream;
        quickest_ = quickest_before_ = quickest_now_ = Duration::max();
        quickest_since_ = now_since_ = arrived;
        base_timestamp_ = timestamp;
        base_ = arrived;
        // What was on its way on the old session is lost, and its numbers mean nothing any more.
        if (another && request_) ask_anew(arrived);
    }
    const Duration transit =
        arrived - base_ - length_of_ticks(net::ticks_ahead(base_timestamp_, timestamp));
    if (arrived - quickest_since_ > quickest_memory) {
        quickest_before_ = quickest_;
        quickest_ = Duration::max();
        quickest_since_ = arrived;
    }
    quickest_ = std::min(quickest_, transit);
    quickest_now_ = std::min(quickest_now_, transit);
    last_live_ = arrived;
    if (arrived - now_since_ < pace_interval) return;
    set_pace();
    quickest_now_ = Duration::max();
    now_since_ = arrived;
}

void CatchUpAsker::set_pace() noexcept {
    if (!request_ || quickest_now_ == Duration::max()) return;
    const Duration queue = quickest_now_ - std::min(quickest_, quickest_before_);
    if (queue > queue_stands) {
        pace_ = std::max<std::uint16_t>(pace_ / 2, least_pace);
    } else if (queue < no_queue) {
        pace_ = std::min<std::uint16_t>(static_cast<std::uint16_t>(pace_ + pace_ / 4), most_pace);
    }
    request_->pace_percent = pace_;
}

void CatchUpAsker::on_history(std::uint16_t number, Instant arrived) noexcept {
    if (!request_) return;
    came_[number] = true;
    if (!newest_ || net::packets_ahead(*newest_, number) > 0) newest_ = number;
    progress_ = arrived;
    any_since_asked_ = true;
    look_whether_whole();
}

void CatchUpAsker::on_answer(const std::optional<net::HistoryAnswer>& answer,
                             Instant now) noexcept {
    if (!request_ || !answer || answer->asked != request_->asked || answer == answer_) return;
    answer_ = answer;
    progress_ = now;
    any_since_asked_ = true;
    nothing_before_ = answer->from;
    look_whether_whole();
}

/// What is missing though all has come that there was (of its own speech, say) is not to be had.
void CatchUpAsker::look_whether_whole() noexcept {
    if (!answer_) return;
    while (whole_ < answer_->count && came_[static_cast<std::uint16_t>(answer_->first + whole_)])
        ++whole_;
    if (whole_ == answer_->count) nothing_before_ = request_->until;
}

void CatchUpAsker::set_round_trip(std::optional<Duration> round_trip) noexcept {
    if (round_trip) round_trip_ = *round_trip;
}

void CatchUpAsker::on_time(Instant now) noexcept {
    if (!request_ || now < next_look_) return;
    next_look_ = now + look_interval;
    if (now - progress_ < patience()) return;
    const bool silent = now - last_live_ > live_silence;
    if (silent && now - progress_ < longest_silence) return;
    vain_ = any_since_asked_ ? 0 : vain_ + 1;
    if (vain_ < most_in_vain) return ask_anew(now);
    nothing_before_ = request_->until;
    vain_ = 0;
    progress_ = now;
}

std::size_t CatchUpAsker::missing(Instant now, std::span<std::uint16_t> numbers) noexcept {
    if (!request_ || !newest_ || !answer_) return 0;
    const auto last = static_cast<std::uint16_t>(answer_->first + answer_->count - 1);
    // The last packets may be lost too: nothing comes that would show it.
    const bool quiet = now - progress_ > round_trip_ + longest_gap;
    const std::uint16_t end = quiet ? static_cast<std::uint16_t>(last + 1) : *newest_;
    std::uint16_t number = answer_->first;
    if (net::packets_ahead(number, *newest_) > reach) {
        number = static_cast<std::uint16_t>(*newest_ - reach);
    }
    std::size_t count = 0;
    for (; number != end && net::packets_ahead(number, end) > 0 && count < numbers.size();
         ++number) {
        Instant& nacked = nacked_[number % nacked_.size()];
        if (came_[number] ||
            (nacked != Instant::min() && now - nacked < round_trip_ + look_interval))
            continue;
        nacked = now;
        numbers[count++] = number;
    }
    return count;
}

}  // namespace giaoban::box
