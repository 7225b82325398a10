#include "tools/giaobanctl/other_program.h"

#include <unistd.h>

#include <filesystem>

#include "config/our_tool.h"

namespace giaoban::ctl {

namespace {

/// argv of `name` with these words behind it; as long as `words` lives.
std::vector<char*> arguments_of(std::string& name, std::vector<std::string>& words) {
    std::vector<char*> arguments{name.data()};
    for (std::string& word : words)
        arguments.push_back(word.data());
    arguments.push_back(nullptr);
    return arguments;
}

}  // namespace

Outcome go_over_to_minutes(const std::vector<std::string>& words) {
    std::string name = "giaoban-minutes";
    std::vector<std::string> all = words;
    const auto arguments = arguments_of(name, all);
    std::error_code trouble;
    const auto self = std::filesystem::read_symlink("/proc/self/exe", trouble);
    if (!trouble) ::execv((self.parent_path() / name).c_str(), arguments.data());
    ::execvp(name.c_str(), arguments.data());
    return refused(
        "giaoban-minutes is not here: the minutes are read on the mixing box, and it is installed "
        "with giaoban-mixer");
}

Outcome go_over_to_script(const std::string& name, const std::vector<std::string>& words) {
    std::string path = config::our_tool(name);
    std::vector<std::string> all = words;
    ::execv(path.c_str(), arguments_of(path, all).data());
    return refused(path + " is not here: it is installed with giaoban-tools");
}

}  // namespace giaoban::ctl
