#include "firmware/box/machine_facts.h"

#include <sys/statvfs.h>
#include <sys/utsname.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <fstream>
#include <string_view>
#include <system_error>
#include <vector>

namespace giaoban::box {

namespace {

constexpr std::size_t most_of_a_file = 4'096;
constexpr std::size_t most_entries = 64;

std::string beginning_of(const std::filesystem::path& file) {
    std::string text(most_of_a_file, '\0');
    std::ifstream in(file, std::ios::binary);
    in.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(std::max<std::streamsize>(in.gcount(), 0)));
    return text;
}

std::string first_line(const std::filesystem::path& file) {
    const std::string text = beginning_of(file);
    return text.substr(0, text.find('\n'));
}

std::optional<std::int64_t> number_in(std::string_view text) {
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end == text.data()) return std::nullopt;
    return value;
}

/// The folder's entries whose names begin so, in order.
std::vector<std::filesystem::path> entries(const std::filesystem::path& folder,
                                           std::string_view prefix) {
    std::vector<std::filesystem::path> found;
    std::error_code error;
    std::filesystem::directory_iterator at(folder, error);
    for (; !error && at != std::filesystem::directory_iterator() && found.size() < most_entries;
         at.increment(error)) {
        if (at->path().filename().string().starts_with(prefix)) found.push_back(at->path());
    }
    std::ranges::sort(found);
    return found;
}

/// The number behind `key:`, in KiB; node0's file has "Node 0 " before each key.
std::int64_t kib(const std::string& meminfo, std::string_view key) {
    const std::string wanted = std::string(key) + ":";
    for (std::size_t at = meminfo.find(wanted); at != std::string::npos;
         at = meminfo.find(wanted, at + 1)) {
        if (at > 0 && meminfo[at - 1] != '\n' && meminfo[at - 1] != ' ') continue;
        const std::size_t begin = meminfo.find_first_not_of(' ', at + wanted.size());
        if (begin == std::string::npos) return 0;
        return number_in(std::string_view(meminfo).substr(begin)).value_or(0);
    }
    return 0;
}

std::optional<DiskFacts> disk_of(const std::filesystem::path& folder) {
    struct statvfs disk {};
    if (::statvfs(folder.c_str(), &disk) != 0) return std::nullopt;
    const auto mib = [&](fsblkcnt_t blocks) {
        return static_cast<std::int64_t>(blocks * (disk.f_frsize / 512) / 2'048);
    };
    return DiskFacts{.free_mib = mib(disk.f_bavail),
                     .all_mib = mib(disk.f_blocks),
                     .read_only = (disk.f_flag & ST_RDONLY) != 0};
}

std::string kernel_release() {
    utsname names{};
    return ::uname(&names) == 0 ? std::string(static_cast<const char*>(names.release)) : "";
}

}  // namespace

MachineFacts Machine::facts(const std::filesystem::path& state) const {
    MachineFacts facts;
    facts.temperature_tenths = temperature_tenths();
    facts.undervoltage = undervoltage();
    facts.disk = disk_of(state);
    facts.memory = memory();
    facts.faults = faults();
    facts.release = first_line(root_ / "etc/giaoban/release");
    facts.slot = first_line(root_ / "run/giaoban/slot");
    facts.kernel = kernel_release();
    return facts;
}

std::optional<int> Machine::temperature_tenths() const {
    std::optional<int> hottest;
    for (const auto& zone : entries(root_ / "sys/class/thermal", "thermal_zone")) {
        const auto thousandths = number_in(first_line(zone / "temp"));
        // What no working sensor says.
        if (!thousandths || *thousandths < -60'000 || *thousandths > 200'000) continue;
        const int tenths = static_cast<int>(*thousandths / 100);
        hottest = std::max(hottest.value_or(tenths), tenths);
    }
    return hottest;
}

std::optional<bool> Machine::undervoltage() const {
    for (const auto& sensor : entries(root_ / "sys/class/hwmon", "hwmon")) {
        if (first_line(sensor / "name") != "rpi_volt") continue;
        const auto alarm = number_in(first_line(sensor / "in0_lcrit_alarm"));
        if (alarm) return *alarm != 0;
    }
    return std::nullopt;
}

std::optional<MemoryFacts> Machine::memory() const {
    const std::string all = beginning_of(root_ / "proc/meminfo");
    if (const std::int64_t total = kib(all, "MemTotal"); total > 0) {
        return MemoryFacts{.available_mib = kib(all, "MemAvailable") / 1'024,
                           .all_mib = total / 1'024};
    }
    // What the kernel counts as available is nearly this: free, and what is only kept of files.
    const std::string node = beginning_of(root_ / "sys/devices/system/node/node0/meminfo");
    const std::int64_t total = kib(node, "MemTotal");
    if (total <= 0) return std::nullopt;
    const std::int64_t available = kib(node, "MemFree") + kib(node, "Active(file)") +
                                   kib(node, "Inactive(file)") + kib(node, "SReclaimable");
    return MemoryFacts{.available_mib = available / 1'024, .all_mib = total / 1'024};
}

std::optional<FaultFacts> Machine::faults() const {
    const auto folder = root_ / "data/faults";
    std::error_code error;
    if (!std::filesystem::is_directory(folder, error)) return std::nullopt;
    FaultFacts facts;
    const std::string since_start = beginning_of(root_ / "run/giaoban/faults");
    facts.since_start = static_cast<int>(std::ranges::count(since_start, '\n'));
    const auto next = number_in(first_line(folder / "next"));
    if (next && *next > 0 && *next < 1'000'000'000) {
        facts.ever = static_cast<int>(*next);
        facts.last = first_line(folder / std::to_string((*next - 1) % 32));
    }
    return facts;
}

}  // namespace giaoban::box
