#pragma once

#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "config/vocab/time.h"
#include "net/keys/system_random.h"
#include "net/session/box_session.h"
#include "net/wire/meeting_local.h"

namespace giaoban::bench {

/// A real mixing box in a folder of its own: its key, its roster, its configuration, and its process.
///
/// Errors: StartupError when it cannot be had.
class MixingBox {
  public:
    struct Settings {
        std::string program;
        std::filesystem::path folder;
        std::uint16_t port = 0;
        int rung = 0;
        int rate_hz = 16'000;
        std::size_t speaking = 1;
        std::size_t boxes = 1;
        std::string srtp;
        std::uint16_t page_port = 0;  ///< of the chair's page; 0: there is none
    };

    explicit MixingBox(Settings settings);
    MixingBox(const MixingBox&) = delete;
    MixingBox& operator=(const MixingBox&) = delete;
    /// Ends the process that it started.
    ~MixingBox();

    /// A new box's card and key, made by the code that giaobanctl makes them with.
    [[nodiscard]] net::BoxIdentity enroll(const std::string& name);

    void start();
    [[nodiscard]] bool answers() const;
    [[nodiscard]] net::MeetingStatus status() const;

    /// Of the process so far. Source: proc(5).
    [[nodiscard]] std::chrono::nanoseconds cpu() const;
    [[nodiscard]] double resident_mib() const;

  private:
    Settings settings_;
    net::SystemRandom random_;
    net::KeyPair key_;
    pid_t process_ = 0;
};

}  // namespace giaoban::bench
