#include "net/wire/box_row.h"

#include <algorithm>

#include "net/wire/proto_parts.h"
#include "net/wire/text_rules.h"

namespace giaoban::net {
namespace {

static_assert(static_cast<int>(Presence::lost) == wire::PRESENCE_LOST);
static_assert(static_cast<int>(SelfTestState::failed) == wire::SelfTest::FAILED);

bool is_showable_row(const BoxRow& row) {
    return is_showable(row.name, max_name_bytes) && is_showable(row.software, max_text_bytes) &&
           is_showable(row.endpoint, max_text_bytes);
}

}  // namespace

std::optional<WireFault> to_proto(const BoxRow& row, wire::BoxRow& to) {
    if (!is_showable_row(row)) return WireFault::bad_text;
    to.set_box(number_of(row.box));
    to.set_name(row.name);
    to.set_role(net::to_proto(row.role));
    to.set_presence(static_cast<wire::Presence>(row.presence));
    to.set_in_presence_s(ticks_of(row.in_presence));
    to.set_floor(net::to_proto(row.floor));
    to.set_place(row.place);
    to.set_limited(row.time_left.has_value());
    if (row.time_left) to.set_time_left_ms(ticks_of(*row.time_left));
    net::to_proto(row.up, *to.mutable_up());
    net::to_proto(row.down, *to.mutable_down());
    to.set_round_trip_us(ticks_of(row.round_trip));
    to.set_depth_ms(ticks_of(row.depth));
    to.set_sound(net::to_proto(row.sound));
    to.set_software(row.software);
    to.set_endpoint(row.endpoint);
    to.set_behind_ms(ticks_of(row.behind));
    to.set_uplink_rung(row.uplink_rung);
    to.set_downlink_rung(row.downlink_rung);
    to.set_reply(row.reply);
    to.set_waits(row.waited.has_value());
    if (row.waited) to.set_waited_s(ticks_of(*row.waited));
    to.set_level_below_full_db(static_cast<std::uint32_t>(-std::clamp<int>(row.level_db, -96, 0)));
    to.set_room(number_of(row.room));
    to.set_called(row.called);
    if (row.self_test != SelfTestResult{}) net::to_proto(row.self_test, *to.mutable_self_test());
    for (const Problem problem : row.problems)
        to.add_problems(static_cast<std::uint32_t>(problem));
    to.set_update_size(row.update_size);
    to.set_update_bps(row.update_bps);
    if (row.update != UpdateState{}) return net::to_proto(row.update, *to.mutable_update());
    return std::nullopt;
}

Expected<BoxRow, WireFault> from_proto(const wire::BoxRow& row) {
    const auto box = narrow<std::uint16_t>(row.box());
    const auto place = narrow<std::uint16_t>(row.place());
    const auto up = net::from_proto(row.up());
    const auto down = net::from_proto(row.down());
    const auto uplink_rung = narrow<std::uint8_t>(row.uplink_rung());
    const auto downlink_rung = narrow<std::uint8_t>(row.downlink_rung());
    if (!box || !place || !up || !down || !uplink_rung || !downlink_rung ||
        row.level_below_full_db() > 96 ||
        static_cast<std::size_t>(row.problems_size()) > problem_count) {
        return Unexpected(WireFault::out_of_range);
    }
    BoxRow out;
    out.box = BoxId{*box};
    out.name = row.name();
    out.role = net::from_proto(row.role());
    out.presence =
        wire::Presence_IsValid(row.presence()) ? Presence(row.presence()) : Presence::never;
    out.in_presence = Seconds{row.in_presence_s()};
    out.floor = net::from_proto(row.floor());
    out.place = *place;
    if (row.limited()) out.time_left = Milliseconds{row.time_left_ms()};
    out.up = *up;
    out.down = *down;
    out.round_trip = Microseconds{row.round_trip_us()};
    out.depth = Milliseconds{row.depth_ms()};
    out.sound = net::from_proto(row.sound());
    out.software = row.software();
    out.endpoint = row.endpoint();
    out.behind = Milliseconds{row.behind_ms()};
    out.uplink_rung = *uplink_rung;
    out.downlink_rung = *downlink_rung;
    out.reply = row.reply();
    if (row.waits()) out.waited = Seconds{row.waited_s()};
    out.level_db = static_cast<std::int8_t>(-static_cast<int>(row.level_below_full_db()));
    out.room = RoomId{row.room()};
    out.called = row.called();
    out.self_test = net::from_proto(row.self_test());
    // One that is not known is of a newer mixing box, and nobody here has words for it.
    for (const std::uint32_t problem : row.problems()) {
        if (problem < problem_count) out.problems.push_back(static_cast<Problem>(problem));
    }
    auto update = net::from_proto(row.update());
    if (!update) return Unexpected(update.error());
    out.update = std::move(*update);
    out.update_size = row.update_size();
    out.update_bps = row.update_bps();
    if (!is_showable_row(out)) return Unexpected(WireFault::bad_text);
    return out;
}

}  // namespace giaoban::net
