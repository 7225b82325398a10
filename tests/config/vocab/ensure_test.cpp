#include "config/vocab/ensure.h"

#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <string>

#include "tests/catch.h"

namespace giaoban {
namespace {

struct Ending {
    int signal = 0;
    std::string said;
};

/// What a process does that finds our bug. A process of its own, since the answer is the end of it.
Ending ending_of(bool holds, const char* what) {
    std::array<int, 2> ends{};
    REQUIRE(::pipe(ends.data()) == 0);
    const pid_t child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        std::signal(SIGABRT, SIG_DFL);
        ::dup2(ends[1], STDERR_FILENO);
        ensure(holds, what);
        ::_exit(0);
    }
    ::close(ends[1]);
    Ending ending;
    std::array<char, 1024> chunk{};
    for (ssize_t got = 0; (got = ::read(ends[0], chunk.data(), chunk.size())) > 0;) {
        ending.said.append(chunk.data(), static_cast<std::size_t>(got));
    }
    ::close(ends[0]);
    int status = 0;
    ::waitpid(child, &status, 0);
    if (WIFSIGNALED(status)) ending.signal = WTERMSIG(status);
    return ending;
}

}  // namespace

TEST_CASE("what holds lets the program go on in silence", "[vocab]") {
    const auto ending = ending_of(true, "one is one");
    CHECK(ending.signal == 0);
    CHECK(ending.said.empty());
}

TEST_CASE("what does not hold stops the program and names file, line and what", "[vocab]") {
    const auto ending = ending_of(false, "one is two");
    CHECK(ending.signal == SIGABRT);
    CHECK_THAT(ending.said, Catch::Matchers::ContainsSubstring("ensure_test.cpp:"));
    CHECK_THAT(ending.said, Catch::Matchers::ContainsSubstring("must hold: one is two\n"));
}

TEST_CASE("a text that is too long for its line is cut, and the program still stops", "[vocab]") {
    const auto ending = ending_of(false, std::string(2000, 'x').c_str());
    CHECK(ending.signal == SIGABRT);
    CHECK(ending.said.size() == 512);
}

}  // namespace giaoban
