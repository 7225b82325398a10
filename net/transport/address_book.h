#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config/vocab/endpoint.h"

namespace giaoban::net {

/// A name or a numeric address (IPv6 without brackets), and a port.
struct Host {
    std::string name;
    std::uint16_t port = 0;

    friend bool operator==(const Host&, const Host&) = default;
};

/// Which addresses the mixing box may have, and which of them to try now. The rules alone.
///
/// What was once found is kept: a name server that fails later takes nothing away. The addresses
/// come in the order of the hosts, and the one that is being tried stays when others join it.
///
/// Threading:  not synchronised.
/// Limits:     16 addresses a host; further ones are left out.
class AddressBook {
  public:
    explicit AddressBook(std::vector<Host> hosts);

    [[nodiscard]] const std::vector<Host>& hosts() const noexcept { return hosts_; }
    /// Whether that host is a name, which has to be asked for.
    [[nodiscard]] bool is_name(std::size_t host) const noexcept { return names_[host]; }

    /// Where to send now; nothing as long as no address is known.
    [[nodiscard]] std::optional<Endpoint> current() const noexcept { return current_; }
    /// Nobody answered there: the next one's turn, and the first's after the last.
    void try_next();
    /// What was found for that host; none changes nothing.
    void found(std::size_t host, const std::vector<Endpoint>& endpoints);

    /// What was found for names, to be kept for a start without a name server: `HOST ADDRESS` a line, in an order that does not
    /// change with the name server's.
    [[nodiscard]] std::string text() const;
    /// Takes in such a text; what is not of these hosts, or no address, is left out. What is found later goes before it.
    void recall(std::string_view text);

  private:
    [[nodiscard]] std::vector<Endpoint> all() const;

    std::vector<Host> hosts_;
    std::vector<bool> names_;
    std::vector<std::vector<Endpoint>> known_;
    std::optional<Endpoint> current_;
};

}  // namespace giaoban::net
