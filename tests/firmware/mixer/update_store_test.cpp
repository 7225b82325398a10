#include "firmware/mixer/update_store.h"

#include <sys/stat.h>
#include <sys/wait.h>

#include <array>
#include <fstream>

#include "tests/catch.h"
#include "tests/temporary_folder.h"

using namespace giaoban;
using namespace giaoban::mixer;
using namespace std::chrono_literals;

namespace {

/// A store whose tool says of what it was asked to make something.
struct Village {
    tests::TemporaryFolder disk;
    std::string folder = (disk.path() / "updates").string();
    std::string tool = (disk.path() / "tool").string();
    std::vector<std::string> log;
    std::optional<UpdateStore> store;
    Instant now{1h};

    Village() {
        // Called with [--from OLD] NEW OUT, as tools/image/delta.
        write_tool(
            "if [ $# = 4 ]; then from=$(cat \"$2\"); shift 2; fi\n"
            "printf '%s' \"$(cat \"$1\") from <$from>\" >\"$2\"\n"
            "echo x >>\"${0%/*}/runs\"\n");
        start();
    }
    void write_tool(const std::string& text) const {
        std::ofstream(tool) << "#!/bin/sh\n" << text;
        ::chmod(tool.c_str(), 0700);
    }
    void start() {
        store.reset();
        store.emplace(folder, tool, [this](const std::string& line) { log.push_back(line); });
    }
    void add_bundle(const std::string& release) const {
        std::ofstream(folder + "/" + release + ".raucb") << "hsqs " << release;
    }
    [[nodiscard]] bool has_made(const std::string& name) const {
        for (const auto& each : std::filesystem::directory_iterator(folder))
            if (each.path().filename().string().starts_with(name)) return true;
        return false;
    }
    /// Until it is there or is not: the tool's process takes real time.
    UpdateShelf::Has wait_for(const std::string& from, UpdateObject& object) {
        for (int i = 0; i < 100'000; ++i) {
            const auto has = store->find(from, object);
            if (has != UpdateShelf::Has::soon) return has;
            now += 2s;
            store->on_time(now);
            // Until the tool has ended, which it leaves to the store to find.
            ::siginfo_t how{};
            (void)::waitid(P_ALL, 0, &how, WEXITED | WNOWAIT);
        }
        FAIL("the tool hangs");
        return UpdateShelf::Has::soon;
    }
    [[nodiscard]] std::string text(const UpdateObject& object) const {
        std::uint64_t id = 0;
        for (std::size_t i = 0; i < 8; ++i)
            id = (id << 8U) | std::to_integer<std::uint64_t>(object.sha256[i]);
        std::string text(object.size, ' ');
        CHECK(store->size_of(net::ObjectId{id}) == object.size);
        REQUIRE(store->read(net::ObjectId{id}, 0, std::as_writable_bytes(std::span(text))));
        return text;
    }
    [[nodiscard]] std::uintmax_t runs() const {
        std::error_code none;
        const auto size = std::filesystem::file_size(disk.path() / "runs", none);
        return none ? 0 : size / 2;
    }
};

}  // namespace

TEST_CASE("a release is offered when its bundle is there, also after a restart",
          "[mixer][update]") {
    Village village;
    CHECK(village.store->offered().empty());
    CHECK_FALSE(village.store->offer("2.0").has_value());
    CHECK_FALSE(village.store->offer("../2.0").has_value());
    std::ofstream(village.folder + "/2.0.raucb") << "no bundle";
    CHECK_FALSE(village.store->offer("2.0").has_value());
    village.add_bundle("2.0");
    REQUIRE(village.store->offer("2.0").has_value());
    village.start();
    CHECK(village.store->offered() == "2.0");
    REQUIRE(village.store->withdraw().has_value());
    village.start();
    CHECK(village.store->offered().empty());
}

