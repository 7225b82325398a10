#pragma once

#include <cstdint>
#include <span>

#include "config/vocab/time.h"

namespace giaoban::box {

/// Over which network card a box sends: an interface's number, or that the kernel's routes say.
using Uplink = std::uint32_t;
inline constexpr Uplink by_routes = 0;

/// Which way to the mixing box is taken. Routes with metrics know a link that is lost; a link that is up and dead (a modem
/// without credit, a router without a line) only the box sees. The rules alone.
///
/// As the kernel's routes say, as long as something is heard that way. After `patience` without a word the next network card that
/// has a route is tried, round and round. While another than the kernel's is in use, the kernel's is tried again now and then,
/// for `trial`: what comes in over it brings the box back. In that time only its own questions can be lost: what the
/// mixing box sends still comes the old way until one of them has arrived.
///
/// Threading:  not synchronised. Real time: takes no memory. Errors: none.
class UplinkChoice {
  public:
    /// A handshake is tried each second, and a mobile link with a full queue has been seen at 4 s a round trip.
    static constexpr Duration patience = std::chrono::seconds(6);
    /// Two of the questions that an idle box asks each 2.2 s.
    static constexpr Duration trial = std::chrono::seconds(5);
    static constexpr Duration first_look_back = std::chrono::seconds(30);
    static constexpr Duration longest_look_back = std::chrono::minutes(8);

    struct Seen {
        std::span<const Uplink> uplinks;  ///< those with a route to the mixing box, best first
        Uplink first = by_routes;         ///< which of them the kernel's routes take
        bool heard = false;               ///< the session lives
        bool may_try = true;              ///< nobody speaks here
    };

    /// Once a second.
    void on_second(const Seen& seen, Instant now) noexcept;
    /// Something authentic came in over that one.
    void heard_over(Uplink uplink, Instant now) noexcept;

    [[nodiscard]] Uplink send_over() const noexcept { return trying_ ? by_routes : current_; }
    /// Whether it has to be known which way things come in.
    [[nodiscard]] bool listens() const noexcept { return trying_; }

  private:
    void next(const Seen& seen) noexcept;
    void look_back(const Seen& seen, Instant now) noexcept;

    Uplink current_ = by_routes;
    Uplink first_ = by_routes;
    bool trying_ = false;
    Instant since_{};  ///< nothing was heard, or this one is tried
    bool unheard_ = false;
    Instant look_back_at_ = never;
    Duration look_back_each_ = first_look_back;
};

}  // namespace giaoban::box
