#pragma once

#include <cstdint>
#include <limits>
#include <optional>

#include "config/vocab/expected.h"
#include "config/vocab/floor_words.h"
#include "config/vocab/time.h"
#include "net/wire/box_state.h"
#include "net/wire/control.pb.h"
#include "net/wire/local.pb.h"
#include "net/wire/meeting_local.h"
#include "net/wire/meeting_view.h"
#include "net/wire/traffic_figures.h"
#include "net/wire/wire_fault.h"

// The parts that several messages share, to protobuf and back. Of this folder alone: nobody else sees
// a generated header.
namespace giaoban::net {

/// A number from the wire in a narrower type, or nothing when it does not fit.
template <typename T>
[[nodiscard]] constexpr std::optional<T> narrow(std::uint32_t number) noexcept {
    if (number > std::numeric_limits<T>::max()) return std::nullopt;
    return static_cast<T>(number);
}

/// A length of time as a number of its ticks; less than 0 becomes 0, too much the greatest.
template <typename D>
[[nodiscard]] constexpr std::uint32_t ticks_of(D length) noexcept {
    if (length.count() <= 0) return 0;
    constexpr auto most = std::numeric_limits<std::uint32_t>::max();
    return length.count() > std::int64_t{most} ? most : static_cast<std::uint32_t>(length.count());
}

[[nodiscard]] wire::Policy to_proto(FloorPolicy policy) noexcept;
[[nodiscard]] wire::Floor to_proto(FloorState floor) noexcept;
[[nodiscard]] wire::Sound to_proto(SoundHealth sound) noexcept;
[[nodiscard]] wire::Role to_proto(Role role) noexcept;
// What is not known is read as what does no harm: policy `queue`, floor `idle`, sound `unknown`,
// role `member`.
[[nodiscard]] FloorPolicy from_proto(wire::Policy policy) noexcept;
[[nodiscard]] FloorState from_proto(wire::Floor floor) noexcept;
[[nodiscard]] SoundHealth from_proto(wire::Sound sound) noexcept;
[[nodiscard]] Role from_proto(wire::Role role) noexcept;

void to_proto(const PressCount& presses, wire::PressCount& to);
[[nodiscard]] PressCount from_proto(const wire::PressCount& presses) noexcept;

void to_proto(const SelfTestResult& result, wire::SelfTest& to);
[[nodiscard]] SelfTestResult from_proto(const wire::SelfTest& result) noexcept;
void to_proto(const RoomStay& stay, wire::RoomStay& to);
[[nodiscard]] RoomStay from_proto(const wire::RoomStay& stay) noexcept;

[[nodiscard]] std::optional<WireFault> to_proto(const UpdateState& update, wire::Update& to);
[[nodiscard]] Expected<UpdateState, WireFault> from_proto(const wire::Update& update);
[[nodiscard]] std::optional<WireFault> to_proto(const UpdateOffer& offer, wire::UpdateOffer& to);
[[nodiscard]] Expected<UpdateOffer, WireFault> from_proto(const wire::UpdateOffer& offer);

[[nodiscard]] std::optional<WireFault> to_proto(const MeetingView& view, Instant now,
                                                wire::MeetingView& to);
[[nodiscard]] Expected<MeetingView, WireFault> from_proto(const wire::MeetingView& view,
                                                          Instant now);

[[nodiscard]] std::optional<WireFault> to_proto(const BoxRow& row, wire::BoxRow& to);
[[nodiscard]] Expected<BoxRow, WireFault> from_proto(const wire::BoxRow& row);

void to_proto(const TrafficFigures& figures, wire::TrafficFigures& to);
[[nodiscard]] std::optional<TrafficFigures> from_proto(
    const wire::TrafficFigures& figures) noexcept;

}  // namespace giaoban::net
