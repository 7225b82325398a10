#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <map>
#include <memory>
#include <vector>

#include "config/mixer_config.h"
#include "firmware/mixer/audio_thread.h"
#include "firmware/mixer/catch_up_sender.h"
#include "firmware/mixer/media_time.h"
#include "firmware/mixer/meeting.h"
#include "firmware/mixer/office.h"
#include "firmware/mixer/room_gate.h"
#include "firmware/mixer/roster_registry.h"
#include "firmware/mixer/rung_desk.h"
#include "firmware/mixer/update_desk.h"
#include "firmware/mixer/update_store.h"
#include "firmware/service/service_notice.h"
#include "net/keys/keys.h"
#include "net/keys/system_random.h"
#include "net/session/mixer_sessions.h"
#include "net/session/mixer_sessions_sink.h"
#include "net/transfer/piece_sender.h"
#include "net/transport/local_server.h"
#include "net/transport/udp_port.h"

namespace giaoban::mixer {

/// The mixing box's network thread: one UDP port, all sessions, the meeting, the local socket; and the
/// rings to the audio thread, which it starts.
///
/// Nothing is decided here. What the sessions say goes to the meeting, what the meeting says to the
/// sessions and to the audio thread, what that one has mixed to every listener.
///
/// Threading:  the thread that calls run(), which is the program's first.
/// Errors:     StartupError from the constructor. After that the weather is counted and shown in the status.
class Daemon final : net::MixerSessionsSink,
                     MeetingSink,
                     RungDeskSink,
                     CatchUpSink,
                     net::PieceSenderSink {
  public:
    Daemon(const config::MixerConfig& config, net::KeyPair identity, Instant now);
    ~Daemon() override = default;

    /// Until SIGTERM or SIGINT.
    void run();

  private:
    // The sessions.
    void send(const Endpoint& to, Bytes datagram) override;
    void audio(BoxId box, const net::RtpView& packet, Instant arrived) override;
    void joined(BoxId box, Instant now) override;
    void lost(BoxId box, Instant now) override;
    void returned(BoxId box, Instant now) override;
    void presses(BoxId box, std::uint32_t short_presses, std::uint32_t long_presses,
                 Instant now) override;
    void state_changed(BoxId box, Instant now) override;
    void transfer(BoxId box, Bytes message, Instant now) override;
    void refused(std::string_view name, net::RefusalReason why, const Endpoint& from) override;

    // The meeting.
    void show(BoxId box, const net::MeetingView& view, Instant now) override;
    void open_microphone(BoxId box, RoomId room) override;
    void close_microphone(BoxId box, RoomId room, audio::Closing closing) override;
    void room_opened(RoomId room) override;
    void room_closed(RoomId room) override;
    [[nodiscard]] std::optional<std::uint32_t> moved(BoxId box, RoomId room,
                                                     std::uint32_t visit) override;
    void found_in(BoxId box, RoomId room, std::uint32_t visit) override;
    void policy_is(RoomId room, FloorPolicy policy) override;
    void remember(Instant now) override;
    void went_on(const MeetingMemory& past, Instant now) override;
    void happened(const net::FloorEvent& event, RoomId room, std::string_view name) override;
    void noted(const MeetingNote& note, std::string_view name, Instant now) override;

    // The rungs.
    void chosen(BoxId box, net::RungIndex up, net::RungIndex down, Instant now) override;
    void order(const AudioOrder& order) override;

    // Catching up.
    [[nodiscard]] std::optional<std::uint16_t> next_number(BoxId box) override;
    void answer(BoxId box, const std::optional<net::HistoryAnswer>& answer, Instant now) override;
    bool send_history(BoxId box, const History::Packet& packet, Instant now) override;
    [[nodiscard]] bool listens(BoxId box, Instant now) const;

    // Updates (daemon_updates.cpp).
    [[nodiscard]] std::optional<std::uint32_t> size_of(net::ObjectId object) override;
    [[nodiscard]] bool read(net::ObjectId object, std::uint32_t offset, MutableBytes into) override;
    bool send_piece(BoxId box, const net::Piece& piece, Instant now) override;
    void offer_updates(Instant now);
    [[nodiscard]] Expected<void, std::string> update_request(const net::MeetingRequest& request,
                                                             Instant now);
    void add_update(net::BoxRow& row) const;

    // The audio thread.
    void await_audio();
    void fetch_audio(Instant now);
    void fan_out(const MixedPacket& mixed, Instant now);
    void tell_listeners();
    void tell_round_trip(BoxId talker);

    // Time and the local socket.
    void arm();
    void on_time(Instant now);
    void keep_house(Instant now);
    void await_signal();
    void answer(net::LocalClientId client, Bytes message, Instant now);
    [[nodiscard]] net::MeetingStatus status(Instant now) const;
    [[nodiscard]] std::string status_line() const;
    void add_traffic(net::BoxRow& row, Instant now) const;
    [[nodiscard]] std::vector<net::NamedCounter> counters(Instant now) const;
    void follow_roster(Instant now);

    config::MixerConfig config_;
    boost::asio::io_context context_;
    net::SystemRandom random_;
    RosterRegistry registry_;
    AudioThread audio_;
    net::UdpPort port_;
    net::MixerSessions sessions_;
    Office office_;
    Meeting meeting_;
    RungDesk rungs_;
    CatchUpSender catch_up_;
    UpdateStore releases_;
    net::PieceSender pieces_;
    std::map<BoxId, std::uint32_t> update_sizes_;  ///< of what each box is offered
    RoomGate gate_;
    MediaTime media_;                ///< of what has gone out
    std::uint64_t out_of_room_ = 0;  ///< packets of sound that came late from another room
    net::LocalServer local_;
    boost::asio::steady_timer timer_;
    boost::asio::posix::stream_descriptor audio_fetchable_;
    boost::asio::signal_set signals_;

    std::uint64_t turns_ = 0;  ///< of keep_house(), for the watchdog
    ServiceNotice notice_;

    std::vector<BoxId> listeners_;  ///< all that have joined since the start
    Instant armed_ = never;
    Instant housekeeping_{};
    Instant wall_time_told_{};
    MixedPacket mixed_;
    AudioReport bridge_;
    std::map<BoxId, audio::PlayoutStats> playouts_;
    struct Level {
        std::int8_t db = -96;
        Instant heard;  ///< when there was sound last, or the microphone was opened
    };
    std::map<BoxId, Level> levels_;  ///< of those whose microphones are open
};

}  // namespace giaoban::mixer
