#pragma once

#include <cstdint>
#include <map>

#include "config/vocab/box_id.h"
#include "config/vocab/time.h"
#include "net/wire/doctor_report.h"

namespace giaoban::mixer {

/// Which boxes were asked how they are, and what each has answered.
///
/// A question is a number in the box's view until its report has come, or `patience` is over: the box tests its
/// speakerphone in 8 s, and its link may have to come back first. Who asks again while it is on is given the same answer.
///
/// Threading:  not synchronised; the network thread owns it.
/// Limits:     a question a box at a time; the last answer of each is kept.
class DoctorDesk {
  public:
    static constexpr Duration patience = std::chrono::seconds(40);

    /// `first`: the number of the first question; as that of CallDesk.
    explicit DoctorDesk(std::uint32_t first) noexcept : next_(first == 0 ? 1 : first) {}

    void begin(BoxId box, Instant now);
    /// What a box says. Whether it is the end of a question.
    bool told(BoxId box, const net::DoctorReport& report);
    void forget(BoxId box) { asked_.erase(box); }

    /// The number for the view: while the box is asked and has not answered; otherwise 0.
    [[nodiscard]] std::uint32_t number_for(BoxId box) const noexcept;
    [[nodiscard]] net::DoctorReport report_of(BoxId box) const;

    [[nodiscard]] Instant next_deadline() const noexcept;
    void on_time(Instant now);

  private:
    struct Asked {
        net::DoctorReport report;
        Instant until = never;  ///< never: it is over
    };

    std::map<BoxId, Asked> asked_;
    std::uint32_t next_;
};

}  // namespace giaoban::mixer
