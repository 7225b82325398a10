#pragma once

#include <stdio.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include "tests/catch.h"

namespace giaoban::mixer::test {

/// What a program prints on standard output; it must succeed.
inline std::string output_of(const std::string& command) {
    ::FILE* pipe = ::popen(command.c_str(), "r");
    REQUIRE(pipe != nullptr);
    std::string output;
    std::array<char, 4096> chunk;
    while (const std::size_t got = ::fread(chunk.data(), 1, chunk.size(), pipe))
        output.append(chunk.data(), got);
    INFO(command);
    REQUIRE(::pclose(pipe) == 0);
    return output;
}

/// A PDF that is kept in the build folder to be looked at, read back by poppler, which knows nothing of how it was made.
class Printed {
  public:
    Printed(const std::string& name, const std::string& pdf) {
        const std::filesystem::path folder = GIAOBAN_ARTIFACTS;
        std::filesystem::create_directories(folder);
        file_ = (folder / name).string();
        std::ofstream(file_, std::ios::binary) << pdf;
    }
    /// What is written in it, as one line.
    [[nodiscard]] std::string words() const {
        std::istringstream text(output_of("pdftotext '" + file_ + "' -"));
        std::string all;
        for (std::string word; text >> word;)
            all += (all.empty() ? "" : " ") + word;
        return all;
    }
    [[nodiscard]] std::string fonts() const { return output_of("pdffonts '" + file_ + "'"); }
    [[nodiscard]] int pages() const {
        const std::string about = output_of("pdfinfo '" + file_ + "'");
        return std::stoi(about.substr(about.find("Pages:") + 6));
    }

  private:
    std::string file_;
};

}  // namespace giaoban::mixer::test
