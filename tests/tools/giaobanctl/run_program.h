#pragma once

#include <sys/wait.h>
#include <array>
#include <cstdio>
#include <string>

#include "config/vocab/ensure.h"

namespace giaoban::ctl::test {

struct Run {
    int exit = -1;
    std::string said;  ///< standard output and standard error, as they came
};

/// Runs the program that was built, with arguments as a shell takes them, a file as its standard input, and words of the
/// shell before it (an environment).
inline Run giaobanctl(const std::string& arguments, const std::string& input = "/dev/null",
                      const std::string& before = "") {
    const std::string command =
        before + std::string(GIAOBANCTL) + " " + arguments + " 2>&1 <" + input;
    std::FILE* pipe = ::popen(command.c_str(), "r");
    ensure(pipe != nullptr, "a test can start a program");
    Run run;
    std::array<char, 4096> chunk;
    while (const std::size_t got = std::fread(chunk.data(), 1, chunk.size(), pipe)) {
        run.said.append(chunk.data(), got);
    }
    const int status = ::pclose(pipe);
    run.exit = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    return run;
}

}  // namespace giaoban::ctl::test
