#include "board/watchdog/notify_socket.h"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <cstring>
#include <system_error>
#include <utility>

namespace giaoban::board {

namespace {

std::optional<std::int64_t> number(std::string_view text) noexcept {
    std::int64_t value = 0;
    const char* const end = text.data() + text.size();
    const auto [stopped, error] = std::from_chars(text.data(), end, value);
    if (error != std::errc{} || stopped != end || value <= 0) return std::nullopt;
    return value;
}

}  // namespace

Expected<NotifySocket, std::string> NotifySocket::open(std::string_view address) {
    const std::string named(address);
    const bool is_abstract = !address.empty() && address.front() == '@';
    if (!is_abstract && (address.empty() || address.front() != '/')) {
        return Unexpected("NOTIFY_SOCKET is `" + named + "`: neither a path nor @NAME");
    }
    // A path ends with a zero, for which there must be room; a name does not.
    const std::size_t most = sizeof(::sockaddr_un::sun_path) - (is_abstract ? 0 : 1);
    if (address.size() > most || address.size() < 2) {
        return Unexpected("NOTIFY_SOCKET is `" + named + "`: no address has that length");
    }
    const int descriptor = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (descriptor < 0) {
        return Unexpected("no socket for the service manager: " +
                          std::generic_category().message(errno));
    }
    std::string as_kernel_takes_it = named;
    if (is_abstract) as_kernel_takes_it.front() = '\0';
    return NotifySocket(descriptor, std::move(as_kernel_takes_it));
}

NotifySocket::NotifySocket(NotifySocket&& from) noexcept
    : descriptor_(std::exchange(from.descriptor_, -1)), address_(std::move(from.address_)) {}

NotifySocket::~NotifySocket() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

bool NotifySocket::tell(std::string_view lines) noexcept {
    ::sockaddr_un to{};
    to.sun_family = AF_UNIX;
    std::memcpy(to.sun_path, address_.data(), address_.size());
    // Named each time: a service manager that was itself started anew is another at the same address.
    const auto length =
        static_cast<::socklen_t>(offsetof(::sockaddr_un, sun_path) + address_.size());
    const ::ssize_t sent = ::sendto(descriptor_, lines.data(), lines.size(), MSG_NOSIGNAL,
                                    reinterpret_cast<const ::sockaddr*>(&to), length);
    return sent == static_cast<::ssize_t>(lines.size());
}

std::string status_line(std::string_view text) {
    std::string line = "STATUS=" + std::string(text);
    std::replace_if(
        line.begin(), line.end(), [](char letter) { return letter == '\n' || letter == '\0'; },
        ' ');
    return line;
}

std::optional<Milliseconds> watchdog_patience(std::string_view microseconds,
                                              std::string_view process,
                                              std::int64_t own_process) noexcept {
    const auto patience = number(microseconds);
    if (!patience) return std::nullopt;
    if (!process.empty() && number(process) != own_process) return std::nullopt;
    return std::chrono::duration_cast<Milliseconds>(Microseconds{*patience});
}

}  // namespace giaoban::board
