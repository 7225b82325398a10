#include "firmware/box/box_audio.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "audio/codec/opus_decoder.h"
#include "audio/codec/opus_encoder.h"
#include "config/vocab/random.h"
#include "tests/allocation_counter.h"
#include "tests/catch.h"

using namespace giaoban;
using namespace giaoban::box;
using namespace std::chrono_literals;

namespace {

constexpr Instant start{1h};

const audio::PromptLibrary& prompts() {
    static const audio::PromptLibrary library(audio::Language::english, SampleRate::hz16000);
    return library;
}

/// A port that hears a tone of 300 Hz with a syllable's rhythm, and remembers how loud it was played.
class TestPort final : public audio::SoundPort {
  public:
    Pace pace() const noexcept override { return Pace::caller; }
    void exchange(std::span<std::int16_t> captured,
                  std::span<const std::int16_t> to_play) noexcept override {
        for (auto& sample : captured) {
            const double on = at_ / 3'200 % 2 == 0 ? 9'000 : 500;
            const double phase = 2 * std::numbers::pi * 300 * static_cast<double>(at_++) / 16'000;
            sample =
                static_cast<std::int16_t>(on * std::sin(phase) + 0.2 * on * std::sin(3 * phase));
        }
        loudest = 0;
        for (const int sample : to_play)
            loudest = std::max(loudest, std::abs(sample));
    }
    audio::PortHealth health() const noexcept override { return {.opened = 1}; }

    int loudest = 0;

  private:
    std::int64_t at_ = 0;
};

struct Box {
    AudioRings rings;
    BoxAudio audio;
    TestPort port;
    int ticks = 0;

    explicit Box(int volume = 100, bool voice = false)
        : audio({.volume_percent = volume},
                {.encoder = std::make_unique<audio::OpusSpeechEncoder>(audio::EncoderSettings{}),
                 .decoder = std::make_unique<audio::OpusSpeechDecoder>(SampleRate::hz16000),
                 .voice = voice ? audio::make_voice_processor({}, SampleRate::hz16000) : nullptr,
                 .prompts = &prompts()},
                rings) {}

    [[nodiscard]] Instant now() const { return start + ticks * 20ms; }
    bool tick() {
        const bool news = audio.tick(port, now());
        ++ticks;
        return news;
    }
    void order(AudioOrder::Kind kind, audio::Prompt prompt = audio::Prompt::connected) {
        REQUIRE(rings.orders.try_push({.kind = kind, .prompt = prompt, .settings = {}}));
    }
    int spoken() {
        audio::EncodedPacket packet;
        int count = 0;
        while (rings.spoken.try_pop(packet))
            ++count;
        return count;
    }
};

/// Carries what one box speaks to the other, 50 ms later; answers how many packets it were.
int carry(Box& from, Box& to) {
    static std::uint16_t seq = 0;
    audio::EncodedPacket packet;
    int count = 0;
    while (from.rings.spoken.try_pop(packet)) {
        packet.seq = seq++;
        (void)to.rings.arrived.try_push({.packet = packet, .arrived = to.now()});
        ++count;
    }
    return count;
}

}  // namespace

SCENARIO("a box without the floor codes and sends nothing", "[firmware][box]") {
    Box box;
    for (int i = 0; i < 200; ++i)
        box.tick();
    CHECK(box.spoken() == 0);
    WHEN("its microphone is opened") {
        box.order(AudioOrder::Kind::open_microphone);
        for (int i = 0; i < 50; ++i)
            box.tick();
        THEN("each tick is a packet") { CHECK(box.spoken() == 50); }
        AND_WHEN("it is closed again") {
            (void)box.spoken();
            box.order(AudioOrder::Kind::close_microphone);
            for (int i = 0; i < 50; ++i)
                box.tick();
            THEN("nothing more is sent") { CHECK(box.spoken() == 0); }
        }
    }
}

