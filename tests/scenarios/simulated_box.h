#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "audio/ports/sound_port.h"
#include "audio/prompts/prompt.h"
#include "audio/prompts/prompt_library.h"
#include "config/vocab/random.h"
#include "firmware/box/audio_rings.h"
#include "firmware/box/box_audio.h"
#include "firmware/box/box_face.h"
#include "firmware/box/catch_up_asker.h"
#include "firmware/box/catch_up_link.h"
#include "firmware/box/down_watch.h"
#include "net/link/rung.h"
#include "net/session/box_session.h"
#include "tests/scenarios/hearing.h"

namespace giaoban::scenarios {

/// The clock of one machine: the simulation's, moved.
struct MachineClock {
    Duration offset{};

    [[nodiscard]] Instant here(Instant simulated) const noexcept { return simulated + offset; }
    [[nodiscard]] Instant simulated(Instant here) const noexcept {
        return here == never ? never : here - offset;
    }
};

/// What outlives a box's program: its keys, its card, how often it was started.
struct BoxPapers {
    net::KeyPair keys;
    net::PublicKey mixer_key;
    net::CardName name;
    std::optional<net::SecretKey> enrolment;
    std::uint32_t boot_count = 0;
};

/// The pure parts of giaoban-box, joined as its network thread joins them, without sockets and threads.
///
/// Prompts are noted and not said, so that the speaker plays the meeting alone.
///
/// Units: all times are the simulation's; the box itself sees its own clock.
class SimulatedBox final : private net::BoxSessionSink, private audio::SoundPort {
  public:
    struct Around {
        std::size_t number = 0;
        RandomSource* random = nullptr;
        BoxPapers* papers = nullptr;
        MachineClock* clock = nullptr;
        Turns* turns = nullptr;
        Hearing* hearing = nullptr;
        const audio::PromptLibrary* prompts = nullptr;
        std::function<void(Bytes)> send;
        net::RungIndex rung{};
        bool catch_up = true;
        bool deaf = false;      ///< its microphone does not hear its speaker
        Duration tick_phase{};  ///< of its sound card, against the simulation's ticks
    };

    SimulatedBox(Around around, Instant now);
    ~SimulatedBox() override;

    void on_datagram(MutableBytes datagram, Instant now);
    /// What is due by now: the session's, the face's, the sound's.
    void on_time(Instant now);
    [[nodiscard]] Instant next_deadline() const noexcept { return next_; }

    /// The button. Whether the press counts.
    bool press(board::ButtonPress press, Instant now);
    /// The clock was moved: deadlines are other ones.
    void clock_moved(Instant now) { follow(now); }

    [[nodiscard]] const net::BoxSession& session() const noexcept { return session_; }
    [[nodiscard]] const box::BoxFace& face() const noexcept { return face_; }
    [[nodiscard]] bool is_joined() const noexcept {
        return session_.phase() == net::SessionPhase::joined;
    }
    [[nodiscard]] FloorState floor() const noexcept { return session_.view().floor; }
    [[nodiscard]] std::uint16_t place() const noexcept { return session_.view().place; }
    [[nodiscard]] const std::vector<audio::Prompt>& said() const noexcept { return said_; }
    [[nodiscard]] const audio::PlayoutStats& playout() const noexcept { return report_.playout; }
    [[nodiscard]] const box::CatchUpAsker& catch_up() const noexcept { return catch_up_; }
    /// The turn that it speaks now.
    [[nodiscard]] std::optional<std::size_t> turn() const noexcept { return turn_; }

  private:
    // Of the session.
    void send(Bytes datagram) override { around_.send(datagram); }
    void audio(const net::RtpView& packet, Instant arrived) override;
    void history(const net::RtpView& packet, Instant arrived) override;
    void view_changed(const net::MeetingView&) override { view_is_new_ = true; }
    void phase_changed(net::SessionPhase, std::optional<net::RefusalReason>) override {}
    void enrolled() override { around_.papers->enrolment.reset(); }

    // Of the sound.
    [[nodiscard]] Pace pace() const noexcept override { return Pace::caller; }
    void exchange(std::span<std::int16_t> captured,
                  std::span<const std::int16_t> to_play) noexcept override;
    [[nodiscard]] audio::PortHealth health() const noexcept override { return {}; }

    [[nodiscard]] Instant here(Instant simulated) const noexcept {
        return around_.clock->here(simulated);
    }
    void tick(Instant now);
    void follow(Instant now);
    void order_microphone(Instant now);
    void order_rung();
    void follow_test(Instant now);
    void follow_room(Instant now);

    Around around_;
    std::unique_ptr<box::AudioRings> rings_;
    box::BoxFace face_;
    box::CatchUpAsker catch_up_;
    net::BoxSession session_;
    box::BoxAudio audio_;
    box::DownWatch down_watch_;
    box::AudioReport report_;
    std::vector<audio::Prompt> said_;
    Instant next_tick_;
    Instant next_;
    Instant ticking_at_{};
    bool view_is_new_ = false;
    std::uint32_t presses_on_their_way_ = 0;
    bool microphone_ordered_ = false;
    std::optional<net::RungIndex> rung_ordered_;
    box::PlayoutOrdered playout_ordered_;
    std::uint32_t test_ordered_ = 0;
    net::RoomStay stay_ordered_;  ///< of the room that the audio thread was brought into
    std::optional<std::size_t> turn_;
};

}  // namespace giaoban::scenarios
