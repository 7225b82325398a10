#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>

#include "config/vocab/endpoint.h"
#include "config/vocab/time.h"
#include "tools/linksim/command.h"
#include "tools/linksim/link.h"
#include "tools/linksim/socket.h"

namespace giaoban::linksim {

struct ProxySettings {
    /// Where the box sends to; port 0 takes any that is free.
    Endpoint listen;
    /// Where the mixing box is.
    Endpoint to;
    LinkPairSettings links;
    std::uint64_t seed = 1;
};

/// The link between one box and the mixing box, on real UDP ports.
///
/// Answers go to where the last packet from the box's side came from. The mixing box sees one
/// address of its own for each box, which `rebind` changes as a mobile network does, now or when the
/// settings of the way up say so.
///
/// Threading:  one thread.
/// Errors:     StartupError when a port cannot be had; what the network does later is lost packets.
class Proxy {
  public:
    /// Times of recordings, outages and changes of address count from `now`.
    Proxy(const ProxySettings& settings, Instant now);

    /// What to wait on, and for how long at most.
    [[nodiscard]] int box_socket() const noexcept { return box_side_.get(); }
    [[nodiscard]] int mixer_socket() const noexcept { return mixer_side_.get(); }
    [[nodiscard]] Instant next_deadline() const noexcept;

    /// Takes in what waits at the sockets, and sends what is due.
    void run(Instant now);

    /// Does what a command asks; `stats` and `quit` are the caller's part.
    void apply(const Command& command, Instant now);

    [[nodiscard]] LinkPairSettings settings() const noexcept;
    /// One line of JSON.
    [[nodiscard]] std::string stats() const;

  private:
    void rebind();
    void take_in(Link& link, int socket, bool from_box, Instant now);
    void send_due(Instant now) noexcept;

    ProxySettings settings_;
    Link up_;
    Link down_;
    Socket box_side_;
    Socket mixer_side_;
    std::optional<Endpoint> box_;
    std::uint64_t rebinds_ = 0;
    std::size_t planned_rebinds_ = 0;
    std::array<std::byte, 65'536> buffer_{};
};

}  // namespace giaoban::linksim
