#include "net/keys/boot_counter.h"

#include "tests/catch.h"
#include "tests/net/keys/scratch_folder.h"

namespace giaoban::net::test {

namespace fs = std::filesystem;

TEST_CASE("starts are counted from 1", "[net][keys]") {
    const ScratchFolder folder;
    for (std::uint32_t i = 1; i <= 5; ++i) {
        const BootCount boot = count_boot(folder / "boots");
        CHECK(boot.value == i);
        CHECK(boot.warning.empty());
    }
}

TEST_CASE("one damaged copy does not lose the count, and is said", "[net][keys]") {
    const ScratchFolder folder;
    for (const char* name : {"boots", "boots.copy"}) {
        (void)count_boot(folder / "boots");
        const std::uint32_t before = count_boot(folder / "boots").value;
        const std::string whole = content_of(folder / name);
        for (std::size_t i = 0; i < whole.size(); ++i) {
            std::string damaged = whole;
            damaged[i] = static_cast<char>(damaged[i] ^ 4);
            put(folder / "boots", whole);
            put(folder / "boots.copy", whole);
            put(folder / name, damaged);
            const BootCount boot = count_boot(folder / "boots");
            CHECK(boot.value == before + 1);
            CHECK_THAT(boot.warning, Catch::Matchers::ContainsSubstring(name));
        }
    }
    CHECK(count_boot(folder / "boots").warning.empty());
}

TEST_CASE("a count that is lost begins anew", "[net][keys]") {
    const ScratchFolder folder;
    for (int i = 0; i < 3; ++i) {
        (void)count_boot(folder / "boots");
    }
    put(folder / "boots", "");
    put(folder / "boots.copy", "boots 99999999999999 99999999999999\n");
    const BootCount boot = count_boot(folder / "boots");
    CHECK(boot.value == 1);
    CHECK_FALSE(boot.warning.empty());
    CHECK(count_boot(folder / "boots").value == 2);
}

TEST_CASE("a count that cannot be kept is a warning, and the box starts", "[net][keys]") {
    const BootCount boot = count_boot("/nonexistent/giaoban/boots");
    CHECK(boot.value == 1);
    CHECK_THAT(boot.warning, Catch::Matchers::ContainsSubstring("/nonexistent/giaoban/boots"));
}

TEST_CASE("the count does not begin anew at its end", "[net][keys]") {
    const ScratchFolder folder;
    put(folder / "boots", "boots 4294967294 4294967294\n");
    CHECK(count_boot(folder / "boots").value == 4294967295U);
    CHECK(count_boot(folder / "boots").value == 4294967295U);
}

}  // namespace giaoban::net::test
