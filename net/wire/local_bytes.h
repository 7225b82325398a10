#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "config/vocab/bytes.h"
#include "config/vocab/expected.h"
#include "net/wire/control_frame.h"
#include "net/wire/local.pb.h"
#include "net/wire/meeting_local.h"
#include "net/wire/text_rules.h"
#include "net/wire/wire_fault.h"

// What all messages of the UNIX sockets share. Of this folder alone.
namespace giaoban::net {

template <typename Message>
[[nodiscard]] Expected<std::vector<std::byte>, WireFault> write_local(const Message& message,
                                                                      std::size_t most) {
    const std::size_t size = message.ByteSizeLong();
    if (size > most) return Unexpected(WireFault::too_large);
    std::vector<std::byte> bytes(size);
    if (!message.SerializeToArray(bytes.data(), static_cast<int>(size))) {
        return Unexpected(WireFault::malformed);
    }
    return bytes;
}

template <typename Message>
[[nodiscard]] std::optional<WireFault> read_local(Bytes bytes, std::size_t most, Message& to) {
    if (bytes.size() > most) return WireFault::too_large;
    if (!to.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
        return WireFault::malformed;
    }
    return std::nullopt;
}

template <typename List>
[[nodiscard]] std::optional<WireFault> write_counters(const std::vector<NamedCounter>& from,
                                                      List& to) {
    if (from.size() > max_status_counters) return WireFault::out_of_range;
    for (const NamedCounter& counter : from) {
        if (!is_showable(counter.name, max_text_bytes)) return WireFault::bad_text;
        wire::Counter& out = *to.Add();
        out.set_name(counter.name);
        out.set_value(counter.value);
    }
    return std::nullopt;
}

template <typename List>
[[nodiscard]] std::optional<WireFault> read_counters(const List& from,
                                                     std::vector<NamedCounter>& to) {
    if (static_cast<std::size_t>(from.size()) > max_status_counters) {
        return WireFault::out_of_range;
    }
    for (const wire::Counter& counter : from) {
        if (!is_showable(counter.name(), max_text_bytes)) return WireFault::bad_text;
        to.push_back({counter.name(), counter.value()});
    }
    return std::nullopt;
}

}  // namespace giaoban::net
