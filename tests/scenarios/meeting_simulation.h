#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "config/vocab/random.h"
#include "tests/scenarios/hearing.h"
#include "tests/scenarios/simulated_box.h"
#include "tests/scenarios/simulated_mixer.h"
#include "tools/linksim/link.h"
#include "tools/linksim/profile.h"

namespace giaoban::scenarios {

/// The seed of a scenario: what GIAOBAN_SEED says, or `otherwise`.
[[nodiscard]] std::uint64_t seed_or(std::uint64_t otherwise);

/// A whole meeting in virtual time: real boxes' and a real mixing box's cores, simulated links between.
///
/// The same seed and the same acts give the same meeting, to the bit. What must never happen is looked at after
/// every event, and what did is in violations().
///
/// Box 0 is the chair's when there is a chair; the others are members. Names are "Xa 1" and so on.
class MeetingSimulation {
  public:
    struct Setup {
        std::uint64_t seed = 1;
        std::size_t boxes = 4;
        bool chair = true;
        std::string_view link = "clean";
        net::FloorSettings floor{};
        net::RungIndex rung = net::default_rung;
        /// Chosen between these in place of being fixed at `rung`.
        std::optional<mixer::RungDesk::Settings> rungs{};
        bool catch_up = true;
        std::uint16_t max_boxes = 1024;
        /// Boxes from this one on do not hear their own speaker.
        std::size_t deaf_from = SIZE_MAX;
        bool forgetful = false;  ///< the mixing box's disk keeps nothing of the meeting
        bool start = true;       ///< all boxes at once
    };

    explicit MeetingSimulation(const Setup& setup);
    MeetingSimulation(const MeetingSimulation&) = delete;
    MeetingSimulation& operator=(const MeetingSimulation&) = delete;

    // Time.

    [[nodiscard]] Instant now() const noexcept { return now_; }
    void run_for(Duration length) { run_until(now_ + length); }
    void run_until(Instant until);
    /// Until it is so, looked at each 10 ms; false when it is not within `limit`.
    [[nodiscard]] bool run_until_true(const std::function<bool()>& holds, Duration limit);

    // Acts.

    void press(std::size_t box);
    void press_long(std::size_t box);
    /// A press of each in the same instant: both leave before either is answered.
    [[nodiscard]] Expected<void, std::string> request(net::MeetingRequest::Kind kind,
                                                      std::optional<std::size_t> box = {});
    [[nodiscard]] Expected<void, std::string> request(const net::MeetingRequest& request);
    void outage(std::size_t box, Duration length);
    void set_link(std::size_t box, const linksim::LinkSettings& up,
                  const linksim::LinkSettings& down);
    /// From now on it comes from another address, and what goes to the old one is lost.
    void change_address(std::size_t box);
    /// The box of `to` is started with the card that was made for `of`.
    void lend_card(std::size_t of, std::size_t to);
    void kill(std::size_t box);
    void start(std::size_t box);
    void stop_mixer();
    void start_mixer();
    /// The machine's clock jumps; `box` none is the mixing box.
    void jump_clock(std::optional<std::size_t> box, Duration by);
    void set_wall_time(WallTime wall) { mixer_->set_wall_time(wall, now_); }
    /// A datagram of somebody else's making.
    void inject_to_mixer(const Endpoint& from, Bytes datagram);
    void inject_to_box(std::size_t box, Bytes datagram);

    // What is so.

