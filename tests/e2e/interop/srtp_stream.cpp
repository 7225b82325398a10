// srtp_stream protect|open PROFILE SSRC KEY
//
// Reads packets on standard input and writes them, protected or opened, on standard output; each has its length in two
// bytes before it (RFC 4571), the way GStreamer's rtpstreampay and rtpstreamdepay have them. KEY is master key and salt
// in hexadecimal digits. RTCP goes through by its packet type (RFC 5761). What is refused is said on standard error, and
// the exit code is 1 then.
#include <array>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config/vocab/bytes.h"
#include "net/srtp/srtp_session.h"

namespace giaoban::net {
namespace {

using Packet = std::vector<std::byte>;

bool read_exactly(MutableBytes into) {
    return std::fread(into.data(), 1, into.size(), stdin) == into.size();
}

std::optional<Packet> read_packet() {
    std::array<std::byte, 2> length{};
    if (!read_exactly(length)) return std::nullopt;
    Packet packet(load_u16(length));
    if (!read_exactly(packet)) return std::nullopt;
    return packet;
}

void write_packet(Bytes packet) {
    std::array<std::byte, 2> length{};
    store_u16(length, static_cast<std::uint16_t>(packet.size()));
    std::fwrite(length.data(), 1, length.size(), stdout);
    std::fwrite(packet.data(), 1, packet.size(), stdout);
}

/// RFC 5761 section 4: packet types 192 to 223 are RTCP's.
bool is_rtcp(Bytes packet) {
    return packet.size() >= 2 && packet[1] >= std::byte{192} && packet[1] <= std::byte{223};
}

std::optional<SrtpKeys> parse_keys(std::string_view text, SrtpProfile profile) {
    const std::size_t wanted = key_length(profile) + salt_length(profile);
    if (text.size() != 2 * wanted) return std::nullopt;
    SrtpKeys keys;
    for (std::size_t i = 0; i < wanted; ++i) {
        const std::string pair(text.substr(2 * i, 2));
        char* end = nullptr;
        const auto value = static_cast<std::byte>(std::strtoul(pair.c_str(), &end, 16));
        if (*end != '\0') return std::nullopt;
        if (i < key_length(profile)) {
            keys.key.bytes()[i] = value;
        } else {
            keys.salt.bytes()[i - key_length(profile)] = value;
        }
    }
    return keys;
}

std::optional<SrtpProfile> parse_profile(std::string_view text) {
    if (text == "aes-cm") return SrtpProfile::aes_cm_128_hmac_sha1_80;
    if (text == "aes-128-gcm") return SrtpProfile::aead_aes_128_gcm;
    if (text == "aes-256-gcm") return SrtpProfile::aead_aes_256_gcm;
    return std::nullopt;
}

int protect_all(SrtpSender& sender, SrtpProfile profile) {
    int refused = 0;
    while (auto packet = read_packet()) {
        const std::size_t size = packet->size();
        packet->resize(size + rtcp_overhead(profile));
        const auto length =
            is_rtcp(*packet) ? sender.protect_rtcp(*packet, size) : sender.protect(*packet, size);
        if (length) {
            write_packet(Bytes(*packet).first(*length));
        } else {
            std::fprintf(stderr, "not protected: %d\n", static_cast<int>(length.error()));
            refused = 1;
        }
    }
    return refused;
}

int open_all(SrtpReceiver& receiver) {
    int refused = 0;
    while (auto packet = read_packet()) {
        const auto opened = is_rtcp(*packet) ? receiver.open_rtcp(*packet) : receiver.open(*packet);
        if (opened) {
            write_packet(*opened);
        } else {
            std::fprintf(stderr, "refused: %d\n", static_cast<int>(opened.error()));
            refused = 1;
        }
    }
    return refused;
}

int run(std::string_view what, std::string_view profile_text, const char* ssrc_text,
        std::string_view key_text) {
    const auto profile = parse_profile(profile_text);
    const auto keys = profile ? parse_keys(key_text, *profile) : std::nullopt;
    const auto ssrc = static_cast<std::uint32_t>(std::strtoul(ssrc_text, nullptr, 10));
    if (!keys || (what != "protect" && what != "open")) {
        std::fputs("srtp_stream protect|open aes-cm|aes-128-gcm|aes-256-gcm SSRC KEY\n", stderr);
        return 64;
    }
    if (what == "protect") {
        SrtpSender sender(*keys, ssrc, *profile);
        return protect_all(sender, *profile);
    }
    SrtpReceiver receiver(*keys, ssrc, *profile);
    return open_all(receiver);
}

}  // namespace
}  // namespace giaoban::net

int main(int argc, char* argv[]) {
    if (argc != 5) return giaoban::net::run("", "", "", "");
    return giaoban::net::run(argv[1], argv[2], argv[3], argv[4]);
}
