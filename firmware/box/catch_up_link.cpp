#include "firmware/box/catch_up_link.h"

#include <array>
#include <span>

#include "firmware/media.h"

namespace giaoban::box {

bool pass_to_audio(const net::RtpView& packet, audio::PacketRow row, Instant arrived,
                   AudioRings& rings, CatchUpAsker& asker) noexcept {
    ArrivedPacket taken{.packet = {}, .arrived = arrived, .stream = packet.ssrc(), .row = row};
    if (!to_encoded(packet, taken.packet)) return false;
    if (row == audio::PacketRow::live) {
        asker.on_live(packet.ssrc(), packet.timestamp(), arrived);
        return rings.arrived.try_push(taken);
    }
    // Not noted, it is asked for again.
    if (!rings.arrived.try_push(taken)) return false;
    asker.on_history(packet.sequence(), arrived);
    return true;
}

void serve_catch_up(CatchUpAsker& asker, net::BoxSession& session, AudioRings& rings, Instant now) {
    CatchUpNews news;
    while (rings.catch_up.try_pop(news))
        asker.on_news(news, now);
    asker.set_round_trip(session.link().round_trip);
    asker.on_answer(session.view().history, now);
    asker.on_time(now);
    std::array<std::uint16_t, 32> numbers{};
    const std::size_t missing = asker.missing(now, numbers);
    if (missing > 0) session.ask_history_again(std::span(numbers).first(missing), now);
    if (const auto before = asker.take_nothing_before()) {
        AudioOrder order;
        order.kind = AudioOrder::Kind::nothing_before;
        order.timestamp = *before;
        (void)rings.orders.try_push(order);
    }
    session.set_catch_up(asker.request(), asker.behind(), now);
}

void order_playout(const BoxFace& face, const net::BoxSession& session, const DownWatch& down,
                   AudioRings& rings, PlayoutOrdered& ordered) noexcept {
    AudioOrder follow;
    follow.kind = AudioOrder::Kind::follow;
    follow.mode =
        face.only_listens() ? audio::PlayoutMode::listening : audio::PlayoutMode::conversation;
    if (follow.mode != ordered.mode && rings.orders.try_push(follow)) ordered.mode = follow.mode;
    AudioOrder round_trip;
    round_trip.kind = AudioOrder::Kind::round_trip;
    round_trip.round_trip = round_trip_to_wait_for(session.link(), down.queue());
    if (round_trip.round_trip != ordered.round_trip && rings.orders.try_push(round_trip)) {
        ordered.round_trip = round_trip.round_trip;
    }
}

}  // namespace giaoban::box
