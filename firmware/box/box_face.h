#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "audio/ports/sound_port.h"
#include "audio/prompts/prompt.h"
#include "board/buttons/press_classifier.h"
#include "board/lamps/lamp_pattern.h"
#include "config/vocab/time.h"
#include "net/floor/box_floor.h"
#include "net/keys/refusal.h"
#include "net/wire/meeting_view.h"
#include "net/wire/self_test.h"
#include "net/wire/session_phase.h"

namespace giaoban::box {

/// Whether there are settings of the card, and they are good. See firmware/settings.
enum class CardSettingsState : std::uint8_t { good, wrong, missing };

/// What a box tells its people, in words and with lamps: the session's phase, the meeting's view, the
/// sound card and the button in; prompts, lamps and whether the microphone is open out.
///
/// The centre's call is said each `rings_each` until the button is pressed, which only answers it, or it ends.
/// A trouble is said when it begins, and again whenever somebody presses the button while it lasts.
///
/// Threading:  not synchronised; the network thread owns it.
/// Real time:  takes no memory.
/// Errors:     none; anything may follow anything.
/// Limits:     `most_prompts` wait to be taken; a further one pushes out the oldest.
class BoxFace {
  public:
    static constexpr std::size_t most_prompts = 8;
    /// The prompt takes 4 s; then a pause in which the meeting can be heard.
    static constexpr Duration rings_each = std::chrono::seconds(10);

    void on_phase(net::SessionPhase phase, std::optional<net::RefusalReason> why) noexcept;
    /// `on_their_way`: presses that the mixing box has not yet counted.
    void on_view(const net::MeetingView& view, std::uint32_t on_their_way, Instant now) noexcept;
    void on_sound(audio::PortState state) noexcept;
    void on_settings(CardSettingsState state) noexcept;
    /// What is heard was missed before, and is played faster until it is live.
    void on_catching_up(bool catching_up) noexcept { catching_up_ = catching_up; }
    /// Answers what the press means; with `none` it is not to be counted.
    [[nodiscard]] net::PressMeaning on_press(board::ButtonPress press, Instant now) noexcept;

    /// What became of a test of speaker and microphone that was asked for.
    void on_self_test(const net::SelfTestResult& result) noexcept;

    [[nodiscard]] Instant next_deadline() const noexcept {
        return std::min(floor_.next_deadline(), call_ == 0 ? never : rings_at_);
    }
    void on_time(Instant now) noexcept;

    /// What is to be said next.
    [[nodiscard]] std::optional<audio::Prompt> take_prompt() noexcept;
    [[nodiscard]] bool microphone_open() const noexcept { return floor_.microphone_open(); }
    /// The call that was answered last, for the box's state.
    [[nodiscard]] std::uint32_t call_answered() const noexcept { return answered_; }
    /// Nobody here speaks, nor can begin to at any moment: delay costs nothing, and every word is wanted.
    [[nodiscard]] bool only_listens() const noexcept {
        return !floor_.microphone_open() && floor_.view().state != FloorState::speaking &&
               floor_.view().policy != FloorPolicy::open;
    }
    [[nodiscard]] board::LampSign floor_lamp() const noexcept;
    [[nodiscard]] board::LampSign link_lamp() const noexcept;

  private:
    void say(audio::Prompt prompt) noexcept;
    void say_what_is_wrong() noexcept;
    void say_cue() noexcept;
    void follow_call(std::uint32_t call, Instant now) noexcept;
    void follow_room(const net::RoomView& stay) noexcept;

    net::BoxFloor floor_;
    net::SessionPhase phase_ = net::SessionPhase::connecting;
    std::optional<net::RefusalReason> refusal_;
    audio::PortState sound_ = audio::PortState::running;
    std::uint32_t call_ = 0;  ///< 0: nobody calls
    std::uint32_t answered_ = 0;
    Instant rings_at_{};
    RoomId room_ = plenary;
    CardSettingsState settings_ = CardSettingsState::good;
    bool recording_ = false;
    bool others_speak_ = false;
    bool catching_up_ = false;
    std::array<audio::Prompt, most_prompts> prompts_{};
    std::size_t waiting_ = 0;
};

/// What stands in the log and in the box's status: "on", "slow blinking", ….
[[nodiscard]] const char* describe(board::LampSign sign) noexcept;

}  // namespace giaoban::box
