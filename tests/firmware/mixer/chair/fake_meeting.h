#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "config/vocab/random.h"
#include "firmware/mixer/chair/meeting_door.h"
#include "firmware/mixer/chair/records_door.h"

namespace giaoban::chair::test {

/// A meeting of communes that nobody holds: boxes come and go, ask for the floor and speak, and every action of the chair does
/// what it says. For tests of the page's server, and for whoever writes the page.
///
/// Threading:  one thread. Time is an argument: advance() as often as it is to move.
class FakeMeeting final : public MeetingDoor {
  public:
    /// `lively`: the boxes do something by themselves; otherwise only what is asked of them.
    FakeMeeting(std::size_t boxes, bool lively, std::uint64_t seed, Instant now);

    std::function<void(const DurableEntry&)> happened;

    [[nodiscard]] ChairState status(Instant now) const override;
    [[nodiscard]] Expected<void, std::string> request(const ChairAction& action,
                                                      std::string_view who, Instant now) override;
    [[nodiscard]] Expected<std::string, std::string> make_card(const CardOrder& order) override;

    void advance(Instant now);
    /// One box presses its button, joins or is lost: what a box does on its own.
    void ask(BoxId box, Instant now);
    void set_presence(BoxId box, net::Presence presence, Instant now);

  private:
    struct Box {
        BoxTile tile;
        Instant since{};
        Instant asked{};
        Instant ends = never;   ///< speaking, by itself
        Instant limit = never;  ///< speaking, by the time limit
        Instant called_until{};
        Instant test_until{};
        Instant returns = never;  ///< lost, until then
    };
    struct Room {
        RoomTile tile;
        std::vector<BoxId> queue;
    };

    [[nodiscard]] Box* find(std::string_view name);
    [[nodiscard]] BoxId id_of(std::string_view name) const;
    [[nodiscard]] std::vector<Waiting> waiting(const std::vector<BoxId>& queue, Instant now) const;
    [[nodiscard]] std::vector<BoxId>& queue_of(std::uint32_t room);
    [[nodiscard]] std::vector<BoxId> speakers_of(std::uint32_t room) const;
    [[nodiscard]] FloorPolicy& policy_of(std::uint32_t room);
    [[nodiscard]] Expected<void, std::string> of_box(const ChairAction& action, Box& box, BoxId id,
                                                     Instant now);
    [[nodiscard]] Expected<void, std::string> of_meeting(const ChairAction& action, Instant now);
    [[nodiscard]] Expected<void, std::string> of_rooms(const ChairAction& action, Instant now);
    [[nodiscard]] Expected<void, std::string> open_room(const ChairAction& action, Instant now);
    void grant(BoxId id, Instant now);
    void stop(BoxId id, const char* how, Instant now);
    void leave_queues(BoxId id);
    void move(BoxId id, std::uint32_t room, Instant now);
    void live(Instant now);
    void weather(Box& box, Instant now);
    void tell(const char* kind, BoxId box, std::string_view who, std::string text);

    SeededRandom random_;
    bool lively_;
    Instant begun_;
    Instant now_;
    Instant next_event_;
    Instant next_loss_;
    ChairState base_;  ///< what concerns the meeting as a whole
    Instant opened_{};
    Instant recording_since_{};
    std::map<BoxId, Box> boxes_;
    std::map<std::uint32_t, Room> rooms_;
    std::vector<BoxId> queue_;
    std::vector<BoxId> replies_;
    std::uint64_t serial_ = 0;
    std::uint32_t next_room_ = 1;
    std::string who_;
};

}  // namespace giaoban::chair::test
