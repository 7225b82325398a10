#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "config/config_error.h"
#include "config/minutes_settings.h"
#include "config/settings.h"
#include "config/vocab/floor_words.h"
#include "config/vocab/samples.h"
#include "config/vocab/time.h"

namespace giaoban::config {

/// Each open microphone is a decoder and a mix of its own, which must be done within a tick of 20 ms.
inline constexpr std::uint16_t most_open_microphones = 16;

/// RFC 3711 and 7714. The handshake tells it to each box.
enum class SrtpChoice : std::uint8_t {
    aes_cm_128_hmac_sha1_80,
    aead_aes_128_gcm,
    aead_aes_256_gcm
};

/// mixer.toml: how a mixing box is set up. Which boxes there are, and which of them is the chair's,
/// stands in its roster. The values here are the defaults, and config/examples/mixer.toml says what
/// each is for.
struct MixerConfig {
    HostPort listen{"::", default_port};
    std::string state_dir = "/var/lib/giaoban-mixer";
    std::string control_socket = "/run/giaoban-mixer/mixer.sock";
    LogLevel log_level = LogLevel::info;

    struct Floor {
        FloorPolicy policy = FloorPolicy::queue;
        QueueGrants queue_grants = QueueGrants::chair;
        std::uint16_t open_microphones = 3;
        Seconds time_limit{300};  ///< 0: none
        Seconds warn{10};
        Seconds floor_grace{20};
        Seconds place_grace{120};
        friend bool operator==(const Floor&, const Floor&) = default;
    } floor;

    struct Audio {
        SampleRate rate = SampleRate::hz16000;
        friend bool operator==(const Audio&, const Audio&) = default;
    } audio;

    struct Limits {
        std::uint16_t max_boxes = 128;
        std::uint16_t handshakes_per_second = 100;  ///< beyond: cookies are asked for
        friend bool operator==(const Limits&, const Limits&) = default;
    } limits;

    struct Link {
        RungRange up;
        RungRange down;
        /// Automatic: as much is lost.
        Choice redundancy = Choice::automatic;
        SrtpChoice srtp = SrtpChoice::aes_cm_128_hmac_sha1_80;
        friend bool operator==(const Link&, const Link&) = default;
    } link;

    /// The chair's page.
    struct Page {
        std::string listen = "0.0.0.0:8443";  ///< TCP; empty: there is no page
        std::string certificate;              ///< PEM; empty: one of its own is made
        std::string key;                      ///< PEM; of the certificate
        std::string files = "/usr/share/giaoban/page";
        std::string card_address;  ///< where boxes find this mixing box, for cards made on the page
        friend bool operator==(const Page&, const Page&) = default;
    } page;

    CodecSettings codec;
    PlayoutSettings playout;
    MinutesSettings minutes;

    struct Recording {
        std::uint8_t keep_free_percent = 10;  ///< of the disk; for this the oldest recordings go
        bool tracks = false;                  ///< one a speaker beside the mix
        friend bool operator==(const Recording&, const Recording&) = default;
    } recording;

    /// Releases for boxes.
    struct Updates {
        /// Minutes of the centre's day in which boxes are told to install; over midnight when `until` is before `from`.
        struct Hours {
            std::uint16_t from = 2 * 60;
            std::uint16_t until = 5 * 60;
            [[nodiscard]] bool has(std::uint16_t minute) const noexcept {
                return from <= until ? minute >= from && minute < until
                                     : minute >= from || minute < until;
            }
            /// "02:00-05:00"; nothing when it is not so, or no time at all.
            [[nodiscard]] static std::optional<Hours> from_text(std::string_view text) noexcept;
            friend bool operator==(const Hours&, const Hours&) = default;
        };
        std::uint32_t rate_bps = 16'000;         ///< to one box
        std::uint32_t total_rate_bps = 256'000;  ///< to all together
        Hours hours;
        friend bool operator==(const Updates&, const Updates&) = default;
    } updates;

    /// Of a file's text; `file` is its name for the errors.
    [[nodiscard]] static Parsed<MixerConfig> parse(std::string_view text, std::string_view file);
    [[nodiscard]] static Parsed<MixerConfig> load(const std::string& path);

    friend bool operator==(const MixerConfig&, const MixerConfig&) = default;
};

}  // namespace giaoban::config