SCENARIO("what one box hears, the other plays", "[firmware][box]") {
    Box speaker;
    Box listener;
    speaker.order(AudioOrder::Kind::open_microphone);
    int heard = 0;
    for (int i = 0; i < 200; ++i) {
        speaker.tick();
        carry(speaker, listener);
        listener.tick();
        if (listener.port.loudest > 5'000) ++heard;
    }
    // Half the ticks of the tone are loud, with the ramps of coder and filter at their ends.
    CHECK(heard > 80);
    CHECK(speaker.port.loudest == 0);
}

SCENARIO("the volume is that of all that is played, prompts included", "[firmware][box]") {
    Box loud(100);
    Box soft(50);
    int loudest = 0;
    int softest = 0;
    for (Box* box : {&loud, &soft}) {
        box->order(AudioOrder::Kind::say, audio::Prompt::connected);
        int& peak = box == &loud ? loudest : softest;
        for (int i = 0; i < 80; ++i) {
            box->tick();
            peak = std::max(peak, box->port.loudest);
        }
    }
    CHECK(loudest > 8'000);
    CHECK(softest == Approx(loudest / 2).margin(1));
}

SCENARIO("once a second the network thread is told how sound does", "[firmware][box]") {
    Box box;
    int told = 0;
    for (int i = 0; i < 100; ++i)
        told += box.tick() ? 1 : 0;
    CHECK(told == 2);
    AudioReport report;
    REQUIRE(box.rings.reports.try_pop(report));
    CHECK(report.ticks == 50);
    CHECK(report.port.opened == 1);
    // 9000 of 32768 for half the time as a sine: 9000 / sqrt(2) / sqrt(2) is 17 dB below full scale.
    CHECK(report.level_below_full_db == Approx(17).margin(1));
}

namespace {

/// Twenty seconds of one box speaking to another over a link that loses every tenth packet, with prompts
/// and another rung on the way; answers how often memory was taken.
std::uint64_t memory_taken(bool with_voice) {
    Box speaker(80, with_voice);
    Box listener(80, with_voice);
    speaker.order(AudioOrder::Kind::open_microphone);
    const AudioOrder long_frames{.kind = AudioOrder::Kind::encode_as,
                                 .prompt = {},
                                 .settings = {.frame = 60ms, .bitrate_bps = 20'000}};
    SeededRandom random(5);
    const giaoban::test::AllocationCounter allocations;
    for (int i = 0; i < 1'000; ++i) {
        speaker.tick();
        if (i == 300) (void)speaker.rings.orders.try_push(long_frames);
        if (i % 97 == 0) {
            (void)listener.rings.orders.try_push({.kind = AudioOrder::Kind::say,
                                                  .prompt = audio::Prompt::floor_yours,
                                                  .settings = {}});
        }
        if (random.below(10) == 0) {
            (void)speaker.spoken();  // lost on the way
        } else {
            carry(speaker, listener);
        }
        listener.tick();
    }
    return allocations.count();
}

}  // namespace

SCENARIO("the audio thread takes no memory after start", "[firmware][box]") {
    REQUIRE(giaoban::test::AllocationCounter::works());
    CHECK(memory_taken(false) == 0);
    // The statistics of webrtc-audio-processing, which cannot be switched off, are told in
    // audio/voice/README.md: two boxes, 20 s, fewer than 10 times a second each.
    CHECK(memory_taken(true) <= (audio::voice_library() == "speexdsp" ? 0 : 2 * 20 * 10));
}

namespace {

/// A port whose microphone hears what its speaker plays, fainter, in the next tick; or has no device.
class RoomPort final : public audio::SoundPort {
  public:
    Pace pace() const noexcept override { return Pace::caller; }
    void exchange(std::span<std::int16_t> captured,
                  std::span<const std::int16_t> to_play) noexcept override {
        std::ranges::copy(last_, captured.begin());
        std::ranges::transform(to_play, last_.begin(), [](std::int16_t sample) {
            return static_cast<std::int16_t>(sample / 10);
        });
    }
    audio::PortHealth health() const noexcept override { return {.state = state, .opened = 1}; }

    audio::PortState state = audio::PortState::running;

  private:
    std::array<std::int16_t, 320> last_{};
};

/// Up to ten seconds of a box that is tested, with or without a voice processor.
net::SelfTestResult tested(Box& box, audio::SoundPort& port) {
    AudioOrder order;
    order.kind = AudioOrder::Kind::self_test;
    order.number = 9;
    REQUIRE(box.rings.orders.try_push(order));
    net::SelfTestResult result;
    for (int i = 0; i < 500 && !box.rings.tested.try_pop(result); ++i) {
        (void)box.audio.tick(port, box.now());
        ++box.ticks;
    }
    CHECK_FALSE(box.audio.is_testing());
    return result;
}

}  // namespace

SCENARIO("a box tests its speaker and its microphone", "[firmware][box]") {
    using State = net::SelfTestState;
    using Trouble = net::SelfTestTrouble;
    THEN("a room in which the one hears the other is well, also with echo cancelling") {
        for (const bool voice : {false, true}) {
            Box box(80, voice);
            RoomPort room;
            const giaoban::test::AllocationCounter allocations;
            CHECK(tested(box, room) == net::SelfTestResult{9, State::ok, Trouble::none});
            if (!voice) CHECK(allocations.count() == 0);
        }
    }
    THEN("a recording of somebody who talks is no room") {
        Box box;
        CHECK(tested(box, box.port) == net::SelfTestResult{9, State::failed, Trouble::not_heard});
    }
    THEN("a box without a speakerphone says so at once") {
        Box box;
        RoomPort gone;
        gone.state = audio::PortState::absent;
        CHECK(tested(box, gone) == net::SelfTestResult{9, State::failed, Trouble::no_card});
        CHECK(box.ticks <= 2);
    }
    THEN("who speaks is not interrupted for it, also when it begins while the tones are played") {
        Box box;
        box.order(AudioOrder::Kind::open_microphone);
        CHECK(tested(box, box.port) == net::SelfTestResult{9, State::failed, Trouble::speaks});
    }
}

SCENARIO("a box that is brought into another room takes no sound along, neither way",
         "[firmware][box]") {
    Box speaker;
    Box listener;
    speaker.order(AudioOrder::Kind::open_microphone);
    for (int i = 0; i < 100; ++i) {
        speaker.tick();
        carry(speaker, listener);
        listener.tick();
    }
    AudioOrder enter;
    enter.kind = AudioOrder::Kind::enter_room;
    enter.number = 77;
    WHEN("the speaker is brought away") {
        REQUIRE(speaker.rings.orders.try_push(enter));
        (void)speaker.spoken();
        speaker.tick();
        SpeaksFrom said;
        REQUIRE(speaker.rings.entered.try_pop(said));
        THEN("its microphone is closed, and it tells from where on its sound is of the new room") {
            CHECK(said.visit == 77);
            CHECK_FALSE(speaker.audio.microphone_open());
            for (int i = 0; i < 20; ++i)
                speaker.tick();
            CHECK(speaker.spoken() == 0);
            speaker.order(AudioOrder::Kind::open_microphone);
            speaker.tick();
            audio::EncodedPacket packet;
            REQUIRE(speaker.rings.spoken.try_pop(packet));
            CHECK(packet.timestamp - said.timestamp < 30 * 960);
        }
        THEN("after six hours it tells that anew, so that the clock's circle cannot deceive") {
            speaker.audio.skip(50 * 3'600 * 7);
            speaker.tick();
            SpeaksFrom again;
            REQUIRE(speaker.rings.entered.try_pop(again));
            CHECK(again.visit == 77);
            CHECK(again.timestamp - said.timestamp == 1U << 29U);
        }
    }
    WHEN("the listener is brought away, and what was on its way still comes") {
        audio::EncodedPacket last;
        speaker.tick();
        REQUIRE(speaker.rings.spoken.try_pop(last));
        enter.from = last.timestamp + 960;
        REQUIRE(listener.rings.orders.try_push(enter));
        (void)listener.rings.arrived.try_push({.packet = last, .arrived = listener.now()});
        int heard = 0;
        for (int i = 0; i < 50; ++i) {
            listener.tick();
            heard = std::max(heard, listener.port.loudest);
        }
        THEN("nothing of it is heard, nor what had waited") { CHECK(heard == 0); }
        THEN("what is of the new room is") {
            for (int i = 0; i < 50; ++i) {
                speaker.tick();
                carry(speaker, listener);
                listener.tick();
                heard = std::max(heard, listener.port.loudest);
            }
            CHECK(heard > 1'000);
        }
    }
}
