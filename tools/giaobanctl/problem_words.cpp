// What is wrong with a box, in words.
#include <array>

#include "tools/giaobanctl/status_parts.h"

namespace giaoban::ctl {

namespace {

struct Words {
    const char* word;
    const char* words;
};

constexpr std::array<Words, net::problem_count> problems{{
    {"meeting_full", "not let in: the meeting has as many boxes as it may (limits.max_boxes)"},
    {"not_let_in", "not let in: its card or its key is not right; see the log"},
    {"link_lost", "its link is lost"},
    {"loss_up", "a tenth or more of what it sends is lost"},
    {"loss_down", "a tenth or more of what it is sent is lost"},
    {"slow_link", "its link carries no more than the lowest rung"},
    {"long_delay", "a second or more there and back"},
    {"no_card", "no speakerphone: plug it in"},
    {"sound_failing", "its sound card fails now and then"},
    {"silent", "it speaks, and its microphone hears nothing"},
    {"self_test_failed", "its self-test failed"},
    {"behind", "it hears what was said a while ago, and catches up"},
}};

constexpr std::array<Words, 7> troubles{{
    {"", ""},
    {"no_card", "no speakerphone"},
    {"not_heard", "the microphone does not hear the loudspeaker"},
    {"too_loud", "the microphone is overdriven"},
    {"speaks", "it spoke, and was not tested"},
    {"link_lost", "its link was lost"},
    {"no_answer", "no answer in time"},
}};
static_assert(static_cast<std::size_t>(net::SelfTestTrouble::no_answer) + 1 == troubles.size());

}  // namespace

std::string word(net::Problem problem) { return problems[static_cast<std::size_t>(problem)].word; }

std::string words(net::Problem problem) {
    return problems[static_cast<std::size_t>(problem)].words;
}

std::string word(net::SelfTestState state) {
    switch (state) {
        case net::SelfTestState::none: return "none";
        case net::SelfTestState::running: return "running";
        case net::SelfTestState::ok: return "ok";
        case net::SelfTestState::failed: return "failed";
    }
    return "none";
}

std::string word(net::SelfTestTrouble trouble) {
    return troubles[static_cast<std::size_t>(trouble)].word;
}

std::string words(const net::SelfTestResult& result) {
    return std::string("self-test: ") + troubles[static_cast<std::size_t>(result.trouble)].words;
}

}  // namespace giaoban::ctl
