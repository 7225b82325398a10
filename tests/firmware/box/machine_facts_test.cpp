#include "firmware/box/machine_facts.h"

#include <fstream>

#include "tests/catch.h"
#include "tests/temporary_folder.h"

using namespace giaoban;
using namespace giaoban::box;

namespace {

struct Tree {
    tests::TemporaryFolder folder;

    void write(const std::string& file, const std::string& text) const {
        const auto path = folder.path() / file;
        std::filesystem::create_directories(path.parent_path());
        std::ofstream(path, std::ios::binary) << text;
    }
    [[nodiscard]] MachineFacts facts() const { return Machine(folder.path()).facts(folder.path()); }
};

}  // namespace

TEST_CASE("a machine that says nothing of itself is not known", "[box][doctor]") {
    const Tree tree;
    const MachineFacts facts = tree.facts();
    CHECK_FALSE(facts.temperature_tenths);
    CHECK_FALSE(facts.undervoltage);
    CHECK_FALSE(facts.memory);
    CHECK_FALSE(facts.faults);
    CHECK(facts.release.empty());
    REQUIRE(facts.disk);
    CHECK(facts.disk->all_mib > 0);
    CHECK_FALSE(facts.disk->read_only);
    CHECK_FALSE(facts.kernel.empty());
}

TEST_CASE("what a Raspberry Pi says of itself is read", "[box][doctor]") {
    const Tree tree;
    tree.write("sys/class/thermal/thermal_zone0/temp", "48312\n");
    tree.write("sys/class/thermal/thermal_zone1/temp", "81200\n");
    tree.write("sys/class/hwmon/hwmon0/name", "cpu_thermal\n");
    tree.write("sys/class/hwmon/hwmon0/in0_lcrit_alarm", "0\n");
    tree.write("sys/class/hwmon/hwmon1/name", "rpi_volt\n");
    tree.write("sys/class/hwmon/hwmon1/in0_lcrit_alarm", "1\n");
    tree.write("proc/meminfo",
               "MemTotal:         441344 kB\nMemFree: 9 kB\nMemAvailable:     204800 kB\n");
    tree.write("etc/giaoban/release", "0.1.0+abc box\nmore\n");
    tree.write("run/giaoban/slot", "B\n");
    const MachineFacts facts = tree.facts();
    CHECK(facts.temperature_tenths == 812);
    CHECK(facts.undervoltage == true);
    CHECK(facts.memory == MemoryFacts{200, 431});
    CHECK(facts.release == "0.1.0+abc box");
    CHECK(facts.slot == "B");
}

TEST_CASE("memory is known where /proc shows processes alone", "[box][doctor]") {
    const Tree tree;
    tree.write("sys/devices/system/node/node0/meminfo",
               "Node 0 MemTotal:      1048576 kB\nNode 0 MemFree:        102400 kB\n"
               "Node 0 Active(file):    51200 kB\nNode 0 Inactive(file):  25600 kB\n"
               "Node 0 SReclaimable:    10240 kB\n");
    CHECK(tree.facts().memory == MemoryFacts{185, 1024});
}

SCENARIO("a card's faults are counted, and the last one is told", "[box][doctor]") {
    const Tree tree;
    tree.write("data/faults/next", "35\n");
    tree.write("data/faults/2",
               "fault 34: giaoban-box.service, 12.3 s after the start, slot A\nlog\n");
    CHECK(tree.facts().faults ==
          FaultFacts{0, 35, "fault 34: giaoban-box.service, 12.3 s after the start, slot A"});
    tree.write("run/giaoban/faults", "33\n34\n");
    CHECK(tree.facts().faults->since_start == 2);
    tree.write("data/faults/next", "noise");
    CHECK(tree.facts().faults == FaultFacts{2, 0, ""});
}

TEST_CASE("a sensor that says nonsense is not believed", "[box][doctor]") {
    const Tree tree;
    tree.write("sys/class/thermal/thermal_zone0/temp", "-274000\n");
    tree.write("sys/class/hwmon/hwmon1/name", "rpi_volt\n");
    tree.write("sys/class/hwmon/hwmon1/in0_lcrit_alarm", "\n");
    CHECK_FALSE(tree.facts().temperature_tenths);
    CHECK_FALSE(tree.facts().undervoltage);
}
