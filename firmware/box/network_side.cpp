#include "firmware/box/network_side.h"

#include <spdlog/spdlog.h>

#include <net/if.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <utility>

#include "config/card.h"
#include "config/whole_file.h"
#include "firmware/box/catch_up_link.h"
#include "firmware/box/route.h"
#include "firmware/media.h"
#include "net/link/rung.h"
#include "net/transfer/transfer_message.h"

namespace giaoban::box {

using namespace std::chrono_literals;

namespace {

// A mixing box that does not answer within three attempts may have another address.
constexpr Duration address_patience = 3s;
// The file of what was heard is at most this far behind: a killed box loses no more.
constexpr Duration file_interval = 100ms;

Instant clock_now() { return std::chrono::steady_clock::now(); }

void log_line(const std::string& line) { spdlog::info("{}", line); }

net::BoxSessionSettings session_settings(NetworkSide::Around& around) {
    return {.identity = std::move(around.papers.identity), .software = around.software};
}

std::vector<net::Host> hosts(const std::vector<config::HostPort>& mixers) {
    std::vector<net::Host> all;
    for (const auto& mixer : mixers)
        all.push_back({.name = mixer.host, .port = mixer.port});
    return all;
}

std::string floor_words(const net::MeetingView& view) {
    std::string words(to_text(view.floor));
    if (view.floor == FloorState::waiting) words += ", place " + std::to_string(view.place);
    return words;
}

}  // namespace

NetworkSide::NetworkSide(boost::asio::io_context& context, Around around, RandomSource& random)
    : context_(context),
      settings_(*around.settings),
      card_(std::move(around.card)),
      without_card_(!around.papers.card_trouble.empty()),
      rings_(*around.rings),
      from_audio_(*around.from_audio),
      heard_(std::move(around.heard)),
      page_(around.papers.identity.card.text(), clock_now()),
      machine_(std::move(around.machine_root)),
      software_(around.software),
      sound_by_card_(around.sound_by_card),
      update_folder_(settings_.state_dir + "/update", around.update_outcome),
      updates_(around.release, update_folder_, clock_now()),
      finder_(context, hosts(around.papers.mixers), clock_now(),
              [this] {
                  keep_addresses();
                  follow(clock_now());
              }),
      session_(session_settings(around), random, *this, clock_now()),
      port_(
          context, net::UdpPortSettings{.tell_interface = true},
          [this](const Endpoint&, MutableBytes datagram, Instant now) {
              on_datagram(datagram, now);
          },
          [this](Instant now) { follow(now); }),
      panel_(
          context, settings_,
          [this](board::ButtonPress press, Instant since) { on_press(press, since); }, log_line),
      server_(context, settings_.status_socket,
              [this](net::LocalClientId from, Bytes message) { on_request(from, message); }),
      audio_rang_(context, from_audio_.descriptor()),
      timer_(context) {
    for (const std::string& warning : around.papers.warnings)
        spdlog::warn("{}", warning);
    const std::string path = settings_.state_dir + "/addresses";
    if (!config::read_whole(path, std::size_t{64} * 1024, addresses_)) finder_.recall(addresses_);
    face_.on_settings(around.card_state);
    if (without_card_) page_.on_trouble("no card: " + around.papers.card_trouble);
    wait_for_audio();
    on_timer();
}

NetworkSide::~NetworkSide() {
    audio_rang_.release();  // the descriptor is Wake's to close
}

void NetworkSide::send(Bytes datagram) {
    if (const auto to = finder_.endpoint()) port_.send(*to, datagram);
}

void NetworkSide::audio(const net::RtpView& packet, Instant arrived) {
    down_watch_.on_packet(packet, arrived);
    if (!pass_to_audio(packet, audio::PacketRow::live, arrived, rings_, catch_up_))
        page_.on_packet_lost();
}

void NetworkSide::history(const net::RtpView& packet, Instant arrived) {
    if (!pass_to_audio(packet, audio::PacketRow::history, arrived, rings_, catch_up_))
        page_.on_packet_lost();
}

void NetworkSide::transfer(Bytes message, Instant now) { updates_.on_message(message, now); }

void NetworkSide::view_changed(const net::MeetingView&) { view_is_new_ = true; }

void NetworkSide::phase_changed(net::SessionPhase phase, std::optional<net::RefusalReason> why) {
    page_.on_phase(clock_now());
    if (phase == net::SessionPhase::joined && !first_joined_) first_joined_ = clock_now();
    if (why) {
        spdlog::warn("{}: {}", net::to_text(phase), net::describe(*why));
    } else {
        spdlog::info("{}", net::to_text(phase));
    }
}

void NetworkSide::enrolled() {
    const auto forgotten = config::forget_secret(card_);
    if (forgotten) {
        spdlog::info("enrolled; the card's secret is used up and gone");
    } else {
        // It is of no use to anybody any more, so the meeting goes on.
        spdlog::warn("enrolled, but the used secret stays on the card: {}",
                     config::text(forgotten.error()));
    }
}

void NetworkSide::on_press(board::ButtonPress press, Instant since) {
    const Instant now = clock_now();
    const bool is_short = press == board::ButtonPress::short_press;
    // Held at power-on, or before the box has ever been in the meeting since.
    if (!is_short && (!first_joined_ || since <= *first_joined_)) {
        spdlog::info("long press at the start");
        ask_doctor(DoctorAsker::voice, 0, now);
        return follow(now);
    }
    const net::PressMeaning meaning = face_.on_press(press, now);
    spdlog::info("{} press", is_short ? "short" : "long");
    if (meaning != net::PressMeaning::none) {
        session_.press(is_short ? net::Press::short_press : net::Press::long_press, now);
    }
    follow(now);
}

void NetworkSide::on_request(net::LocalClientId from, Bytes message) {
    const auto request = net::decode_box_request(message);
    std::string reason;
    if (!request) {
        reason = "not a request that this box knows";
    } else if (request->kind == net::BoxRequest::Kind::press_short) {
        on_press(board::ButtonPress::short_press, clock_now());
    } else if (request->kind == net::BoxRequest::Kind::press_long) {
        on_press(board::ButtonPress::long_press, clock_now());
    } else if (request->kind == net::BoxRequest::Kind::doctor_begin) {
        ask_doctor(DoctorAsker::socket, 0, clock_now());
        follow(clock_now());
    }
    const Instant now = clock_now();
    net::BoxStatus status = page_.status(session_, face_, now);
    status.behind = catch_up_.behind();
    if (request && request->kind >= net::BoxRequest::Kind::doctor_begin) {
        status.doctor = doctor_.report();
    }
    if (!reason.empty()) {
        status.done = false;
        status.reason = reason;
    }
    if (const auto answer = net::encode(status, now)) server_.send(from, *answer);
}

void NetworkSide::wait_for_audio() {
    audio_rang_.async_wait(boost::asio::posix::stream_descriptor::wait_read,
                           [this](const boost::system::error_code& error) {
                               if (error) return;
                               from_audio_.heard();
                               on_audio();
                               wait_for_audio();
                           });
}

void NetworkSide::on_audio() {
    const Instant now = clock_now();
    audio::EncodedPacket packet;
    while (rings_.spoken.try_pop(packet)) {
        // Counted by the session when there is nobody to send it to.
        (void)session_.send_audio(packet.timestamp, packet.payload(), packet.marker, now);
    }
    MissingPackets missing;
    while (rings_.missing.try_pop(missing))
        session_.ask_again(std::span(missing.numbers).first(missing.count), now);
    AudioReport report;
    while (rings_.reports.try_pop(report)) {
        page_.on_report(report);
        face_.on_sound(report.port.state);
        session_.set_sound(page_.sound(), page_.figures(), now);
    }
    follow(now);
}

void NetworkSide::on_timer() {
    const Instant now = clock_now();
    timer_at_ = never;
    ++turns_;
    if (now >= next_second_) on_second(now);
    drain_file();
    session_.on_time(now);
    down_watch_.on_time(session_, now);
    updates_.on_time(now);
    panel_.on_time(now);
    follow(now);
}

void NetworkSide::on_second(Instant now) {
    next_second_ = now + 1s;
    if (without_card_ && config::Card::load(card_)) {
        spdlog::info("there is a card now: starting anew with it");
        context_.stop();
        return;
    }
    note_time(now);
    choose_uplink(now);
    watch_machine(now);
    panel_.look_for_lamps(now);
    session_.network_is(has_route_to(finder_.endpoint()), now);
    const bool unheard = session_.phase() == net::SessionPhase::connecting ||
                         session_.phase() == net::SessionPhase::lost;
    if (!finder_.endpoint() || (unheard && now - last_address_tried_ >= address_patience)) {
        last_address_tried_ = now;
        finder_.try_next(now);
    }
}

void NetworkSide::on_datagram(MutableBytes datagram, Instant now) {
    if (!uplink_.listens()) return session_.on_datagram(datagram, now);
    // Only what is authentic counts: anybody can send anything over any network card.
    const std::uint64_t before = session_.figures(now).received.datagrams;
    const Uplink over = port_.arrived_over();
    session_.on_datagram(datagram, now);
    if (session_.figures(now).received.datagrams != before) uplink_.heard_over(over, now);
    follow_uplink();
}

void NetworkSide::choose_uplink(Instant now) {
    const auto place = finder_.endpoint();
    if (!place) return;
    const bool heard = session_.phase() == net::SessionPhase::joined ||
                       session_.phase() == net::SessionPhase::refused;
    // Where all is well nothing need be known of the other ways.
    if (heard && sends_over_ == by_routes && !uplink_.listens()) {
        uplink_.on_second({.uplinks = {}, .first = by_routes, .heard = true}, now);
        return;
    }
    const auto uplinks = interfaces_to(*place);
    uplink_.on_second({.uplinks = uplinks,
                       .first = interface_of_routes(*place),
                       .heard = heard,
                       .may_try = !face_.microphone_open()},
                      now);
    follow_uplink();
}

void NetworkSide::follow_uplink() {
    if (uplink_.send_over() == sends_over_) return;
    sends_over_ = uplink_.send_over();
    port_.send_over(sends_over_);
    std::array<char, IF_NAMESIZE> name{};
    const bool named =
        sends_over_ != by_routes && ::if_indextoname(sends_over_, name.data()) != nullptr;
    spdlog::info("sends {}",
                 named ? "over " + std::string(name.data()) : std::string("as the routes say"));
}

// Once an address was seen it does not matter any more whether there is a name server, also after a power cut.
void NetworkSide::keep_addresses() {
    const std::string addresses = finder_.known();
    if (addresses == addresses_) return;
    const std::string path = settings_.state_dir + "/addresses";
    if (const auto fault = config::write_whole(path, addresses, config::Existing::replace)) {
        spdlog::warn("{}: {}", path, fault->what);
    } else {
        addresses_ = addresses;
    }
}

void NetworkSide::note_time(Instant now) {
    const auto note =
        clock_note_.take(session_.mixer_time(now), std::chrono::system_clock::now(), now);
    if (!note) return;
    const auto path = std::filesystem::path(settings_.status_socket).parent_path() / "centre-time";
    // Where nobody acts on it, or it cannot be written, the log's times are wrong, and nothing else is.
    if (const auto fault = config::write_whole(path.string(), *note, config::Existing::replace)) {
        spdlog::debug("{}: {}", path.string(), fault->what);
    }
}

std::string NetworkSide::status_line() const {
    if (without_card_) return "no card: nobody to call";
    const auto phase = session_.phase();
    std::string words(net::to_text(phase));
    if (phase == net::SessionPhase::joined) words += ", floor: " + floor_words(session_.view());
    if (const auto why = session_.refusal()) words += ": " + std::string(net::describe(*why));
    return words;
}

void NetworkSide::drain_file() {
    if (!heard_) return;
    if (const auto error = heard_->drain()) {
        spdlog::error("{}; the meeting goes on without it", error->text);
    }
    if (heard_->lost_ticks() > 0 && !file_lost_told_) {
        file_lost_told_ = true;
        spdlog::warn("the file of what is heard has gaps: the disk stood still for 5 s");
    }
}

void NetworkSide::follow(Instant now) {
    face_.on_phase(session_.phase(), session_.refusal());
    const std::uint32_t on_their_way = session_.presses_on_their_way();
    if (view_is_new_ || on_their_way != presses_on_their_way_) {
        if (view_is_new_) spdlog::debug("floor: {}", floor_words(session_.view()));
        view_is_new_ = false;
        presses_on_their_way_ = on_their_way;
        face_.on_view(session_.view(), on_their_way, now);
    }
    face_.on_time(now);
    session_.set_call_answered(face_.call_answered(), now);
    follow_test(now);
    follow_doctor(now);
    follow_room(now);
    follow_update(now);
    serve_catch_up(catch_up_, session_, rings_, now);
    face_.on_catching_up(catch_up_.is_catching_up());
    follow_face(now);
    arm_timer(now);
}

// The microphone is closed there and opened anew, so that nothing that was said in one room is sent into another.
void NetworkSide::follow_room(Instant now) {
    SpeaksFrom entered;
    while (rings_.entered.try_pop(entered)) {
        if (entered.visit != stay_ordered_.visit) continue;
        stay_ordered_.from = entered.timestamp;
        session_.set_stay(stay_ordered_, now);
    }
    const net::RoomView& stay = session_.view().stay;
    if (stay.visit == stay_ordered_.visit && stay.room == stay_ordered_.room) return;
    AudioOrder enter;
    enter.kind = AudioOrder::Kind::enter_room;
    enter.number = stay.visit;
    enter.from = stay.from;
    if (!order(enter)) return;
    spdlog::info("in room {} from now on", number_of(stay.room));
    microphone_ordered_ = false;
    stay_ordered_ = {.room = stay.room, .visit = stay.visit, .from = std::nullopt};
}

void NetworkSide::follow_update(Instant now) {
    const bool joined = session_.phase() == net::SessionPhase::joined;
    updates_.on_link(joined, now);
    if (joined) updates_.on_offer(session_.view().update, now);
    if (const auto ask = updates_.ask_due(now)) {
        std::array<std::byte, net::ask_size> room{};
        session_.send_transfer(net::write_ask(*ask, room), now);
    }
    const net::UpdateState& state = updates_.state();
    session_.set_update(state, now);
    if (state.stage == update_told_) return;
    update_told_ = state.stage;
    spdlog::info("update: {} {} {} {}", net::to_text(state.stage), state.of,
                 net::to_text(state.trouble), state.why);
}

void NetworkSide::follow_test(Instant now) {
    net::SelfTestResult result;
    while (rings_.tested.try_pop(result)) {
        spdlog::info("self-test: {}", result.state == net::SelfTestState::ok ? "well" : "failed");
        if (result.number == DoctorRun::test_number) {
            doctor_.tested(result);
            continue;
        }
        face_.on_self_test(result);
        session_.set_self_test(result, now);
    }
    const std::uint32_t wanted = session_.view().self_test;
    if (wanted == 0 || wanted == test_ordered_) return;
    AudioOrder test;
    test.kind = AudioOrder::Kind::self_test;
    test.number = wanted;
    if (!order(test)) return;
    test_ordered_ = wanted;
    session_.set_self_test({.number = wanted, .state = net::SelfTestState::running}, now);
}

void NetworkSide::follow_face(Instant now) {
    while (const auto prompt = face_.take_prompt()) {
        say(*prompt);
    }
    order_microphone();
    order_rung();
    order_playout(face_, session_, down_watch_, rings_, playout_ordered_);
    const bool blinks = doctor_.blinks(now);
    panel_.show(blinks ? board::LampSign::called : face_.floor_lamp(),
                blinks ? board::LampSign::called : face_.link_lamp(), now);
}

void NetworkSide::order_microphone() {
    const bool open = face_.microphone_open();
    if (open == microphone_ordered_) return;
    const auto kind = open ? AudioOrder::Kind::open_microphone : AudioOrder::Kind::close_microphone;
    // A full ring is tried again at the next event; the timer brings one within a second.
    if (!order({.kind = kind, .prompt = {}, .settings = {}})) return;
    microphone_ordered_ = open;
    spdlog::info("microphone {}", open ? "open" : "closed");
}

void NetworkSide::order_rung() {
    const bool heard_of = session_.phase() == net::SessionPhase::joined;
    const auto index =
        uplink_rung(heard_of ? session_.view().uplink_rung : std::uint8_t{0}, settings_.link.up);
    if (index == rung_ordered_) return;
    const auto settings = encoder_settings(net::rung(index), settings_.codec, settings_.sound.rate);
    if (!order({.kind = AudioOrder::Kind::encode_as, .prompt = {}, .settings = settings})) return;
    rung_ordered_ = index;
    page_.on_rung(index);
    spdlog::info("sends at rung {}", net::name_of(index));
}

bool NetworkSide::order(const AudioOrder& order) noexcept { return rings_.orders.try_push(order); }

void NetworkSide::arm_timer(Instant now) {
    Instant next =
        std::min({session_.next_deadline(), face_.next_deadline(), panel_.next_deadline(),
                  down_watch_.next_deadline(), catch_up_.next_deadline(), doctor_.next_deadline(),
                  updates_.next_deadline(), next_second_});
    if (heard_) next = std::min(next, now + file_interval);
    // Most events (a packet of sound) move the deadline a little later; waking once too early is
    // cheaper than setting the timer anew each time.
    if (timer_at_ <= next) return;
    timer_at_ = next;
    timer_.expires_at(next);
    timer_.async_wait([this](const boost::system::error_code& error) {
        if (!error) on_timer();
    });
}

}  // namespace giaoban::box
