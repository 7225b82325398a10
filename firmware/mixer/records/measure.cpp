#include "firmware/mixer/records/measure.h"

#include <cstdlib>

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <vector>

#include "firmware/mixer/records/json_writer.h"
#include "firmware/mixer/records/minutes.h"

namespace giaoban::mixer {

namespace {

using Clock = std::chrono::steady_clock;

/// What most entries are: a press with a name.
Entry pressed() {
    Entry entry;
    entry.unix_ms = 1'795'395'600'000;
    entry.kind = EntryKind::asked;
    entry.box = BoxId{12};
    entry.name = "Xã Tà Xi Láng";
    return entry;
}

/// A folder that is gone with what is in it.
class Workplace {
  public:
    explicit Workplace(const std::filesystem::path& below) {
        std::string name = (below / "measure-XXXXXX").string();
        if (::mkdtemp(name.data()) != nullptr) path_ = name;
    }
    Workplace(const Workplace&) = delete;
    Workplace& operator=(const Workplace&) = delete;
    ~Workplace() {
        std::error_code ignored;
        if (!path_.empty()) std::filesystem::remove_all(path_, ignored);
    }
    [[nodiscard]] const std::filesystem::path& path() const noexcept { return path_; }

  private:
    std::filesystem::path path_;
};

struct Measured {
    std::int64_t single_per_s = 0;
    std::int64_t median_us = 0;
    std::int64_t slow_us = 0;  ///< 99 of 100 are quicker
    std::int64_t together_per_s = 0;
    std::int64_t groups_per_s = 0;
};

/// Minutes on that disk, and what they have told.
class Bench {
  public:
    explicit Bench(const std::filesystem::path& folder)
        : minutes_(folder,
                   {[this](std::uint64_t serial) { told(serial, false); },
                    [this](const std::string& words) { told(0, !words.empty()); }, nullptr}) {}

    /// Appends and waits; false: the disk is in trouble.
    bool one() {
        const std::uint64_t serial = minutes_.append(pressed());
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [&] { return trouble_ || durable_ >= serial; });
        return serial != 0 && !trouble_;
    }
    bool many() {
        while (minutes_.append(pressed()) != 0) {
        }
        std::unique_lock lock(mutex_);
        const std::uint64_t before = durable_;
        changed_.wait(lock, [&] { return trouble_ || durable_ != before; });
        return !trouble_;
    }
    [[nodiscard]] Minutes::Counts counts() const { return minutes_.counts(); }
    [[nodiscard]] std::string trouble() const { return minutes_.trouble(); }

  private:
    void told(std::uint64_t serial, bool trouble) {
        const std::lock_guard lock(mutex_);
        durable_ = std::max(durable_, serial);
        trouble_ = trouble_ || trouble;
        changed_.notify_all();
    }
    std::mutex mutex_;
    std::condition_variable changed_;
    std::uint64_t durable_ = 0;
    bool trouble_ = false;
    Minutes minutes_;  // last: its thread calls told()
};

std::int64_t per_second(std::uint64_t count, Clock::duration took) {
    const auto us = std::chrono::duration_cast<std::chrono::microseconds>(took).count();
    return us == 0 ? 0 : static_cast<std::int64_t>(count) * 1'000'000 / us;
}

bool measure(Bench& bench, std::chrono::milliseconds each, Measured& measured) {
    std::vector<std::int64_t> times;
    const auto begin = Clock::now();
    auto last = begin;
    do {
        if (!bench.one()) return false;
        const auto now = Clock::now();
        times.push_back(std::chrono::duration_cast<std::chrono::microseconds>(now - last).count());
        last = now;
    } while (last - begin < each);
    measured.single_per_s = per_second(times.size(), last - begin);
    std::sort(times.begin(), times.end());
    measured.median_us = times[times.size() / 2];
    measured.slow_us = times[times.size() * 99 / 100];

    const auto before = bench.counts();
    const auto from = Clock::now();
    while (Clock::now() - from < each) {
        if (!bench.many()) return false;
    }
    const auto after = bench.counts();
    const auto took = Clock::now() - from;
    measured.together_per_s = per_second(after.durable - before.durable, took);
    measured.groups_per_s = per_second(after.groups - before.groups, took);
    return true;
}

std::string milliseconds_text(std::int64_t us) {
    const std::int64_t hundredths = (us + 5) / 10;
    const std::string rest = std::to_string(hundredths % 100);
    return std::to_string(hundredths / 100) + "." + (rest.size() < 2 ? "0" : "") + rest + " ms";
}

}  // namespace

CommandResult measure_disk(const std::filesystem::path& folder, bool json,
                           std::chrono::milliseconds each) {
    const Workplace workplace(folder);
    if (workplace.path().empty()) {
        return {CommandResult::Exit::refused, "",
                folder.string() + ": no folder can be made there"};
    }
    Measured measured;
    Bench bench(workplace.path());
    if (!measure(bench, each, measured)) {
        return {CommandResult::Exit::refused, "", bench.trouble()};
    }
    if (json) {
        JsonWriter writer;
        writer.object()
            .number("singlePerSecond", measured.single_per_s)
            .number("medianUs", measured.median_us)
            .number("slowUs", measured.slow_us)
            .number("togetherPerSecond", measured.together_per_s)
            .number("groupsPerSecond", measured.groups_per_s)
            .end_object();
        return {CommandResult::Exit::done, std::move(writer).result() + "\n", ""};
    }
    return {CommandResult::Exit::done,
            "one after another: " + std::to_string(measured.single_per_s) +
                " entries a second are on the disk, half of them within " +
                milliseconds_text(measured.median_us) + ", 99 of 100 within " +
                milliseconds_text(measured.slow_us) +
                "\nall at once: " + std::to_string(measured.together_per_s) +
                " entries a second, in " + std::to_string(measured.groups_per_s) + " groups\n",
            ""};
}

}  // namespace giaoban::mixer
