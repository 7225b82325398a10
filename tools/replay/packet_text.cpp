#include "tools/replay/packet_text.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "audio/codec/encoded_packet.h"

namespace giaoban::replay {
namespace {

std::string_view take_word(std::string_view& line) {
    constexpr std::string_view space = " \t\r";
    line.remove_prefix(std::min(line.find_first_not_of(space), line.size()));
    const std::string_view word = line.substr(0, std::min(line.find_first_of(space), line.size()));
    line.remove_prefix(word.size());
    return word;
}

template <typename Number>
std::optional<Number> number(std::string_view word) {
    Number value{};
    const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
    if (error != std::errc{} || end != word.data() + word.size()) return std::nullopt;
    return value;
}

/// Times are kept within a century, so that no sum of two overflows.
std::optional<Microseconds> time(std::string_view word) {
    constexpr std::int64_t most = 3'155'760'000'000'000;
    const auto value = number<std::int64_t>(word);
    if (!value || *value > most || *value < -most) return std::nullopt;
    return Microseconds{*value};
}

std::optional<unsigned> nibble(char c) {
    if (c >= '0' && c <= '9') return static_cast<unsigned>(c - '0');
    if (c >= 'a' && c <= 'f') return static_cast<unsigned>(c - 'a') + 10U;
    if (c >= 'A' && c <= 'F') return static_cast<unsigned>(c - 'A') + 10U;
    return std::nullopt;
}

std::optional<std::vector<std::byte>> bytes_of(std::string_view hex) {
    if (hex.size() % 2 != 0 || hex.size() / 2 > audio::EncodedPacket::max_size) return std::nullopt;
    std::vector<std::byte> bytes;
    bytes.reserve(hex.size() / 2);
    for (std::size_t i = 0; i < hex.size(); i += 2) {
        const auto high = nibble(hex[i]);
        const auto low = nibble(hex[i + 1]);
        if (!high || !low) return std::nullopt;
        bytes.push_back(static_cast<std::byte>(*high << 4U | *low));
    }
    return bytes;
}

Unexpected<PacketError> refuse(std::size_t line, std::string_view what) {
    return Unexpected(PacketError{"line " + std::to_string(line) + ": " + std::string(what) +
                                  "; `arrival_us seq rtp_ts payload_hex` is accepted"});
}

std::optional<std::string_view> read_packet(std::string_view line, Packet& packet) {
    const auto at = time(take_word(line));
    const auto seq = number<std::uint16_t>(take_word(line));
    const auto timestamp = number<std::uint32_t>(take_word(line));
    auto payload = bytes_of(take_word(line));
    if (!at) return "the time is no number of microseconds";
    if (!seq) return "the sequence number is none of 0 to 65535";
    if (!timestamp) return "the timestamp is none of 0 to 4294967295";
    if (!payload) return "the payload is not pairs of hexadecimal digits, 1275 at most";
    if (!take_word(line).empty()) return "there are more than four words";
    packet.at = *at;
    packet.seq = *seq;
    packet.timestamp = *timestamp;
    packet.payload = std::move(*payload);
    return std::nullopt;
}

std::optional<std::string_view> read_comment(std::string_view line, PacketFile& file) {
    const std::string_view kind = take_word(line);
    if (kind == "lost") {
        Packet packet{
            .at = {}, .seq = 0, .timestamp = 0, .marker = false, .lost = true, .payload = {}};
        const auto fault = read_packet(line, packet);
        if (!fault) file.packets.push_back(std::move(packet));
        return fault;
    }
    if (kind == "origin") {
        const auto timestamp = number<std::uint32_t>(take_word(line));
        const auto at = time(take_word(line));
        if (!timestamp || !at) return "`# origin` is not followed by a timestamp and microseconds";
        file.origin = Origin{.timestamp = *timestamp, .at = *at};
    }
    return std::nullopt;
}

/// The text has no marker bit. Where a packet follows the one before and its timestamp does so after more than the
/// longest packet (RFC 6716 section 2.1.4), nobody spoke in between.
void mark_talks(std::vector<Packet>& packets) {
    constexpr std::uint32_t longest = 5'760;
    constexpr std::uint32_t half = 1U << 31U;
    for (std::size_t i = 1; i < packets.size(); ++i) {
        const auto step = packets[i].timestamp - packets[i - 1].timestamp;
        const bool next = packets[i].seq == static_cast<std::uint16_t>(packets[i - 1].seq + 1);
        packets[i].marker = next && step > longest && step < half;
    }
}

void append_hex(std::string& text, const std::vector<std::byte>& bytes) {
    constexpr std::string_view digits = "0123456789abcdef";
    for (const std::byte byte : bytes) {
        text += digits[std::to_integer<std::size_t>(byte) >> 4U];
        text += digits[std::to_integer<std::size_t>(byte) & 15U];
    }
}

}  // namespace

Expected<PacketFile, PacketError> read_packet_text(std::string_view text) {
    PacketFile file;
    for (std::size_t number = 1; !text.empty(); ++number) {
        std::string_view line = text.substr(0, std::min(text.find('\n'), text.size()));
        text.remove_prefix(std::min(line.size() + 1, text.size()));
        std::string_view rest = line;
        const std::string_view first = take_word(rest);
        if (first.empty()) continue;
        if (first.front() == '#') {
            line.remove_prefix(line.find('#') + 1);
            if (const auto fault = read_comment(line, file)) return refuse(number, *fault);
            continue;
        }
        Packet packet;
        if (const auto fault = read_packet(line, packet)) return refuse(number, *fault);
        file.packets.push_back(std::move(packet));
    }
    std::ranges::stable_sort(file.packets, {}, &Packet::at);
    mark_talks(file.packets);
    return file;
}

std::string write_packet_text(const PacketFile& file) {
    std::string text;
    if (file.origin) {
        text += "# origin " + std::to_string(file.origin->timestamp) + ' ' +
                std::to_string(file.origin->at.count()) + '\n';
    }
    for (const Packet& packet : file.packets) {
        if (packet.lost) text += "# lost ";
        text += std::to_string(packet.at.count()) + ' ' + std::to_string(packet.seq) + ' ' +
                std::to_string(packet.timestamp) + ' ';
        append_hex(text, packet.payload);
        text += '\n';
    }
    return text;
}

}  // namespace giaoban::replay
