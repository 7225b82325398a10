// Releases for boxes: what the store, the desk and the sender of pieces are told, and what they say.
#include <array>
#include <ctime>

#include "firmware/mixer/daemon.h"
#include "net/transfer/transfer_message.h"

namespace giaoban::mixer {

namespace {

/// Of the centre's day.
std::uint16_t minute_now() {
    const std::time_t now = std::time(nullptr);
    std::tm local{};
    if (::localtime_r(&now, &local) == nullptr) return 0;
    return static_cast<std::uint16_t>(local.tm_hour * 60 + local.tm_min);
}

}  // namespace

void Daemon::transfer(BoxId box, Bytes message, Instant now) {
    if (const auto ask = net::read_ask(message)) pieces_.on_ask(box, *ask, now);
}

std::optional<std::uint32_t> Daemon::size_of(net::ObjectId object) {
    return releases_.size_of(object);
}

bool Daemon::read(net::ObjectId object, std::uint32_t offset, MutableBytes into) {
    return releases_.read(object, offset, into);
}

bool Daemon::send_piece(BoxId box, const net::Piece& piece, Instant now) {
    std::array<std::byte, net::most_transfer_message> room;
    return sessions_.send_transfer(box, net::write_piece(piece, room), now);
}

// With the housekeeping: who begins to speak is sent no more at the next look, two seconds later.
void Daemon::offer_updates(Instant now) {
    const net::MeetingStatus status = meeting_.status(now);
    const bool may_install = !status.meeting.open && config_.updates.hours.has(minute_now());
    for (const net::BoxRow& row : status.boxes) {
        const net::BoxState* state = sessions_.state(row.box);
        if (state == nullptr) continue;
        const net::UpdateOffer offer = UpdateDesk::offer(state->update, releases_, may_install);
        update_sizes_[row.box] = offer.size;
        sessions_.set_update(row.box, offer, now);
        const bool anybody = !status.speakers.empty() || row.room != plenary;
        pieces_.set_share(row.box, UpdateDesk::share(meeting_.speaks(row.box), anybody), now);
    }
}

Expected<void, std::string> Daemon::update_request(const net::MeetingRequest& request,
                                                   Instant now) {
    auto done = request.kind == net::MeetingRequest::Kind::offer_update
                    ? releases_.offer(request.text)
                    : releases_.withdraw();
    offer_updates(now);
    return done;
}

void Daemon::add_update(net::BoxRow& row) const {
    if (const net::BoxState* state = sessions_.state(row.box)) row.update = state->update;
    const auto size = update_sizes_.find(row.box);
    row.update_size = size == update_sizes_.end() ? 0 : size->second;
    row.update_bps = pieces_.rate_of(row.box);
}

}  // namespace giaoban::mixer
