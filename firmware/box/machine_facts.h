#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

namespace giaoban::box {

struct DiskFacts {
    std::int64_t free_mib = 0;
    std::int64_t all_mib = 0;
    bool read_only = false;

    friend bool operator==(const DiskFacts&, const DiskFacts&) = default;
};

struct MemoryFacts {
    std::int64_t available_mib = 0;
    std::int64_t all_mib = 0;

    friend bool operator==(const MemoryFacts&, const MemoryFacts&) = default;
};

struct FaultFacts {
    int since_start = 0;
    int ever = 0;
    std::string last;  ///< the first line of the newest file

    friend bool operator==(const FaultFacts&, const FaultFacts&) = default;
};

/// What the machine says of itself. None: it says nothing of that.
struct MachineFacts {
    std::optional<int> temperature_tenths;  ///< of a degree Celsius; the hottest zone
    std::optional<bool> undervoltage;       ///< within the last two seconds
    std::optional<DiskFacts> disk;
    std::optional<MemoryFacts> memory;
    std::optional<FaultFacts> faults;
    std::string release;  ///< of the card's image
    std::string slot;     ///< "A" or "B"
    std::string kernel;
};

/// Reads what the machine says of itself, all under a root folder, so that tests make one.
///
///     sys/class/thermal/thermal_zone*/temp                    sys/class/hwmon/hwmon*/ of the name rpi_volt: in0_lcrit_alarm
///     proc/meminfo, or sys/devices/system/node/node0/meminfo  (the daemon's unit hides /proc but for processes)
///     etc/giaoban/release, run/giaoban/slot                   of a card
///     data/faults/, run/giaoban/faults                        of a card; usr/lib/giaoban/fault writes them
///
/// Threading:  any. A call takes less than a millisecond: no file of these waits for a disk but the faults', of which one line
///             is read.
/// Errors:     what cannot be read or is not as it should be is not known.
/// Limits:     64 zones and sensors, 4 KiB of a file.
class Machine {
  public:
    explicit Machine(std::filesystem::path root = "/") : root_(std::move(root)) {}

    /// `state`: the folder that the box writes to, as it is (not under the root).
    [[nodiscard]] MachineFacts facts(const std::filesystem::path& state) const;

    // For whoever watches them all the time.
    [[nodiscard]] std::optional<int> temperature_tenths() const;
    [[nodiscard]] std::optional<bool> undervoltage() const;

  private:
    [[nodiscard]] std::optional<MemoryFacts> memory() const;
    [[nodiscard]] std::optional<FaultFacts> faults() const;

    std::filesystem::path root_;
};

}  // namespace giaoban::box
