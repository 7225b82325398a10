#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "board/buttons/button_reader.h"
#include "board/buttons/press_classifier.h"
#include "board/lamps/lamp.h"
#include "config/box_config.h"
#include "config/vocab/time.h"
#include "firmware/box/doctor_facts.h"

namespace giaoban::box {

/// The box's button and lamps.
///
/// Threading:  belongs to the thread that runs the io_context; the handlers are called there.
/// Errors:     a button or lamp that is not there, and a key that does not exist, are told in the log: a box without
///             them still brings the meeting.
class Panel {
  public:
    /// `since`: when the button went down.
    using OnPress = std::function<void(board::ButtonPress, Instant since)>;
    using Log = std::function<void(const std::string& line)>;

    Panel(boost::asio::io_context& context, const config::BoxConfig& settings, OnPress on_press,
          const Log& log);
    Panel(const Panel&) = delete;
    Panel& operator=(const Panel&) = delete;
    ~Panel();

    void show(board::LampSign floor, board::LampSign link, Instant now) noexcept;
    /// Looks for lamps that were not there, or not yet this user's: udev is still at it while the box starts.
    void look_for_lamps(Instant now);
    [[nodiscard]] PanelFacts facts(Instant now) const;

    void on_time(Instant now);
    [[nodiscard]] Instant next_deadline() const noexcept;

  private:
    void open_lamp(const std::string& name, std::string& opened, std::optional<board::Lamp>& lamp);
    void wait_for_button();
    void tell(std::optional<board::ButtonPress> press);

    const config::BoxConfig& settings_;
    OnPress on_press_;
    Log log_;
    board::PressClassifier presses_;
    std::unique_ptr<board::ButtonReader> button_;
    std::optional<boost::asio::posix::stream_descriptor> readable_;
    std::optional<board::Lamp> floor_;
    std::optional<board::Lamp> link_;
    std::optional<board::Lamp> both_;
    std::string floor_name_;
    std::string link_name_;
    std::string both_name_;
    std::string trouble_told_;
    std::optional<Instant> pressed_at_;
};

}  // namespace giaoban::box
