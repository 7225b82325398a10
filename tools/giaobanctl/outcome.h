#pragma once

#include <string>

namespace giaoban::ctl {

/// How giaobanctl leaves: scripts and technicians can tell these apart.
enum class Exit : int {
    done = 0,
    refused = 1,     ///< it could not be done, and why is said
    usage = 2,       ///< the command line
    unreachable = 3  ///< no daemon answers
};

/// What a command has come to: what goes to standard output and what to standard error.
struct Outcome {
    Exit exit = Exit::done;
    std::string out;
    std::string err;
};

inline Outcome done(std::string out) { return {Exit::done, std::move(out), ""}; }
inline Outcome refused(std::string err) { return {Exit::refused, "", std::move(err)}; }

}  // namespace giaoban::ctl
