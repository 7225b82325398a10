#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "config/vocab/random.h"
#include "net/session/box_session.h"
#include "net/session/mixer_sessions.h"

// A mixing box, its boxes and the network between them, in virtual time.
namespace giaoban::net::village {

/// A roster in memory.
class Cards final : public CardRegistry {
  public:
    struct Entry {
        BoxId box = no_box;
        std::optional<PublicKey> pinned;
        SecretKey secret;
        std::optional<PublicKey> retired;
    };
    /// Of a name that there is: as a card that is made anew.
    void add(const CardName& name, BoxId box, const SecretKey& secret);
    void remove(const CardName& name) { cards_.erase(name); }

    std::optional<RegisteredCard> find(const CardName& name) const override;
    std::optional<BoxId> owner_of(const PublicKey& key) const override;
    bool pin(const CardName& name, const PublicKey& key) override;

    bool disk_full = false;
    int pins = 0;

  private:
    std::map<CardName, Entry> cards_;
};

/// What a datagram is, by its first bytes.
enum class Kind : std::uint8_t {
    initiation,
    response,
    cookie,
    control,
    transfer,
    refusal,
    no_session,
    rtp,
    rtcp
};
[[nodiscard]] Kind kind(Bytes datagram);

struct Datagram {
    bool up = false;      ///< to the mixing box
    std::size_t box = 0;  ///< which box's link
    Endpoint address;     ///< the box's, when it was sent
    std::vector<std::byte> bytes;
};

/// What the network does with a datagram: after how long each copy arrives. Empty: lost.
using Weather = std::function<std::vector<Duration>(const Datagram&, Instant now)>;

struct Heard {
    std::uint16_t sequence = 0;
    std::uint32_t timestamp = 0;
    std::uint32_t ssrc = 0;
    bool marker = false;
    std::vector<std::byte> payload;
    Instant at{};
};

class Box final : public BoxSessionSink {
  public:
    void send(Bytes datagram) override { out(datagram); }
    void audio(const RtpView& packet, Instant arrived) override;
    void history(const RtpView& packet, Instant arrived) override;
    void view_changed(const MeetingView& view) override { views.push_back(view); }
    void transfer(Bytes message, Instant) override {
        transfers.emplace_back(message.begin(), message.end());
    }
    void phase_changed(SessionPhase phase, std::optional<RefusalReason> why) override {
        phases.push_back(phase);
        if (why) refusals.push_back(*why);
    }
    void enrolled() override { ++enrolments; }

    std::function<void(Bytes)> out;
    std::unique_ptr<BoxSession> session;
    Endpoint address;
    std::vector<Heard> heard;
    std::vector<Heard> history_heard;
    std::vector<MeetingView> views;
    std::vector<std::vector<std::byte>> transfers;
    std::vector<SessionPhase> phases;
    std::vector<RefusalReason> refusals;
    int enrolments = 0;
};

class Village : public MixerSessionsSink {
  public:
    explicit Village(std::uint64_t seed = 1, std::size_t boxes = 1,
                     SrtpProfile profile = SrtpProfile::aes_cm_128_hmac_sha1_80);

    // What the mixing box decides.
    void send(const Endpoint& to, Bytes datagram) override;
    void audio(BoxId box, const RtpView& packet, Instant arrived) override;
    void joined(BoxId box, Instant) override { note("joined", box); }
    void lost(BoxId box, Instant) override { note("lost", box); }
    void returned(BoxId box, Instant) override { note("returned", box); }
    void presses(BoxId box, std::uint32_t shorts, std::uint32_t longs, Instant) override;
    void state_changed(BoxId, Instant) override { ++state_changes; }
    void transfer(BoxId, Bytes message, Instant) override {
        transfers_up.emplace_back(message.begin(), message.end());
    }
    void refused(std::string_view name, RefusalReason why, const Endpoint& from) override;

    /// Runs until `until`, event after event.
    void run_until(Instant until);
    void run_for(Duration length) { run_until(now + length); }
    /// Runs until the condition holds; false when it does not within `limit`.
    bool run_until_true(const std::function<bool()>& holds, Duration limit);

    void start_box(std::size_t index, std::uint32_t boot_count = 1);
    void restart_mixer();
    /// From the next datagram on the box has another address, and nothing reaches the old one.
    void move_box(std::size_t index);
    void offer(const Datagram& datagram);
    [[nodiscard]] Box& box(std::size_t index = 0) { return *boxes[index]; }
    [[nodiscard]] BoxSession& session(std::size_t index = 0) { return *boxes[index]->session; }
    [[nodiscard]] static BoxId id(std::size_t index) {
        return BoxId{static_cast<std::uint16_t>(index + 1)};
    }
    [[nodiscard]] static CardName name(std::size_t index);
    [[nodiscard]] std::size_t count(const std::string& event) const;
    [[nodiscard]] bool all_joined() const;

    Instant now{Seconds{1000}};
    SeededRandom random;
    SrtpProfile profile;
    KeyPair mixer_keys;
    Cards cards;
    std::unique_ptr<MixerSessions> mixer;
    std::vector<KeyPair> box_keys;
    std::vector<SecretKey> secrets;
    std::vector<std::unique_ptr<Box>> boxes;
    Weather weather;  ///< 40 ms each way unless set
    bool mixer_up = true;
    std::vector<std::string> events;
    std::vector<RefusalReason> refusals;
    std::map<BoxId, std::pair<std::uint32_t, std::uint32_t>> pressed;
    std::map<BoxId, std::vector<Heard>> spoken;
    std::vector<Datagram> carried;  ///< all that was offered while `tap` is set
    bool tap = false;
    int state_changes = 0;
    std::vector<std::vector<std::byte>> transfers_up;
    std::uint64_t wakings = 0;
    std::uint64_t bytes_up = 0;  ///< with 28 bytes of IP and UDP each
    std::uint64_t bytes_down = 0;

  private:
    struct OnItsWay {
        Instant arrives;
        std::uint64_t order = 0;
        Datagram datagram;
        bool operator>(const OnItsWay& other) const {
            return arrives != other.arrives ? arrives > other.arrives : order > other.order;
        }
    };
    void note(const std::string& what, BoxId box);
    void deliver(Datagram datagram);
    [[nodiscard]] Instant next_event() const;

    std::vector<OnItsWay> on_their_way_;  // a heap
    std::uint64_t order_ = 0;
    std::uint16_t next_port_ = 5000;
};

}  // namespace giaoban::net::village