TEST_CASE("what leads from one release to another is made once, and kept", "[mixer][update]") {
    Village village;
    village.add_bundle("1.0");
    village.add_bundle("2.0");
    REQUIRE(village.store->offer("2.0").has_value());
    UpdateObject object;
    CHECK(village.store->find("1.0", object) == UpdateShelf::Has::soon);
    REQUIRE(village.wait_for("1.0", object) == UpdateShelf::Has::yes);
    CHECK(village.text(object) == "hsqs 2.0 from <hsqs 1.0>");
    CHECK(object.bundle_size == 8);
    net::Sha256Sum sum;
    const std::string text = village.text(object);
    sum.add(std::as_bytes(std::span(text)));
    CHECK(object.sha256 == sum.finish());
    UpdateObject whole;
    REQUIRE(village.wait_for("", whole) == UpdateShelf::Has::yes);
    CHECK(village.text(whole) == "hsqs 2.0 from <>");
    CHECK(village.runs() == 2);
    village.start();
    UpdateObject again;
    REQUIRE(village.wait_for("1.0", again) == UpdateShelf::Has::yes);
    CHECK(again == object);
    CHECK(village.runs() == 2);
}

TEST_CASE("a release that is offered again with other bytes is made anew", "[mixer][update]") {
    Village village;
    village.add_bundle("1.0");
    village.add_bundle("2.0");
    REQUIRE(village.store->offer("2.0").has_value());
    UpdateObject object;
    REQUIRE(village.wait_for("1.0", object) == UpdateShelf::Has::yes);
    REQUIRE(village.store->offer("2.0").has_value());
    REQUIRE(village.wait_for("1.0", object) == UpdateShelf::Has::yes);
    CHECK(village.runs() == 1);  // the same bytes
    const std::string bundle = village.folder + "/2.0.raucb";
    const auto before = std::filesystem::last_write_time(bundle);
    std::ofstream(bundle) << "hsqs 2,0";
    std::filesystem::last_write_time(bundle, before - 1h);  // the clock was set back
    SECTION("while the mixing box runs") { REQUIRE(village.store->offer("2.0").has_value()); }
    SECTION("while it is off") { village.start(); }
    CHECK_FALSE(village.has_made("1.0@2.0"));
    REQUIRE(village.wait_for("1.0", object) == UpdateShelf::Has::yes);
    CHECK(village.text(object) == "hsqs 2,0 from <hsqs 1.0>");
}

TEST_CASE("a copy that was cut short goes at the next start", "[mixer][update]") {
    Village village;
    village.add_bundle("2.0");
    const std::string half = village.folder + "/3.0.raucb.new";
    std::ofstream(half) << "hsqs";
    REQUIRE(village.store->offer("2.0").has_value());
    CHECK(std::filesystem::exists(half));  // it may be under way
    village.start();
    CHECK_FALSE(std::filesystem::exists(half));
}

TEST_CASE("what cannot be made is told, and not tried for ever", "[mixer][update]") {
    Village village;
    village.add_bundle("1.0");
    village.add_bundle("2.0");
    village.write_tool(
        "for out in \"$@\"; do :; done; echo half >\"$out\"; echo x >>\"${0%/*}/runs\"; exit 1");
    REQUIRE(village.store->offer("2.0").has_value());
    UpdateObject object;
    CHECK(village.store->find("0.9", object) == UpdateShelf::Has::no);
    CHECK(village.wait_for("1.0", object) == UpdateShelf::Has::no);
    CHECK(village.log.back() == "updates: 1.0@2.0 could not be made");
    village.store->on_time(village.now + 1h);
    CHECK(village.store->find("1.0", object) == UpdateShelf::Has::no);
    CHECK_FALSE(village.has_made("1.0@2.0"));
}

TEST_CASE("with another release what led to the one before goes, and old bundles as well",
          "[mixer][update]") {
    Village village;
    village.add_bundle("2.0");
    REQUIRE(village.store->offer("2.0").has_value());
    UpdateObject object;
    REQUIRE(village.wait_for("", object) == UpdateShelf::Has::yes);
    const auto begin = std::filesystem::file_time_type::clock::now() - 24h;
    for (int i = 0; i < 8; ++i) {
        const std::string name = "1." + std::to_string(i);
        village.add_bundle(name);
        std::filesystem::last_write_time(village.folder + "/" + name + ".raucb",
                                         begin + std::chrono::hours(i));
    }
    REQUIRE(village.store->offer("1.0").has_value());
    CHECK_FALSE(village.has_made("@2.0"));
    const auto has = [&](const std::string& name) {
        return std::filesystem::exists(village.folder + "/" + name + ".raucb");
    };
    CHECK(has("1.0"));  // the oldest, and offered
    CHECK(has("2.0"));  // the newest
    CHECK(has("1.4"));
    CHECK_FALSE(has("1.3"));
    village.start();
    CHECK(village.store->offered() == "1.0");
}
