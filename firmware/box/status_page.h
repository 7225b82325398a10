#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "config/vocab/time.h"
#include "firmware/box/audio_rings.h"
#include "firmware/box/box_face.h"
#include "net/link/rung.h"
#include "net/session/box_session.h"
#include "net/wire/box_local.h"

namespace giaoban::box {

/// Gathers what is told of a box: to `giaobanctl box` and, in short, to the mixing box.
///
/// Threading: one thread. Errors: none.
class StatusPage {
  public:
    StatusPage(std::string name, Instant now)
        : name_(std::move(name)), started_(now), phase_since_(now) {}

    void on_report(const AudioReport& report) noexcept;
    void on_phase(Instant now) noexcept { phase_since_ = now; }
    void on_prompt(audio::Prompt prompt) noexcept { last_prompt_ = prompt; }
    /// Why there is no session, where that is not the network's or the mixing box's doing.
    void on_trouble(std::string trouble) { trouble_ = std::move(trouble); }
    void on_rung(net::RungIndex rung) noexcept { rung_ = rung; }
    void on_packet_lost() noexcept { ++not_played_; }

    [[nodiscard]] net::SoundHealth sound() const noexcept { return sound_; }
    [[nodiscard]] audio::PortState port_state() const noexcept { return report_.port.state; }
    [[nodiscard]] net::SoundFigures figures() const noexcept;
    [[nodiscard]] net::BoxStatus status(const net::BoxSession& session, const BoxFace& face,
                                        Instant now) const;

  private:
    [[nodiscard]] std::vector<net::NamedCounter> counters(const net::SessionFigures& session) const;

    std::string name_;
    std::string trouble_;
    Instant started_;
    Instant phase_since_;
    AudioReport report_;
    net::SoundHealth sound_ = net::SoundHealth::unknown;
    std::optional<audio::Prompt> last_prompt_;
    net::RungIndex rung_{};
    std::uint64_t not_played_ = 0;  ///< packets that found the ring to the audio thread full
};

}  // namespace giaoban::box
