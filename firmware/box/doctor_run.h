#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "config/vocab/time.h"
#include "net/wire/doctor_report.h"
#include "net/wire/self_test.h"

namespace giaoban::box {

/// Who wants to know how the box is.
enum class DoctorAsker : std::uint8_t {
    socket,  ///< `giaobanctl doctor` on this machine
    centre,  ///< the mixing box, by a number in the view
    voice    ///< whoever held the button while the box started
};

/// One examination of the box after another: who asked, when the speaker is to be tested and the lamps are to blink, and
/// when all is known. Whoever asks while one is on gets its answer.
///
/// Threading:  not synchronised; the network thread owns it.
/// Errors:     a test of the speakerphone that does not end within `patience` is left out.
class DoctorRun {
  public:
    /// The number of its test, among those that the mixing box asks for.
    static constexpr std::uint32_t test_number = 0xD0C7'0001;
    /// The prompt takes 4 s, the tones 3.2 s, and what is being said comes first.
    static constexpr Duration patience = std::chrono::seconds(20);
    static constexpr Duration blinks_for = std::chrono::seconds(4);

    /// `number`: the centre's question; of no meaning otherwise.
    void ask(DoctorAsker asker, std::uint32_t number, Instant now) noexcept;
    /// What became of the test of speaker and microphone.
    void tested(const net::SelfTestResult& result) noexcept;

    /// Once for each run: the test is to begin.
    [[nodiscard]] bool take_test() noexcept;
    [[nodiscard]] bool running() const noexcept { return ends_ != never; }
    [[nodiscard]] bool blinks(Instant now) const noexcept {
        return running() && now < blinks_until_;
    }
    /// All is known that will be: end() is to be called.
    [[nodiscard]] bool is_due(Instant now) const noexcept;
    [[nodiscard]] const std::optional<net::SelfTestResult>& test() const noexcept { return test_; }
    /// Answers whether it is to be told by voice.
    [[nodiscard]] bool end(std::vector<net::DoctorFinding> findings);
    [[nodiscard]] Instant next_deadline() const noexcept;

    /// For the socket: the newest there is.
    [[nodiscard]] net::DoctorReport report() const;
    /// For the mixing box: what it has asked; nothing for a question of before.
    [[nodiscard]] net::DoctorReport report_for(std::uint32_t question) const;

  private:
    std::uint32_t runs_ = 0;
    std::uint32_t question_ = 0;  ///< of the mixing box; 0: it has asked nothing
    bool voice_ = false;
    bool wants_test_ = false;
    Instant ends_ = never;
    Instant blinks_until_{};
    std::optional<net::SelfTestResult> test_;
    std::vector<net::DoctorFinding> findings_;
};

}  // namespace giaoban::box
