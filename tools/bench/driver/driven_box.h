#pragma once

#include <netinet/in.h>

#include <cstdint>
#include <memory>
#include <vector>

#include "config/vocab/random.h"
#include "config/vocab/samples.h"
#include "config/vocab/time.h"
#include "net/session/box_session.h"

namespace giaoban::bench {

using Speech = std::vector<std::vector<std::byte>>;

/// One box of the load: a real session on a UDP socket of its own, which speaks packets that were
/// encoded before, and counts what it hears without decoding it.
///
/// Threading:  not synchronised; one thread drives all boxes.
/// Errors:     StartupError when there is no socket; what the kernel refuses to send is lost.
class DrivenBox final : public net::BoxSessionSink {
  public:
    DrivenBox(net::BoxIdentity identity, std::uint16_t mixer_port, RandomSource& random,
              Instant now);
    ~DrivenBox() override;
    DrivenBox(const DrivenBox&) = delete;
    DrivenBox& operator=(const DrivenBox&) = delete;

    [[nodiscard]] int socket() const noexcept { return socket_; }
    void receive(Instant now);
    void on_time(Instant now);
    [[nodiscard]] Instant next_deadline() const noexcept;

    /// From now on it asks for the floor, and speaks whenever it has it.
    void speak(const Speech& speech, Samples frame, Instant now);

    [[nodiscard]] bool is_joined() const noexcept;
    [[nodiscard]] bool has_floor() const noexcept;
    [[nodiscard]] const net::BoxSession& session() const noexcept { return *session_; }

    struct Heard {
        std::uint64_t packets = 0;
        std::uint64_t gaps = 0;  ///< timestamps that did not follow on each other
        std::uint64_t sequence_lost = 0;
    };
    [[nodiscard]] const Heard& heard() const noexcept { return heard_; }

  private:
    void send(Bytes datagram) override;
    void audio(const net::RtpView& packet, Instant arrived) override;
    void view_changed(const net::MeetingView&) override {}
    void phase_changed(net::SessionPhase, std::optional<net::RefusalReason>) override {}
    void enrolled() override {}

    int socket_ = -1;
    std::unique_ptr<net::BoxSession> session_;
    const Speech* speech_ = nullptr;
    Samples frame_{};
    Instant next_frame_ = never;
    std::size_t spoken_ = 0;
    bool spoke_ = false;
    Heard heard_;
    std::uint32_t last_timestamp_ = 0;
    std::uint16_t last_sequence_ = 0;
    std::uint32_t a_packet_ = 0;
};

}  // namespace giaoban::bench
