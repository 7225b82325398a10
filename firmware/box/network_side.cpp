#include "firmware/box/network_side.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <utility>

#include "config/card.h"
#include "firmware/box/catch_up_link.h"
#include "firmware/box/route.h"
#include "firmware/media.h"
#include "net/link/rung.h"

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
    : settings_(*around.settings),
      card_(std::move(around.card)),
      rings_(*around.rings),
      from_audio_(*around.from_audio),
      heard_(std::move(around.heard)),
      page_(around.papers.identity.card.text(), clock_now()),
      finder_(context, hosts(around.papers.mixers), clock_now(), [this] { follow(clock_now()); }),
      session_(session_settings(around), random, *this, clock_now()),
      port_(
          context, net::UdpPortSettings{},
          [this](const Endpoint&, MutableBytes datagram, Instant now) {
              session_.on_datagram(datagram, now);
          },
          [this](Instant now) { follow(now); }),
      panel_(
          context, settings_, [this](board::ButtonPress press) { on_press(press); }, log_line),
      server_(context, settings_.status_socket,
              [this](net::LocalClientId from, Bytes message) { on_request(from, message); }),
      audio_rang_(context, from_audio_.descriptor()),
      timer_(context) {
    for (const std::string& warning : around.papers.warnings)
        spdlog::warn("{}", warning);
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

void NetworkSide::view_changed(const net::MeetingView&) { view_is_new_ = true; }

void NetworkSide::phase_changed(net::SessionPhase phase, std::optional<net::RefusalReason> why) {
    page_.on_phase(clock_now());
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

void NetworkSide::on_press(board::ButtonPress press) {
    const Instant now = clock_now();
    const bool is_short = press == board::ButtonPress::short_press;
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
        on_press(board::ButtonPress::short_press);
    } else if (request->kind == net::BoxRequest::Kind::press_long) {
        on_press(board::ButtonPress::long_press);
    }
    const Instant now = clock_now();
    net::BoxStatus status = page_.status(session_, face_, now);
    status.behind = catch_up_.behind();
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
    panel_.on_time(now);
    follow(now);
}

void NetworkSide::on_second(Instant now) {
    next_second_ = now + 1s;
    session_.network_is(has_route_to(finder_.endpoint()), now);
    const bool unheard = session_.phase() == net::SessionPhase::connecting ||
                         session_.phase() == net::SessionPhase::lost;
    if (!finder_.endpoint() || (unheard && now - last_address_tried_ >= address_patience)) {
        last_address_tried_ = now;
        finder_.try_next(now);
    }
}

std::string NetworkSide::status_line() const {
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
    follow_room(now);
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

void NetworkSide::follow_test(Instant now) {
    net::SelfTestResult result;
    while (rings_.tested.try_pop(result)) {
        spdlog::info("self-test: {}", result.state == net::SelfTestState::ok ? "well" : "failed");
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
        page_.on_prompt(*prompt);
        spdlog::info("says: {}", audio::name_of(*prompt));
        if (!order({.kind = AudioOrder::Kind::say, .prompt = *prompt, .settings = {}})) break;
    }
    order_microphone();
    order_rung();
    order_playout(face_, session_, down_watch_, rings_, playout_ordered_);
    panel_.show(face_.floor_lamp(), face_.link_lamp(), now);
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
                  down_watch_.next_deadline(), catch_up_.next_deadline(), next_second_});
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
