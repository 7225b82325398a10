#include "firmware/box/update_receiver.h"

#include <algorithm>
#include <array>
#include <utility>

#include "net/transfer/transfer_message.h"

namespace giaoban::box {

using net::UpdateStage;
using net::UpdateTrouble;
using What = UpdateOutcome::What;

namespace {

// Root's part takes minutes; nobody waits for the line that says what it did.
constexpr Duration look_interval = std::chrono::seconds(5);
constexpr std::size_t slice = 65'536;

net::ObjectId object_of(const net::Sha256& sum) {
    std::uint64_t id = 0;
    for (std::size_t i = 0; i < 8; ++i)
        id = (id << 8U) | std::to_integer<std::uint64_t>(sum[i]);
    return net::ObjectId{id};
}

bool is_same(const net::UpdateOffer& one, net::UpdateOffer other) {
    other.install = one.install;
    return one == other;
}

bool can_be(const net::UpdateOffer& offer) {
    return net::is_release(offer.release) && offer.size > 0 && offer.size <= net::most_object_bytes;
}

}  // namespace

UpdateReceiver::UpdateReceiver(std::string release, UpdateFolder& folder, Instant now)
    : release_(std::move(release)), folder_(folder), look_at_(release_.empty() ? never : now) {
    if (!net::is_release(release_)) {
        release_.clear();
        look_at_ = never;
    } else {
        look(now);
    }
}

void UpdateReceiver::on_offer(const net::UpdateOffer& offer, Instant now) {
    if (release_.empty() || offer == offer_) return;
    if (!is_same(offer_, offer)) {
        fetch_.reset();
        handed_.reset();
        ordered_.reset();
        damaged_ = 0;
    }
    offer_ = offer;
    look(now);
}

void UpdateReceiver::on_link(bool joined, Instant now) {
    if (joined && !joined_ && fetch_) fetch_->pieces.ask_now(now);
    joined_ = joined;
}

void UpdateReceiver::tell(UpdateStage stage, UpdateTrouble trouble, std::string why) {
    state_.stage = stage;
    state_.trouble = trouble;
    state_.why = std::move(why);
    if (stage != UpdateStage::loading) state_.pieces = 0;
}

// Every few seconds, and when there is something new: what the files say goes before what was thought.
void UpdateReceiver::look(Instant now) {
    look_at_ = now + look_interval;
    const auto outcome = folder_.outcome();
    state_.release = release_;
    if (!can_be(offer_) || offer_.release == release_) {
        fetch_.reset();
        return tell_past(outcome);
    }
    state_.of = offer_.release;
    const bool mine = outcome && outcome->release == offer_.release;
    const bool tried = folder_.handed_over() == offer_.sha256;
    state_.whole = mine && outcome->what == What::unfit;
    if (folder_.is_handed_over()) {
        const bool full = outcome && outcome->what == What::full;
        if (tried) {
            handed_.reset();
            return full && mine
                       ? tell(UpdateStage::checking, UpdateTrouble::disk_full, outcome->why)
                       : tell(UpdateStage::checking);
        }
        // Another release's: root's part is at it, unless it waits for room on the disk.
        if (!full) return tell(UpdateStage::checking);
        folder_.take_back();
    }
    if (mine && tell_outcome(*outcome, tried, now)) return fetch_.reset();
    if (tried && !fetch_) {
        if (!handed_) handed_ = now;
        if (now < *handed_ + hand_patience) return tell(UpdateStage::checking);
    }
    fetch(now);
}

void UpdateReceiver::tell_past(const std::optional<UpdateOutcome>& outcome) {
    state_.of.clear();
    state_.whole = false;
    tell(UpdateStage::none);
    if (!outcome) return;
    if (outcome->what == What::installed && outcome->release == release_) {
        state_.of = release_;
        tell(UpdateStage::installed);
    } else if (outcome->what == What::rolled_back) {
        state_.of = outcome->release;
        tell(UpdateStage::failed, UpdateTrouble::rolled_back, outcome->why);
    }
}

bool UpdateReceiver::tell_outcome(const UpdateOutcome& outcome, bool tried, Instant now) {
    const auto failed = [&](UpdateTrouble trouble) {
        tell(UpdateStage::failed, trouble, outcome.why);
        return true;
    };
    switch (outcome.what) {
        case What::ready: order_install(now); return true;
        case What::rolled_back: return failed(UpdateTrouble::rolled_back);
        case What::refused: return tried && failed(UpdateTrouble::refused);
        case What::damaged: return tried && failed(UpdateTrouble::damaged);
        case What::not_written: return tried && failed(UpdateTrouble::not_written);
        case What::unfit:
            // Nothing that is made from the release before is of use; the mixing box will offer it whole.
            if (offer_.from.empty()) return false;
            tell(UpdateStage::none, UpdateTrouble::unfit, outcome.why);
            return true;
        case What::full:
        case What::installed: break;
    }
    return false;
}

void UpdateReceiver::order_install(Instant now) {
    const bool waits = ordered_ && now < *ordered_ + install_patience;
    if (waits || folder_.is_to_be_installed()) return tell(UpdateStage::installing);
    ordered_.reset();
    if (!offer_.install) return tell(UpdateStage::ready);
    const auto stored = folder_.install();
    if (stored == UpdateFolder::Stored::well) {
        ordered_ = now;
        return tell(UpdateStage::installing);
    }
    tell(UpdateStage::ready, stored == UpdateFolder::Stored::full ? UpdateTrouble::disk_full
                                                                  : UpdateTrouble::disk_failed);
}

void UpdateReceiver::fetch(Instant now) {
    if (fetch_) return;
    if (damaged_ >= most_damaged) return tell(UpdateStage::failed, UpdateTrouble::damaged);
    if (now < disk_again_) return tell(UpdateStage::loading, disk_);
    disk_ = UpdateTrouble::none;
    std::uint32_t have = folder_.begin(offer_.sha256);
    if (have > offer_.size) have = 0;
    if (folder_.free_bytes() < std::uint64_t{offer_.size} - have + spare_bytes) {
        return wait_for_disk(UpdateFolder::Stored::full, now);
    }
    fetch_.emplace(Fetch{.pieces = {object_of(offer_.sha256), offer_.size, have, now}, .sum = {}});
    const auto cut = folder_.cut(fetch_->pieces.have());
    if (cut != UpdateFolder::Stored::well) return wait_for_disk(cut, now);
    tell(UpdateStage::loading, damaged_ > 0 ? UpdateTrouble::damaged : UpdateTrouble::none);
    state_.pieces = fetch_->pieces.have() / static_cast<std::uint32_t>(net::piece_bytes);
}

void UpdateReceiver::on_message(Bytes message, Instant now) {
    const auto piece = net::read_piece(message);
    if (!piece || !fetch_) return;
    if (fetch_->pieces.on_piece(*piece, now) == net::PieceReceiver::Taken::kept) store(now);
}

void UpdateReceiver::store(Instant now) {
    net::PieceReceiver& pieces = fetch_->pieces;
    for (Bytes next = pieces.next(); !next.empty(); next = pieces.next()) {
        const auto stored = folder_.append(next);
        if (stored != UpdateFolder::Stored::well) {
            (void)folder_.cut(pieces.have());
            return wait_for_disk(stored, now);
        }
        pieces.stored();
    }
    state_.pieces = pieces.have() / static_cast<std::uint32_t>(net::piece_bytes);
}

void UpdateReceiver::wait_for_disk(UpdateFolder::Stored why, Instant now) {
    disk_ =
        why == UpdateFolder::Stored::full ? UpdateTrouble::disk_full : UpdateTrouble::disk_failed;
    disk_again_ = now + disk_patience;
    fetch_.reset();
    tell(UpdateStage::loading, disk_);
}

// What is on the disk is summed up, and not what has come: that is what root's part will find.
void UpdateReceiver::sum_up(Instant now) {
    std::array<std::byte, slice> room;
    const auto wanted = std::min<std::size_t>(slice, offer_.size - fetch_->summed);
    const auto got = folder_.read(fetch_->summed, MutableBytes(room).first(wanted));
    if (got == 0) return wait_for_disk(UpdateFolder::Stored::failed, now);
    fetch_->sum.add(Bytes(room).first(got));
    fetch_->summed += static_cast<std::uint32_t>(got);
    if (fetch_->summed == offer_.size) check_sum(now);
}

void UpdateReceiver::check_sum(Instant now) {
    if (fetch_->sum.finish() != offer_.sha256) {
        ++damaged_;
        fetch_.reset();
        folder_.discard();
        return look(now);
    }
    const auto stored = folder_.hand_over(offer_.release, offer_.bundle_size);
    if (stored != UpdateFolder::Stored::well) return wait_for_disk(stored, now);
    fetch_.reset();
    look(now);
}

void UpdateReceiver::on_time(Instant now) {
    if (fetch_ && fetch_->pieces.is_whole()) sum_up(now);
    if (now >= look_at_) look(now);
}

Instant UpdateReceiver::next_deadline() const noexcept {
    if (!fetch_) return look_at_;
    if (fetch_->pieces.is_whole()) return Instant{};
    return joined_ ? std::min(look_at_, fetch_->pieces.next_deadline()) : look_at_;
}

std::optional<net::PieceAsk> UpdateReceiver::ask_due(Instant now) noexcept {
    if (!joined_ || !fetch_ || fetch_->pieces.is_whole()) return std::nullopt;
    return fetch_->pieces.ask_due(now);
}

}  // namespace giaoban::box
