#include "net/keys/pending_sessions.h"

#include <algorithm>
#include <utility>

#include "config/vocab/ensure.h"

namespace giaoban::net {

UnconfirmedSession::UnconfirmedSession(PublicKey box, CardName card, std::uint64_t attempt,
                                       bool first_contact, SessionKeys keys) noexcept
    : box_(box),
      card_(std::move(card)),
      attempt_(attempt),
      first_contact_(first_contact),
      keys_(std::move(keys)),
      control_(keys_) {}

Expected<ConfirmedSession, ControlRefusal> UnconfirmedSession::confirm(
    MutableBytes datagram) noexcept {
    const auto message = control_.open(datagram);
    if (!message) return Unexpected(message.error());
    return ConfirmedSession{
        box_, std::move(card_), first_contact_, std::move(keys_), std::move(control_), *message};
}

PendingSessions::PendingSessions(std::size_t capacity) : capacity_(capacity) {
    ensure(capacity >= per_box, "there is room for the attempts of one box");
    held_.reserve(capacity);
}

void PendingSessions::hold(UnconfirmedSession session, Instant now) {
    drop_old(now);
    const PublicKey box = session.box();
    const auto of_box = [&](const Held& held) { return held.session.box() == box; };
    if (std::ranges::count_if(held_, of_box) >= static_cast<std::ptrdiff_t>(per_box)) {
        held_.erase(std::ranges::find_if(held_, of_box));
    } else if (held_.size() == capacity_) {
        held_.erase(held_.begin());
    }
    held_.push_back({std::move(session), now});
}

bool PendingSessions::has(std::uint32_t local_index) const noexcept {
    return std::ranges::any_of(
        held_, [&](const Held& held) { return held.session.local_index() == local_index; });
}

Expected<ConfirmedSession, ControlRefusal> PendingSessions::confirm(MutableBytes datagram,
                                                                    Instant now) {
    drop_old(now);
    if (kind_of(datagram) != KeyDatagram::control) return Unexpected(ControlRefusal::malformed);
    const std::uint32_t index = load_u32(datagram.subspan(index_at));
    const auto found = std::ranges::find_if(
        held_, [&](const Held& held) { return held.session.local_index() == index; });
    if (found == held_.end()) return Unexpected(ControlRefusal::other_session);
    auto confirmed = found->session.confirm(datagram);
    if (confirmed) {
        std::erase_if(held_,
                      [&](const Held& held) { return held.session.box() == confirmed->box; });
    }
    return confirmed;
}

void PendingSessions::drop_old(Instant now) {
    std::erase_if(held_, [&](const Held& held) { return now - held.since > lifetime; });
}

}  // namespace giaoban::net
