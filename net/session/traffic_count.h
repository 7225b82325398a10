#pragma once

#include <cstddef>

#include "config/vocab/time.h"
#include "net/session/datagram_bounds.h"
#include "net/session/rate_meter.h"
#include "net/session/session_figures.h"

namespace giaoban::net {

/// SessionFigures as they grow, with the meters behind the rates.
class TrafficCount {
  public:
    void sent(std::size_t datagram, Instant now) noexcept {
        count(figures_.sent, sent_rate_, datagram, now);
    }
    void received(std::size_t datagram, Instant now) noexcept {
        count(figures_.received, received_rate_, datagram, now);
    }
    void refused(DatagramRefusal why) noexcept {
        ++figures_.refused[static_cast<std::size_t>(why)];
    }
    /// For the counters that are plain numbers.
    [[nodiscard]] SessionFigures& numbers() noexcept { return figures_; }

    [[nodiscard]] SessionFigures at(Instant now) const noexcept {
        SessionFigures figures = figures_;
        figures.sent.bits_per_second = sent_rate_.bits_per_second(now);
        figures.received.bits_per_second = received_rate_.bits_per_second(now);
        return figures;
    }

  private:
    static void count(WireFigures& figures, RateMeter& rate, std::size_t datagram,
                      Instant now) noexcept {
        ++figures.datagrams;
        figures.bytes += datagram + ip_udp_bytes;
        rate.add(datagram + ip_udp_bytes, now);
    }

    SessionFigures figures_;
    RateMeter sent_rate_;
    RateMeter received_rate_;
};

}  // namespace giaoban::net
