#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "audio/mix/bridge.h"
#include "config/vocab/random.h"
#include "firmware/mixer/audio_desk.h"
#include "firmware/mixer/catch_up_sender.h"
#include "firmware/mixer/media_time.h"
#include "firmware/mixer/meeting.h"
#include "firmware/mixer/room_gate.h"
#include "firmware/mixer/rung_desk.h"
#include "net/link/rung.h"
#include "net/session/mixer_sessions.h"
#include "tests/scenarios/simulated_box.h"

namespace giaoban::scenarios {

/// The mixing box's roster in memory; it outlives the mixing box's program.
class Roster final : public net::CardRegistry {
  public:
    struct Entry {
        BoxId box = no_box;
        Role role = Role::member;
        net::SecretKey secret;
        std::optional<net::PublicKey> pinned{};
    };
    void add(const net::CardName& name, Entry entry) {
        cards_.insert_or_assign(name, std::move(entry));
    }
    [[nodiscard]] const std::map<net::CardName, Entry>& cards() const noexcept { return cards_; }

    std::optional<net::RegisteredCard> find(const net::CardName& name) const override;
    std::optional<BoxId> owner_of(const net::PublicKey& key) const override;
    bool pin(const net::CardName& name, const net::PublicKey& key) override;

  private:
    std::map<net::CardName, Entry> cards_;
};

/// The pure parts of giaoban-mixer, joined as its network thread joins them, without sockets and threads.
///
/// Units: all times are the simulation's; the mixing box itself sees its own clock.
class SimulatedMixer final : private net::MixerSessionsSink,
                             private mixer::MeetingSink,
                             private mixer::RungDeskSink,
                             private mixer::CatchUpSink {
  public:
    struct Around {
        net::KeyPair identity;
        Roster* roster = nullptr;
        RandomSource* random = nullptr;
        MachineClock* clock = nullptr;
        net::FloorSettings floor;
        std::uint16_t max_boxes = 1024;
        std::uint32_t first_number = 1;  ///< another at each start
        mixer::RungDesk::Settings rungs;
        bool catch_up = true;
        std::function<void(const Endpoint&, Bytes)> send;
        /// Each packet of sound or history before it is sealed for that box.
        std::function<void(BoxId, Bytes)> sends{};
        /// What outlives the program: kept at once, as by a disk that never fails.
        std::string* memory = nullptr;
    };

    SimulatedMixer(Around around, Instant now);

    void on_datagram(const Endpoint& from, MutableBytes datagram, Instant now);
    void on_time(Instant now);
    [[nodiscard]] Instant next_deadline() const noexcept { return next_; }
    void clock_moved() { settle(); }
    void set_wall_time(WallTime wall, Instant now) { sessions_.set_wall_time(wall, here(now)); }

    [[nodiscard]] Expected<void, std::string> request(const net::MeetingRequest& request,
                                                      Instant now);

    [[nodiscard]] const net::MixerSessions& sessions() const noexcept { return sessions_; }
    [[nodiscard]] net::MeetingStatus status(Instant now) const {
        return meeting_.status(here(now));
    }
    [[nodiscard]] const mixer::CatchUpSender& catch_up() const noexcept { return catch_up_; }
    /// The plenary's.
    [[nodiscard]] const audio::BridgeStats& bridge() const noexcept {
        return bridges_.front().stats();
    }
    [[nodiscard]] RoomId room_of(BoxId box) const noexcept { return gate_.room_of(box); }

    struct Presses {
        std::uint64_t shorts = 0;
        std::uint64_t longs = 0;
    };
    /// Presses counted of that box by this program.
    [[nodiscard]] Presses counted(BoxId box) const;
    /// Whose microphone is open.
    [[nodiscard]] const std::vector<BoxId>& open() const noexcept { return open_; }
    /// How often that changed: to look at it only then.
    [[nodiscard]] std::uint64_t changes() const noexcept { return changes_; }
    [[nodiscard]] const std::vector<net::FloorEvent>& events() const noexcept { return events_; }
    [[nodiscard]] const std::vector<mixer::MeetingNote>& notes() const noexcept { return notes_; }
    [[nodiscard]] const std::vector<net::RefusalReason>& refusals() const noexcept {
        return refusals_;
    }

  private:
    // Of the sessions.
    void send(const Endpoint& to, Bytes datagram) override { around_.send(to, datagram); }
    void audio(BoxId box, const net::RtpView& packet, Instant arrived) override;
    void joined(BoxId box, Instant now) override;
    void lost(BoxId box, Instant now) override;
    void returned(BoxId box, Instant now) override;
    void presses(BoxId box, std::uint32_t short_presses, std::uint32_t long_presses,
                 Instant now) override;
    void state_changed(BoxId box, Instant now) override;
    void refused(std::string_view name, net::RefusalReason why, const Endpoint&) override {
        refusals_.push_back(why);
        meeting_.turned_away(name, why, now_);
    }

    // Of the meeting.
    void show(BoxId box, const net::MeetingView& view, Instant now) override {
        sessions_.set_view(box, view, now);
    }
    void room_opened(RoomId room) override {
        order({.kind = mixer::AudioOrder::Kind::open_room, .room = room});
    }
    void room_closed(RoomId room) override;
    [[nodiscard]] std::optional<std::uint32_t> moved(BoxId box, RoomId room,
                                                     std::uint32_t visit) override;
    void found_in(BoxId box, RoomId room, std::uint32_t visit) override {
        gate_.is_in(box, room, visit);
        rungs_.enter(box, room);
    }
    void policy_is(RoomId room, FloorPolicy policy) override {
        order({.kind = mixer::AudioOrder::Kind::converse,
               .room = room,
               .used = policy == FloorPolicy::open});
    }
    void open_microphone(BoxId box, RoomId room) override;
    void close_microphone(BoxId box, RoomId room, audio::Closing closing) override;
    void remember(Instant now) override;
    void went_on(const mixer::MeetingMemory& past, Instant) override {
        for (const auto& each : past.boxes)
            sessions_.recall(each.box, each.counted);
    }
    void happened(const net::FloorEvent& event, RoomId, std::string_view) override {
        events_.push_back(event);
    }
    void noted(const mixer::MeetingNote& note, std::string_view, Instant) override {
        notes_.push_back(note);
    }

    // Of the rungs.
    void chosen(BoxId box, net::RungIndex up, net::RungIndex down, Instant now) override {
        meeting_.set_rungs(box, up, down, now);
    }
    void order(const mixer::AudioOrder& order) override;

    [[nodiscard]] Instant here(Instant simulated) const noexcept {
        return around_.clock->here(simulated);
    }
    // Catching up.
    [[nodiscard]] std::optional<std::uint16_t> next_number(BoxId box) override {
        return sessions_.next_history_number(box);
    }
    void answer(BoxId box, const std::optional<net::HistoryAnswer>& answer, Instant now) override {
        sessions_.set_history(box, answer, now);
    }
    bool send_history(BoxId box, const mixer::History::Packet& packet, Instant now) override {
        if (around_.sends) around_.sends(box, packet.payload);
        return sessions_.send_history(box, packet.timestamp, packet.payload, now).has_value();
    }
    [[nodiscard]] bool listens(BoxId box) const;
    void serve_audio(Instant now);
    void fan_out(Instant now);
    void tell_listeners();
    void tell_round_trip(BoxId talker);
    void settle();

    Around around_;
    std::unique_ptr<mixer::AudioRings> rings_;
    net::MixerSessions sessions_;
    mixer::Meeting meeting_;
    mixer::RungDesk rungs_;
    mixer::CatchUpSender catch_up_;
    mixer::RoomGate gate_;
    mixer::MediaTime media_;
    std::vector<audio::Bridge> bridges_;
    mixer::AudioDesk desk_;
    Instant next_;
    Instant now_{};  ///< here, of the last call
    bool ordered_ = false;
    std::vector<BoxId> listeners_;
    std::vector<BoxId> open_;
    std::map<BoxId, Presses> counted_;
    std::vector<net::FloorEvent> events_;
    std::vector<mixer::MeetingNote> notes_;
    std::vector<net::RefusalReason> refusals_;
    std::uint64_t changes_ = 0;
    mixer::MixedPacket mixed_;
};

}  // namespace giaoban::scenarios
