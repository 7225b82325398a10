#include "tools/bench/driver/driven_box.h"

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <utility>

#include "config/vocab/startup_error.h"
#include "net/rtp/rtp_packet.h"

namespace giaoban::bench {

DrivenBox::DrivenBox(net::BoxIdentity identity, std::uint16_t mixer_port, RandomSource& random,
                     Instant now)
    : socket_(::socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)) {
    sockaddr_in mixer{};
    mixer.sin_family = AF_INET;
    mixer.sin_port = htons(mixer_port);
    mixer.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (socket_ < 0 ||
        ::connect(socket_, reinterpret_cast<const sockaddr*>(&mixer), sizeof mixer) != 0) {
        throw StartupError("no socket for a box: raise the number of open files (ulimit -n)",
                           StartupError::Exit::unavailable);
    }
    session_ = std::make_unique<net::BoxSession>(
        net::BoxSessionSettings{.identity = std::move(identity), .software = "load"}, random, *this,
        now);
}

DrivenBox::~DrivenBox() { ::close(socket_); }

void DrivenBox::send(Bytes datagram) { (void)::send(socket_, datagram.data(), datagram.size(), 0); }

void DrivenBox::receive(Instant now) {
    std::array<std::byte, 2048> datagram;
    for (;;) {
        const auto size = ::recv(socket_, datagram.data(), datagram.size(), 0);
        if (size <= 0) return;
        session_->on_datagram(std::span(datagram).first(static_cast<std::size_t>(size)), now);
    }
}

void DrivenBox::audio(const net::RtpView& packet, Instant) {
    if (heard_.packets > 0) {
        const auto ahead = static_cast<std::uint16_t>(packet.sequence() - last_sequence_);
        heard_.sequence_lost += ahead - 1U;
        const bool follows = packet.timestamp() - last_timestamp_ == a_packet_ || packet.marker();
        if (a_packet_ != 0 && !follows) ++heard_.gaps;
    }
    last_sequence_ = packet.sequence();
    last_timestamp_ = packet.timestamp();
    ++heard_.packets;
}

void DrivenBox::speak(const Speech& speech, Samples frame, Instant now) {
    speech_ = &speech;
    frame_ = frame;
    next_frame_ = now;
    session_->press(net::Press::short_press, now);
}

bool DrivenBox::is_joined() const noexcept {
    return session_->phase() == net::SessionPhase::joined;
}

bool DrivenBox::has_floor() const noexcept {
    return session_->view().floor == FloorState::speaking;
}

Instant DrivenBox::next_deadline() const noexcept {
    return std::min(session_->next_deadline(), next_frame_);
}

void DrivenBox::on_time(Instant now) {
    while (next_frame_ <= now) {
        if (has_floor()) {
            const auto timestamp =
                static_cast<std::uint32_t>(static_cast<std::int64_t>(spoken_) * frame_.count());
            (void)session_->send_audio(timestamp, (*speech_)[spoken_ % speech_->size()],
                                       !std::exchange(spoke_, true), now);
        }
        ++spoken_;
        next_frame_ += std::chrono::duration_cast<Duration>(frame_);
    }
    if (session_->next_deadline() <= now) session_->on_time(now);
}

}  // namespace giaoban::bench