    [[nodiscard]] std::size_t size() const noexcept { return places_.size(); }
    [[nodiscard]] bool is_alive(std::size_t box) const noexcept {
        return places_[box]->box != nullptr;
    }
    [[nodiscard]] const SimulatedBox& box(std::size_t box) const noexcept {
        return *places_[box]->box;
    }
    [[nodiscard]] const Hearing& hearing(std::size_t box) const noexcept {
        return places_[box]->hearing;
    }
    [[nodiscard]] const linksim::Link& up(std::size_t box) const noexcept {
        return places_[box]->up;
    }
    [[nodiscard]] const linksim::Link& down(std::size_t box) const noexcept {
        return places_[box]->down;
    }
    [[nodiscard]] Endpoint address(std::size_t box) const noexcept { return places_[box]->address; }
    [[nodiscard]] const SimulatedMixer& mixer() const noexcept { return *mixer_; }
    [[nodiscard]] const Turns& turns() const noexcept { return turns_; }
    [[nodiscard]] static BoxId id(std::size_t box) noexcept {
        return BoxId{static_cast<std::uint16_t>(box + 1)};
    }
    [[nodiscard]] bool all_joined() const;
    /// Whether both ends know of each other.
    [[nodiscard]] bool is_there(std::size_t box) const;
    [[nodiscard]] bool speaks(std::size_t box) const;
    /// Presses that this box's program made and that count; and what all mixing boxes' programs counted.
    struct Tally {
        std::uint64_t made = 0;
        std::uint64_t counted = 0;
    };
    [[nodiscard]] Tally presses(std::size_t box) const;
    /// Datagrams that have come to the mixing box of late, for those who send them again.
    [[nodiscard]] const std::vector<std::vector<std::byte>>& overheard() const noexcept {
        return overheard_;
    }

    /// Who spoke and who heard what of it, in lines of text: for a test that fails.
    [[nodiscard]] std::string account() const;
    /// What must never happen and did, each told once.
    [[nodiscard]] const std::vector<std::string>& violations() const noexcept {
        return violations_;
    }
    [[nodiscard]] std::uint64_t events() const noexcept { return events_; }

  private:
    struct Place {
        Place(std::size_t the_number, BoxPapers the_papers, const linksim::Profile& link,
              std::uint64_t seed, const Turns& turns);

        std::size_t number;
        BoxPapers papers;
        MachineClock clock;
        Endpoint address;
        std::uint8_t moves = 0;
        linksim::Link up;
        linksim::Link down;
        Hearing hearing;
        std::unique_ptr<SimulatedBox> box;
        std::uint64_t pressed = 0;
        std::uint64_t counted_before = 0;  ///< by the mixing box's programs that are gone
    };

    /// When each part has something to do: of each box its own and both directions of its link, and of the
    /// mixing box.
    enum Part : std::size_t { own, up_link, down_link, parts };

    void send_up(Place& place, Bytes datagram);
    void send_down(const Endpoint& to, Bytes datagram);
    void bring_up(Place& place);
    void bring_down(Place& place);
    void note_due(const Place& place) noexcept;
    [[nodiscard]] Endpoint address_of(std::size_t box, std::uint8_t moves) const noexcept;
    void happen(std::size_t index);
    void press(std::size_t box, board::ButtonPress press);
    void look();
    void look_at_packet(BoxId box, Bytes payload);
    void violated(std::string what);
    [[nodiscard]] std::size_t most_open() const;

    Setup setup_;
    SeededRandom random_;
    net::KeyPair mixer_keys_;
    audio::PromptLibrary prompts_;
    Roster roster_;
    Turns turns_;
    MachineClock mixer_clock_;
    std::vector<std::unique_ptr<Place>> places_;
    std::unique_ptr<SimulatedMixer> mixer_;
    Instant now_{Seconds{1000}};
    std::vector<Instant> due_;
    std::array<std::byte, linksim::Link::most_bytes> room_{};
    std::vector<std::vector<std::byte>> overheard_;
    std::size_t next_overheard_ = 0;
    std::vector<std::string> violations_;
    std::map<BoxId, RoomId> sent_in_;  ///< in which room each box was sent a packet last
    std::uint64_t looked_at_ = 0;
    std::uint64_t events_ = 0;
    std::string memory_;        ///< on the mixing box's disk
    std::uint32_t mixers_ = 0;  ///< started so far
};

}  // namespace giaoban::scenarios
