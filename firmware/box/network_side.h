#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "audio/wav/wav_speaker.h"
#include "config/box_config.h"
#include "config/vocab/random.h"
#include "firmware/box/audio_rings.h"
#include "firmware/box/box_face.h"
#include "firmware/box/catch_up_asker.h"
#include "firmware/box/catch_up_link.h"
#include "firmware/box/clock_note.h"
#include "firmware/box/doctor_facts.h"
#include "firmware/box/doctor_run.h"
#include "firmware/box/down_watch.h"
#include "firmware/box/machine_facts.h"
#include "firmware/box/panel.h"
#include "firmware/box/papers.h"
#include "firmware/box/status_page.h"
#include "firmware/box/update_folder.h"
#include "firmware/box/update_receiver.h"
#include "firmware/box/uplink_choice.h"
#include "firmware/box/wake.h"
#include "net/link/rung.h"
#include "net/session/box_session.h"
#include "net/transport/host_finder.h"
#include "net/transport/local_server.h"
#include "net/transport/udp_port.h"

namespace giaoban::box {

/// All that happens on the network thread: the session with the mixing box, the button, the lamps and
/// the status socket; sound crosses to and from the audio thread by rings. Here parts are joined, and
/// nothing is decided that one of them can decide.
///
/// Threading:  one thread, which runs the io_context.
/// Errors:     StartupError from the constructor; weather is logged when it changes.
class NetworkSide final : private net::BoxSessionSink {
  public:
    /// What the shell has made before.
    struct Around {
        const config::BoxConfig* settings = nullptr;
        std::string card;  ///< the card's file, from which the used secret is taken
        Papers papers;
        std::string software;  ///< for the meeting's table
        std::string release;   ///< that the card runs; empty: no card's system
        std::string
            update_outcome;  ///< the file in which root's part of an update says what became of it
        CardSettingsState card_state = CardSettingsState::good;
        std::shared_ptr<audio::WavSpeaker::File> heard;
        bool sound_by_card = false;
        std::string machine_root = "/";  ///< what the doctor looks at
        AudioRings* rings = nullptr;
        Wake* from_audio = nullptr;
    };

    NetworkSide(boost::asio::io_context& context, Around around, RandomSource& random);
    ~NetworkSide() override;

    /// Writes what was heard to the end; at the stop of the audio thread.
    void drain_file();

    /// What the sound card's port says for the log: which card there is.
    void on_sound_line(const std::string& line);

    /// How often its timer has come, which is each second at least: for the watchdog.
    [[nodiscard]] std::uint64_t turns() const noexcept { return turns_; }
    /// How it is, for the service manager: a line.
    [[nodiscard]] std::string status_line() const;

  private:
    // Decisions of the session.
    void send(Bytes datagram) override;
    void audio(const net::RtpView& packet, Instant arrived) override;
    void history(const net::RtpView& packet, Instant arrived) override;
    void transfer(Bytes message, Instant now) override;
    void view_changed(const net::MeetingView& view) override;
    void phase_changed(net::SessionPhase phase, std::optional<net::RefusalReason> why) override;
    void enrolled() override;

    void on_press(board::ButtonPress press, Instant since);
    void on_request(net::LocalClientId from, Bytes message);
    void on_audio();
    void on_timer();
    void on_second(Instant now);
    void note_time(Instant now);
    void choose_uplink(Instant now);
    void follow_uplink();
    void keep_addresses();
    void on_datagram(MutableBytes datagram, Instant now);

    /// After anything has happened: what follows from it for people, audio thread and timer.
    void follow(Instant now);
    void follow_face(Instant now);
    void order_microphone();
    void order_rung();
    void follow_test(Instant now);
    void follow_room(Instant now);
    void follow_update(Instant now);
    void wait_for_audio();
    void arm_timer(Instant now);
    [[nodiscard]] bool order(const AudioOrder& order) noexcept;

    // network_doctor.cpp
    void watch_machine(Instant now);
    void ask_doctor(DoctorAsker asker, std::uint32_t number, Instant now);
    void follow_doctor(Instant now);
    void end_doctor(Instant now);
    void say(audio::Prompt prompt);
    [[nodiscard]] DoctorFacts doctor_facts(Instant now);

    boost::asio::io_context& context_;
    const config::BoxConfig& settings_;
    std::string card_;
    std::string addresses_;  ///< those of the mixing box that are on disk
    bool without_card_;
    ClockNote clock_note_;
    AudioRings& rings_;
    Wake& from_audio_;
    std::shared_ptr<audio::WavSpeaker::File> heard_;

    BoxFace face_;
    CatchUpAsker catch_up_;
    StatusPage page_;
    DownWatch down_watch_;
    DoctorRun doctor_;
    Machine machine_;
    std::string software_;
    bool sound_by_card_;
    std::string card_text_;
    std::optional<Instant> first_joined_;  ///< since the program's start
    std::uint32_t doctor_question_ = 0;    ///< the last one that the mixing box has asked
    std::optional<int> hottest_tenths_;
    int undervoltages_ = 0;
    bool voltage_low_ = false;
    std::optional<Instant> undervoltage_at_;
    Instant next_watch_{};
    UpdateFolder update_folder_;
    UpdateReceiver updates_;
    net::HostFinder finder_;
    net::BoxSession session_;
    net::UdpPort port_;
    Panel panel_;
    net::LocalServer server_;
    boost::asio::posix::stream_descriptor audio_rang_;
    boost::asio::steady_timer timer_;
    UplinkChoice uplink_;
    Uplink sends_over_ = by_routes;
    Instant next_second_{};
    Instant last_address_tried_{};
    Instant timer_at_ = never;

    std::uint64_t turns_ = 0;
    bool view_is_new_ = false;
    std::uint32_t presses_on_their_way_ = 0;
    bool microphone_ordered_ = false;
    std::optional<net::RungIndex> rung_ordered_;
    PlayoutOrdered playout_ordered_;
    std::uint32_t test_ordered_ = 0;
    net::UpdateStage update_told_ = net::UpdateStage::none;
    net::RoomStay stay_ordered_;  ///< of the room that the audio thread was brought into
    bool file_lost_told_ = false;
};

}  // namespace giaoban::box
