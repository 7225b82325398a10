#include "firmware/box/panel.h"

#include <algorithm>

namespace giaoban::box {

Panel::Panel(boost::asio::io_context& context, const config::BoxConfig& settings, OnPress on_press,
             const Log& log)
    : on_press_(std::move(on_press)),
      presses_(board::PressClassifier::Timing{.long_after = settings.button.long_press}) {
    open_lamp(settings.lamps.floor, settings.lamps.root, floor_, log);
    open_lamp(settings.lamps.link, settings.lamps.root, link_, log);
    if (settings.button.device == "none") return;
    auto button = board::ButtonReader::open(
        {.device = settings.button.device, .key = settings.button.key},
        [this](bool down, Instant at) { tell(presses_.on_change(down, at)); }, log);
    if (!button) {
        // It may come from the settings on a card, far from anybody who could mend it: the meeting can still be heard.
        log("no button: button.key: " + button.error());
        return;
    }
    button_ = std::move(button).value();
    readable_.emplace(context, button_->descriptor());
    wait_for_button();
}

Panel::~Panel() {
    // The descriptor is the reader's to close.
    if (readable_) readable_->release();
}

void Panel::open_lamp(const std::string& name, const std::string& root,
                      std::optional<board::Lamp>& lamp, const Log& log) {
    if (name == "none") return;
    auto opened = board::Lamp::open(name, root);
    if (opened) {
        lamp = std::move(opened).value();
    } else {
        log("no lamp: " + opened.error());
    }
}

void Panel::wait_for_button() {
    readable_->async_wait(boost::asio::posix::stream_descriptor::wait_read,
                          [this](const boost::system::error_code& error) {
                              if (error) return;
                              button_->on_readable();
                              wait_for_button();
                          });
}

void Panel::tell(std::optional<board::ButtonPress> press) {
    if (press) on_press_(*press);
}

void Panel::show(board::LampSign floor, board::LampSign link, Instant now) noexcept {
    if (floor_) floor_->show(floor, now);
    if (link_) link_->show(link, now);
}

void Panel::on_time(Instant now) {
    tell(presses_.on_time(now));
    if (floor_ && floor_->next_deadline() <= now) floor_->on_time(now);
    if (link_ && link_->next_deadline() <= now) link_->on_time(now);
}

Instant Panel::next_deadline() const noexcept {
    Instant next = presses_.next_deadline();
    if (floor_) next = std::min(next, floor_->next_deadline());
    if (link_) next = std::min(next, link_->next_deadline());
    return next;
}

}  // namespace giaoban::box
