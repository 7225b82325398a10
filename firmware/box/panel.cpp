#include "firmware/box/panel.h"

#include <algorithm>
#include <chrono>

#include "board/lamps/lamp_choice.h"

namespace giaoban::box {

Panel::Panel(boost::asio::io_context& context, const config::BoxConfig& settings, OnPress on_press,
             const Log& log)
    : settings_(settings),
      on_press_(std::move(on_press)),
      log_(log),
      presses_(board::PressClassifier::Timing{.long_after = settings.button.long_press}) {
    look_for_lamps(Instant{});
    if (settings.button.device == "none") return;
    auto button = board::ButtonReader::open(
        {.device = settings.button.device, .key = settings.button.key},
        [this](bool down, Instant at) {
            if (down) pressed_at_ = at;
            tell(presses_.on_change(down, at));
        },
        log);
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

void Panel::look_for_lamps(Instant now) {
    const auto& wanted = settings_.lamps;
    const bool all = (floor_ || wanted.floor == "none") && (link_ || wanted.link == "none");
    if (all) return;
    const auto there = board::Lamp::names(wanted.root);
    const board::LampChoice choice = board::choose_lamps(there, wanted.floor, wanted.link);
    if (choice.floor.empty() && wanted.floor == "auto" && trouble_told_.empty()) {
        trouble_told_ = "no lamp: nothing in " + wanted.root + " is one of ours";
        log_(trouble_told_);
    }
    if (!both_) open_lamp(choice.both, both_name_, both_);
    // What one lamp shows for both, it shows alone from now on.
    const bool had_link = link_.has_value();
    if (!floor_) open_lamp(choice.floor, floor_name_, floor_);
    if (!link_ && choice.link != floor_name_) open_lamp(choice.link, link_name_, link_);
    if (!had_link && link_ && floor_) floor_->show(board::LampSign::off, now);
}

void Panel::open_lamp(const std::string& name, std::string& opened,
                      std::optional<board::Lamp>& lamp) {
    if (name.empty()) return;
    auto found = board::Lamp::open(name, settings_.lamps.root);
    if (found) {
        lamp = std::move(found).value();
        opened = name;
        log_("lamp: " + name);
    } else if (found.error() != trouble_told_) {
        trouble_told_ = found.error();
        log_("no lamp: " + trouble_told_);
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
    if (press) on_press_(*press, presses_.since());
}

void Panel::show(board::LampSign floor, board::LampSign link, Instant now) noexcept {
    if (both_) both_->show(std::max(floor, link), now);
    // The only lamp there is shows of both signs the one that matters more.
    if (!link_ && settings_.lamps.link == "auto") floor = std::max(floor, link);
    if (floor_) floor_->show(floor, now);
    if (link_) link_->show(link, now);
}

PanelFacts Panel::facts(Instant now) const {
    PanelFacts facts;
    facts.button_wanted = settings_.button.device != "none";
    if (button_) {
        const auto names = button_->names();
        facts.button_count = static_cast<int>(names.size());
        for (const std::string& name : names)
            facts.buttons += (facts.buttons.empty() ? "" : ", ") + name;
    }
    if (pressed_at_) facts.pressed_ago = std::chrono::duration_cast<Seconds>(now - *pressed_at_);
    if (presses_.down()) facts.held = now - presses_.since();
    facts.lamps_wanted = settings_.lamps.floor != "none" || settings_.lamps.link != "none";
    facts.lamps = floor_name_;
    for (const std::string& name : {link_name_, both_name_}) {
        if (!name.empty()) facts.lamps += (facts.lamps.empty() ? "" : ", ") + name;
    }
    return facts;
}

void Panel::on_time(Instant now) {
    tell(presses_.on_time(now));
    if (floor_ && floor_->next_deadline() <= now) floor_->on_time(now);
    if (link_ && link_->next_deadline() <= now) link_->on_time(now);
    if (both_ && both_->next_deadline() <= now) both_->on_time(now);
}

Instant Panel::next_deadline() const noexcept {
    Instant next = presses_.next_deadline();
    if (floor_) next = std::min(next, floor_->next_deadline());
    if (link_) next = std::min(next, link_->next_deadline());
    if (both_) next = std::min(next, both_->next_deadline());
    return next;
}

}  // namespace giaoban::box
