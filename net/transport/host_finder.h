#pragma once

#include <boost/asio/io_context.hpp>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config/vocab/endpoint.h"
#include "config/vocab/time.h"
#include "net/transport/address_book.h"

namespace giaoban::net {

/// Finds the mixing box's address without ever holding up the thread that asks.
///
/// Threading:  belongs to the thread that runs the io_context. Names are looked up on a thread of
///             their own, which is left behind when the program ends before the name server answers.
/// Errors:     none: a name that is not found is asked for again.
class HostFinder {
  public:
    /// Blocks for as long as it takes; none when it finds none.
    using LookUp = std::function<std::vector<Endpoint>(const Host&)>;
    using OnFound = std::function<void()>;

    /// Names are not asked for more often. A resolver's own patience is 5 s a try (resolv.conf).
    static constexpr Duration least_interval = Seconds{10};

    /// Starts looking at once. `on_found` is called after each answer that has an address.
    HostFinder(boost::asio::io_context& context, std::vector<Host> hosts, Instant now,
               OnFound on_found = {}, LookUp look_up = system_look_up);
    HostFinder(const HostFinder&) = delete;
    HostFinder& operator=(const HostFinder&) = delete;
    ~HostFinder();

    [[nodiscard]] std::optional<Endpoint> endpoint() const noexcept;
    /// Nobody answers at endpoint(): goes on to the next and asks for the names again. Also to be
    /// called while there is no endpoint, each time that one is wanted.
    void try_next(Instant now);

    /// What was found so far, and what an earlier start had found. See AddressBook::text() and recall().
    [[nodiscard]] std::string known() const { return book().text(); }
    void recall(std::string_view text);

    /// The machine's own resolver.
    [[nodiscard]] static std::vector<Endpoint> system_look_up(const Host& host);

  private:
    struct State;

    void ask(Instant now);
    [[nodiscard]] const AddressBook& book() const noexcept;

    std::shared_ptr<State> state_;
};

}  // namespace giaoban::net
