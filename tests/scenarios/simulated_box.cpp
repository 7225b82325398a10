#include "tests/scenarios/simulated_box.h"

#include <algorithm>

#include "firmware/media.h"
#include "tests/scenarios/token_codec.h"

namespace giaoban::scenarios {
namespace {

constexpr Duration tick_length = Milliseconds{20};

net::BoxSessionSettings session_settings(const BoxPapers& papers) {
    std::optional<net::SecretKey> enrolment;
    if (papers.enrolment) enrolment = papers.enrolment->copy();
    return {.identity = {.own = papers.keys.copy(),
                         .mixer_key = papers.mixer_key,
                         .card = papers.name,
                         .enrolment = std::move(enrolment),
                         .boot_count = papers.boot_count},
            .software = "scenario"};
}

box::BoxAudio::Parts audio_parts(const audio::PromptLibrary& prompts, net::RungIndex rung) {
    const auto settings =
        encoder_settings(net::rung(rung), config::CodecSettings{}, SampleRate::hz16000);
    return {.encoder = std::make_unique<TokenEncoder>(settings),
            .decoder = std::make_unique<TokenDecoder>(SampleRate::hz16000),
            .voice = nullptr,
            .prompts = &prompts};
}

}  // namespace

SimulatedBox::SimulatedBox(Around around, Instant now)
    : around_(std::move(around)),
      rings_(std::make_unique<box::AudioRings>()),
      session_(session_settings(*around_.papers), *around_.random, *this, here(now)),
      audio_({.rate = SampleRate::hz16000,
              .first_timestamp = around_.random->u32(),
              .catch_up = around_.catch_up},
             audio_parts(*around_.prompts, around_.rung), *rings_),
      next_tick_(now + around_.tick_phase),
      next_(now) {}

SimulatedBox::~SimulatedBox() {
    if (turn_) around_.turns->end(*turn_, ticking_at_);
}

void SimulatedBox::audio(const net::RtpView& packet, Instant arrived) {
    down_watch_.on_packet(packet, arrived);
    (void)pass_to_audio(packet, audio::PacketRow::live, arrived, *rings_, catch_up_);
}

void SimulatedBox::history(const net::RtpView& packet, Instant arrived) {
    (void)pass_to_audio(packet, audio::PacketRow::history, arrived, *rings_, catch_up_);
}

void SimulatedBox::on_datagram(MutableBytes datagram, Instant now) {
    session_.on_datagram(datagram, here(now));
    follow(now);
}

void SimulatedBox::on_time(Instant now) {
    while (next_tick_ <= now)
        tick(now);
    if (session_.next_deadline() <= here(now)) session_.on_time(here(now));
    if (down_watch_.next_deadline() <= here(now)) down_watch_.on_time(session_, here(now));
    follow(now);
}

void SimulatedBox::tick(Instant now) {
    ticking_at_ = now;
    next_tick_ += tick_length;
    if (!audio_.tick(*this, here(now))) return;
    audio::EncodedPacket packet;
    while (rings_->spoken.try_pop(packet)) {
        (void)session_.send_audio(packet.timestamp, packet.payload(), packet.marker, here(now));
    }
    box::MissingPackets missing;
    while (rings_->missing.try_pop(missing))
        session_.ask_again(std::span(missing.numbers).first(missing.count), here(now));
    while (rings_->reports.try_pop(report_)) {
        session_.set_sound(net::SoundHealth::well, {}, here(now));
    }
}

void SimulatedBox::exchange(std::span<std::int16_t> captured,
                            std::span<const std::int16_t> to_play) noexcept {
    if (audio_.is_testing()) {
        // A room: what is played is heard, fainter.
        std::ranges::transform(to_play, captured.begin(), [this](std::int16_t sample) {
            return static_cast<std::int16_t>(around_.deaf ? 0 : sample / 8);
        });
        return;
    }
    std::int16_t level = 0;
    if (turn_) {
        Turn& turn = around_.turns->at(*turn_);
        if (turn.frames == 0) turn.began = ticking_at_;
        if (turn.voice < voice::count) level = voice::level(turn.voice, turn.frames);
        ++turn.frames;
    }
    std::ranges::fill(captured, level);
    around_.hearing->listen(to_play, ticking_at_);
}

bool SimulatedBox::press(board::ButtonPress press, Instant now) {
    const bool counts = face_.on_press(press, here(now)) != net::PressMeaning::none;
    if (counts) {
        session_.press(press == board::ButtonPress::short_press ? net::Press::short_press
                                                                : net::Press::long_press,
                       here(now));
    }
    follow(now);
    return counts;
}

void SimulatedBox::follow(Instant now) {
    face_.on_phase(session_.phase(), session_.refusal());
    const std::uint32_t on_their_way = session_.presses_on_their_way();
    if (view_is_new_ || on_their_way != presses_on_their_way_) {
        view_is_new_ = false;
        presses_on_their_way_ = on_their_way;
        face_.on_view(session_.view(), on_their_way, here(now));
    }
    face_.on_time(here(now));
    session_.set_call_answered(face_.call_answered(), here(now));
    follow_test(now);
    follow_room(now);
    serve_catch_up(catch_up_, session_, *rings_, here(now));
    face_.on_catching_up(catch_up_.is_catching_up());
    while (const auto prompt = face_.take_prompt())
        said_.push_back(*prompt);
    order_microphone(now);
    order_rung();
    order_playout(face_, session_, down_watch_, *rings_, playout_ordered_);
    const Instant local = std::min({session_.next_deadline(), face_.next_deadline(),
                                    down_watch_.next_deadline(), catch_up_.next_deadline()});
    next_ = std::min(next_tick_, around_.clock->simulated(local));
}

// The microphone is closed there and opened anew, so that nothing that was said in one room is sent into another.
void SimulatedBox::follow_room(Instant now) {
    box::SpeaksFrom entered;
    while (rings_->entered.try_pop(entered)) {
        if (entered.visit != stay_ordered_.visit) continue;
        stay_ordered_.from = entered.timestamp;
        session_.set_stay(stay_ordered_, here(now));
    }
    const net::RoomView& stay = session_.view().stay;
    if (stay.visit == stay_ordered_.visit && stay.room == stay_ordered_.room) return;
    box::AudioOrder enter;
    enter.kind = box::AudioOrder::Kind::enter_room;
    enter.number = stay.visit;
    enter.from = stay.from;
    if (!rings_->orders.try_push(enter)) return;
    microphone_ordered_ = false;
    if (turn_) around_.turns->end(*turn_, now);
    turn_.reset();
    stay_ordered_ = {.room = stay.room, .visit = stay.visit, .from = std::nullopt};
}

void SimulatedBox::follow_test(Instant now) {
    net::SelfTestResult result;
    while (rings_->tested.try_pop(result)) {
        face_.on_self_test(result);
        session_.set_self_test(result, here(now));
    }
    const std::uint32_t wanted = session_.view().self_test;
    if (wanted == 0 || wanted == test_ordered_) return;
    box::AudioOrder test;
    test.kind = box::AudioOrder::Kind::self_test;
    test.number = wanted;
    if (!rings_->orders.try_push(test)) return;
    test_ordered_ = wanted;
    session_.set_self_test({.number = wanted, .state = net::SelfTestState::running}, here(now));
}

void SimulatedBox::order_microphone(Instant now) {
    const bool open = face_.microphone_open();
    if (open == microphone_ordered_) return;
    using Kind = box::AudioOrder::Kind;
    const auto kind = open ? Kind::open_microphone : Kind::close_microphone;
    if (!rings_->orders.try_push({.kind = kind, .prompt = {}, .settings = {}})) return;
    microphone_ordered_ = open;
    if (open) {
        turn_ = around_.turns->begin(around_.number, now);
        around_.turns->at(*turn_).room = session_.view().stay.room;
    } else if (turn_) {
        around_.turns->end(*turn_, now);
        turn_.reset();
    }
}

void SimulatedBox::order_rung() {
    if (!is_joined()) return;
    const auto index = uplink_rung(session_.view().uplink_rung, config::RungRange{});
    if (index == rung_ordered_) return;
    const auto settings =
        encoder_settings(net::rung(index), config::CodecSettings{}, SampleRate::hz16000);
    if (rings_->orders.try_push(
            {.kind = box::AudioOrder::Kind::encode_as, .prompt = {}, .settings = settings})) {
        rung_ordered_ = index;
    }
}

}  // namespace giaoban::scenarios
