#include "tools/giaobanctl/minutes_program.h"

#include <unistd.h>

#include <filesystem>

namespace giaoban::ctl {

Outcome go_over_to_minutes(const std::vector<std::string>& words) {
    const std::string name = "giaoban-minutes";
    std::vector<std::string> all{name};
    all.insert(all.end(), words.begin(), words.end());
    std::vector<char*> arguments;
    for (std::string& word : all)
        arguments.push_back(word.data());
    arguments.push_back(nullptr);
    std::error_code trouble;
    const auto self = std::filesystem::read_symlink("/proc/self/exe", trouble);
    if (!trouble) ::execv((self.parent_path() / name).c_str(), arguments.data());
    ::execvp(name.c_str(), arguments.data());
    return refused(
        "giaoban-minutes is not here: the minutes are read on the mixing box, and it is installed "
        "with giaoban-mixer");
}

}  // namespace giaoban::ctl
