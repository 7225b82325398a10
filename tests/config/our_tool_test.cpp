#include "config/our_tool.h"

#include <unistd.h>

#include <filesystem>

#include "tests/catch.h"

TEST_CASE("a script of ours is looked for from where the program is", "[config]") {
    const std::string script = giaoban::config::our_tool("delta");
    const auto program = std::filesystem::read_symlink("/proc/self/exe");
    CHECK(script == (program.parent_path().parent_path() / "lib/giaoban/delta").string());
    CHECK(::access(script.c_str(), X_OK) == 0);
}
