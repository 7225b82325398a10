#pragma once

#include <boost/asio/io_context.hpp>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "config/mixer_config.h"
#include "firmware/mixer/audio_rings.h"
#include "firmware/mixer/chair/chair_server.h"
#include "firmware/mixer/chair/meeting_door.h"
#include "firmware/mixer/meeting_memory.h"
#include "firmware/mixer/meeting_note.h"
#include "firmware/mixer/memory_file.h"
#include "firmware/mixer/minutes_entries.h"
#include "firmware/mixer/recording/recorder.h"
#include "firmware/mixer/records/minutes.h"
#include "firmware/mixer/records_desk.h"
#include "net/rtp/rtp_packet.h"
#include "net/wire/meeting_local.h"

namespace giaoban::mixer {

/// The centre's office: the minutes, the recordings and the chair's page of a mixing box.
///
/// What happens in the meeting goes into the minutes; when it is on the disk, onto the page. What is sent anyway goes into
/// the recording of the room that it is from, with a chapter a turn. What the page asks goes to the meeting.
///
/// Threading:  the network thread, which runs `context`. Minutes, recorder and desk have threads of their own, and post.
/// Errors:     StartupError from the constructor and open_page(); a disk that fails is told in the log, and the meeting goes on.
/// Limits:     those of Minutes, Recorder and ChairServer.
class Office final : chair::MeetingDoor {
  public:
    /// What the page asks of the meeting.
    struct Asks {
        std::function<net::MeetingStatus(Instant)> status;
        std::function<Expected<void, std::string>(const net::MeetingRequest&, Instant)> request;
        /// A card was made: whoever has come with the one before it is let go, and the new one is awaited.
        std::function<void(Instant)> card_made;
    };

    Office(const config::MixerConfig& config, boost::asio::io_context& context,
           RandomSource& random, Asks asks);
    ~Office() override = default;
    Office(const Office&) = delete;
    Office& operator=(const Office&) = delete;

    /// From now on the page is served, if the configuration has one.
    void open_page();

    // What happened.
    void happened(const net::FloorEvent& event, RoomId room, std::string_view name, Role role);
    void noted(const MeetingNote& note, std::string_view name, Instant now);
    void mixed(const MixedPacket& packet, Instant now);
    void spoke(BoxId box, std::string_view name, RoomId room, const net::RtpView& packet,
               Instant now);

    /// What the next start of this program has to know of the meeting. What is shown from now on waits for it, so that
    /// nothing is shown of which a restart would not know.
    void keep(MeetingMemory memory);
    /// What the last start of this program has kept, as old as it is by now; read by the constructor.
    [[nodiscard]] std::optional<MeetingMemory> take_past() { return std::exchange(past_, {}); }
    /// The meeting has gone on after a restart: these turns have begun before it.
    void went_on(const MeetingMemory& past, Instant now);

    /// The meeting that was open when the mixing box stopped.
    [[nodiscard]] std::optional<Minutes::OpenMeeting> open_meeting() const {
        return minutes_.open_meeting();
    }
    /// A meeting's number is its place in the minutes.
    void complete(net::MeetingStatus& status) const;

  private:
    [[nodiscard]] chair::ChairState status(Instant now) const override;
    [[nodiscard]] Expected<void, std::string> request(const chair::ChairAction& action,
                                                      std::string_view who, Instant now) override;
    [[nodiscard]] Expected<std::string, std::string> make_card(
        const chair::CardOrder& order) override;

    void write(Entry entry);
    /// What a policy or a limit was set to. False: it was told already.
    bool tell_setting(const net::FloorEvent& event, Entry& entry);
    void note_who_is_there();
    void show_durable();
    void read_past();
    void begin_recording(RoomId room, Instant now);
    void end_recording(RoomId room, Instant now);

    const config::MixerConfig& config_;
    boost::asio::io_context& context_;
    RandomSource& random_;
    Asks asks_;
    MinutesEntries entries_;
    std::optional<Instant> policy_told_;  ///< when a policy was written down last
    std::string who_;                     ///< whose request is being done
    std::uint64_t meeting_ = 0;           ///< that is open or was last, by the minutes
    std::string title_;
    std::uint32_t next_recording_ = 1;
    std::map<RoomId, RecordingId> recordings_;
    /// An entry, and the memory of the meeting that goes with it.
    struct ToShow {
        chair::DurableEntry entry;
        std::uint64_t memory = 0;
    };
    std::deque<ToShow> not_durable_;
    std::uint64_t durable_ = 0;  ///< the last serial that is on the disk
    std::uint64_t kept_ = 0;     ///< the newest memory
    std::optional<MeetingMemory> past_;
    MemoryFile memory_;
    Minutes minutes_;
    Recorder recorder_;
    RecordsDesk records_;
    std::optional<chair::ChairServer> page_;
};

}  // namespace giaoban::mixer
