#pragma once

#include <cstdint>

namespace giaoban::net {

/// How far a box's self-test is.
enum class SelfTestState : std::uint8_t { none, running, ok, failed };

/// Why it failed; or that nothing is wrong.
enum class SelfTestTrouble : std::uint8_t {
    none,
    no_card,    ///< the box has no speakerphone
    not_heard,  ///< the tone was played, and the microphone did not hear it
    too_loud,   ///< the microphone is overdriven by the tone
    speaks,     ///< its microphone was open: nobody is interrupted for a test
    link_lost,  ///< it was cut off while it was tested
    no_answer   ///< it did not tell in time
};

/// What a box says of the test that it was asked for last.
struct SelfTestResult {
    std::uint32_t number = 0;  ///< of the test, as the view asked for it; 0: none
    SelfTestState state = SelfTestState::none;
    SelfTestTrouble trouble = SelfTestTrouble::none;

    friend bool operator==(const SelfTestResult&, const SelfTestResult&) = default;
};

}  // namespace giaoban::net
