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

namespace giaoban::box {

/// The box's button and lamps.
///
/// Threading:  belongs to the thread that runs the io_context; the handlers are called there.
/// Errors:     a button or lamp that is not there, and a key that does not exist, are told in the log: a box without
///             them still brings the meeting.
class Panel {
  public:
    using OnPress = std::function<void(board::ButtonPress)>;
    using Log = std::function<void(const std::string& line)>;

    Panel(boost::asio::io_context& context, const config::BoxConfig& settings, OnPress on_press,
          const Log& log);
    Panel(const Panel&) = delete;
    Panel& operator=(const Panel&) = delete;
    ~Panel();

    void show(board::LampSign floor, board::LampSign link, Instant now) noexcept;

    void on_time(Instant now);
    [[nodiscard]] Instant next_deadline() const noexcept;

  private:
    void open_lamp(const std::string& name, const std::string& root,
                   std::optional<board::Lamp>& lamp, const Log& log);
    void wait_for_button();
    void tell(std::optional<board::ButtonPress> press);

    OnPress on_press_;
    board::PressClassifier presses_;
    std::unique_ptr<board::ButtonReader> button_;
    std::optional<boost::asio::posix::stream_descriptor> readable_;
    std::optional<board::Lamp> floor_;
    std::optional<board::Lamp> link_;
};

}  // namespace giaoban::box
