#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "config/vocab/box_id.h"
#include "config/vocab/bytes.h"
#include "config/vocab/endpoint.h"
#include "config/vocab/random.h"
#include "config/vocab/time.h"
#include "net/session/media_channel.h"
#include "net/session/mixer_sessions_sink.h"
#include "net/session/session_line.h"
#include "net/session/traffic_count.h"
#include "net/wire/box_state.h"
#include "net/wire/meeting_view.h"
#include "net/wire/press_ledger.h"

namespace giaoban::net {

/// What all boxes of one mixing box share.
struct MixerShared {
    MixerSessionsSink& sink;
    RandomSource& random;
    std::string canonical_name;
    TrafficCount traffic;
    std::optional<WallTime> wall;
    Instant wall_at{};
    DatagramBuffer room{};
};

/// One box as the mixing box has it: its session, whether it is there, what it was told and what it said.
///
/// Threading, Real time, Errors: as for MixerSessions, which owns it.
class BoxPeer {
  public:
    /// A box that speaks says something each second (LinkWatch), an idle one each 2.2 s: three of
    /// either may be lost before the box is.
    static constexpr Seconds talker_silence{3};
    static constexpr Seconds idle_silence{12};
    /// Nobody is sent to who was not heard for so long: the address may be another's by now. Source:
    /// RFC 7675 section 5.1.
    static constexpr Seconds consent{30};
    /// Sound that was on its way when a session was replaced: the box goes over one round trip later.
    static constexpr Seconds hand_over{5};

    BoxPeer(BoxId box, MixerShared& shared) noexcept : box_(box), shared_(shared) {}

    /// A new session, confirmed by `message`, takes the place of the one before.
    void begin(const SessionKeys& keys, ControlCipher control, Bytes message, std::size_t datagram,
               const Endpoint& from, Instant now);

    // What came in, after its session was found: each answers why it was not taken.
    [[nodiscard]] std::optional<DatagramRefusal> on_control(MutableBytes datagram,
                                                            const Endpoint& from, Instant now);
    [[nodiscard]] std::optional<DatagramRefusal> on_transfer(MutableBytes datagram,
                                                             const Endpoint& from, Instant now);
    [[nodiscard]] std::optional<DatagramRefusal> on_audio(MutableBytes datagram,
                                                          const Endpoint& from, Instant now);
    [[nodiscard]] std::optional<DatagramRefusal> on_report(MutableBytes datagram,
                                                           const Endpoint& from, Instant now);

    bool send_audio(std::uint32_t timestamp, Bytes opus, bool marker, Instant now);
    std::optional<std::uint16_t> send_history(std::uint32_t timestamp, Bytes opus, Instant now);
    [[nodiscard]] std::optional<std::uint16_t> next_history_number() const noexcept;
    void set_history(const std::optional<HistoryAnswer>& answer, Instant now);
    void forget_sent() noexcept;
    void ask_again(std::span<const std::uint16_t> numbers, Instant now);
    void set_view(const MeetingView& view, Instant now);
    void set_update(const UpdateOffer& offer, Instant now);
    bool send_transfer(Bytes message, Instant now);
    /// Without effect once a press of it was counted here.
    void recall(const PressCount& counted) noexcept {
        if (ledger_.counted() == PressCount{}) ledger_.recall(counted);
    }
    [[nodiscard]] const PressCount& counted() const noexcept { return ledger_.counted(); }
    void on_time(Instant now);
    [[nodiscard]] Instant next_deadline() const noexcept;

    [[nodiscard]] bool has_index(std::uint32_t index) const noexcept;
    [[nodiscard]] bool is_there() const noexcept { return there_; }
    [[nodiscard]] bool has_session() const noexcept { return live_.has_value(); }
    [[nodiscard]] const BoxState* state() const noexcept { return state_ ? &*state_ : nullptr; }
    [[nodiscard]] const Endpoint& endpoint() const noexcept { return endpoint_; }
    [[nodiscard]] Instant last_heard() const noexcept { return last_heard_; }
    [[nodiscard]] LinkReport link() const noexcept;
    [[nodiscard]] const TrafficCount& traffic() const noexcept { return traffic_; }

  private:
    [[nodiscard]] SessionLine* line_of_ssrc(std::uint32_t ssrc) noexcept;
    [[nodiscard]] bool may_be_sent_to(Instant now) const noexcept;
    [[nodiscard]] Instant lost_at() const noexcept;
    void heard(std::size_t datagram, const Endpoint& from, Instant now);
    [[nodiscard]] bool on_frame(Bytes message, Instant now);
    void on_state(const BoxState& state, Instant now);
    void send_frame(Instant now);
    void send_again(const AskedAgain& asked, Instant now);
    void send(Bytes datagram, Instant now);

    BoxId box_;
    MixerShared& shared_;
    std::optional<SessionLine> live_;
    std::optional<SessionLine> previous_;  ///< sound only, until previous_until_
    Instant previous_until_ = never;
    Endpoint endpoint_;
    Instant last_heard_{};
    bool there_ = false;
    bool consent_over_ = false;  ///< not heard for `consent`, as on_time() has found
    bool ever_there_ = false;
    bool speaking_ = false;
    Instant speaking_since_{};
    std::optional<BoxState> state_;
    MeetingView view_;
    PressLedger ledger_;
    TrafficCount traffic_;
};

}  // namespace giaoban::net
