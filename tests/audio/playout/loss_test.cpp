#include <deque>

#include "audio/codec/opus_decoder.h"
#include "audio/codec/opus_encoder.h"
#include "audio/playout/playout.h"
#include "tests/allocation_counter.h"
#include "tests/audio/codec/speech.h"
#include "tests/catch.h"

using namespace giaoban;
using namespace giaoban::test;
using namespace std::chrono_literals;
using audio::EncodedPacket;
using audio::Playout;

namespace {

/// Loss in bursts of two packets on average (Gilbert): a mobile link's, in short.
class BurstLoss {
  public:
    BurstLoss(double share, std::uint64_t seed) : share_(share), random_(seed) {}
    bool next() {
        constexpr double stays = 0.5;
        const double enters = share_ * (1.0 - stays) / (1.0 - share_);
        lost_ = random_.unit() < (lost_ ? stays : enters);
        return lost_;
    }

  private:
    double share_;
    SeededRandom random_;
    bool lost_ = false;
};

struct Outcome {
    std::vector<std::int16_t> heard;
    audio::PlayoutStats stats;
    std::uint64_t allocations = 0;
};

/// Speech over a link of 40 ms and up to 30 ms of jitter.
Outcome over_a_bad_link(std::span<const std::int16_t> sound, const audio::EncoderSettings& settings,
                        double loss, audio::PlayoutMode mode = audio::PlayoutMode::conversation) {
    audio::OpusSpeechEncoder encoder(settings);
    audio::OpusSpeechDecoder decoder(SampleRate::hz16000);
    Playout playout({}, SampleRate::hz16000, decoder);
    playout.follow(mode);
    const std::size_t frame = sample_count(settings.frame, SampleRate::hz16000);
    BurstLoss lose(loss, 77);
    SeededRandom random(78);
    struct Coming {
        Instant arrives;
        EncodedPacket packet;
    };
    std::deque<Coming> under_way;
    Outcome outcome;
    outcome.heard.resize(sound.size() / 320 * 320);
    std::size_t spoken = 0;
    std::uint16_t seq = 0;
    for (std::size_t at = 0; at + 320 <= sound.size(); at += 320) {
        const Instant now = Instant{1h} + std::chrono::milliseconds{(at + 320) / 16};
        while (spoken + frame <= at + 320) {
            EncodedPacket packet;
            packet.seq = seq++;
            packet.marker = spoken == 0;
            packet.timestamp = static_cast<std::uint32_t>(spoken * 3);
            packet.size = static_cast<std::uint16_t>(
                encoder.encode(sound.subspan(spoken, frame), packet.data).value());
            spoken += frame;
            const Instant arrives = now + 40ms + std::chrono::milliseconds{random.below(30)};
            if (!lose.next()) under_way.push_back({arrives, packet});
        }
        const AllocationCounter counter;
        for (const Coming& coming : under_way) {
            if (coming.arrives <= now) playout.insert(coming.packet, coming.arrives);
        }
        playout.next(now, std::span(outcome.heard).subspan(at, 320));
        outcome.allocations += counter.count();
        std::erase_if(under_way, [now](const Coming& coming) { return coming.arrives <= now; });
    }
    outcome.stats = playout.stats();
    return outcome;
}

/// The longest stretch without any sound, in ms.
std::size_t longest_gap(std::span<const std::int16_t> sound) {
    std::size_t run = 0;
    std::size_t longest = 0;
    for (const std::int16_t sample : sound) {
        run = std::abs(int{sample}) < 12 ? run + 1 : 0;
        longest = std::max(longest, run);
    }
    return longest / 16;
}

/// How alike the loudness of spoken and heard is, piece by piece, where each piece of 400 ms may lie
/// anywhere within what playout may delay: time stretching moves them.
double likeness(std::span<const std::int16_t> spoken, std::span<const std::int16_t> heard) {
    const auto s = loudness(spoken, 160);
    const auto h = loudness(heard, 160);
    double sum = 0;
    int pieces = 0;
    for (std::size_t at = 200; at + 40 + 150 < std::min(s.size(), h.size()); at += 40) {
        double best = -1;
        for (std::size_t delay = 0; delay < 100; ++delay) {
            best = std::max(best, correlation(std::span(s).subspan(at, 40),
                                              std::span(h).subspan(at + delay, 40)));
        }
        sum += best;
        ++pieces;
    }
    return sum / pieces;
}

double percent(Samples part, const audio::PlayoutStats& of) {
    const Samples all = of.played + of.dred + of.lbrr + of.plc;
    return 100.0 * static_cast<double>(part.count()) / static_cast<double>(all.count());
}

}  // namespace

TEST_CASE("speech stays understandable from 1 to 40 % of burst loss", "[audio][playout]") {
    const auto frame = GENERATE(20, 60);
    const auto loss = GENERATE(0, 1, 5, 10, 20, 40);
    audio::EncoderSettings settings;
    settings.frame = std::chrono::milliseconds{frame};
    settings.expected_loss_percent = std::max(loss, 10);
    const auto sound = speech_like(30.0, 21);
    const Outcome outcome = over_a_bad_link(sound, settings, loss / 100.0);
    const auto& stats = outcome.stats;
    const std::span<const std::int16_t> heard = std::span(outcome.heard).subspan(16'000);
    const double alike = likeness(sound, outcome.heard);
    WARN(loss << " % loss, frames of " << frame << " ms: played " << percent(stats.played, stats)
              << " %, DRED " << percent(stats.dred, stats) << " %, LBRR "
              << percent(stats.lbrr, stats) << " %, PLC " << percent(stats.plc, stats)
              << " %; depth " << stats.depth / 1ms << " ms, target " << stats.target / 1ms
              << " ms; longest gap " << longest_gap(heard) << " ms (spoken "
              << longest_gap(std::span(sound).subspan(16'000)) << "); likeness " << alike);
    CHECK(outcome.allocations == 0);
    const bool deep = audio::opus_version_and_features().find("with deep") != std::string::npos;
    CHECK(alike > (loss <= 10 || deep ? 0.85 : 0.7));
    if (deep && loss >= 5) CHECK(stats.dred > stats.plc);
}

TEST_CASE("at 5 % of burst loss a voice without rests has no gap over 60 ms", "[audio][playout]") {
    const auto frame = GENERATE(20, 40, 60);
    const bool deep = audio::opus_version_and_features().find("with deep") != std::string::npos;
    // What a longer frame takes with it cannot be made up from nothing.
    if (!deep && frame > 20) return;
    audio::EncoderSettings settings;
    settings.frame = std::chrono::milliseconds{frame};
    const auto sound = speech_like(60.0, 22, 16'000, 0.3);
    REQUIRE(longest_gap(sound) <= 5);
    // A burst of five frames of 60 ms is longer than a conversation waits for it: there it is heard late.
    const auto mode = frame > 40 ? audio::PlayoutMode::listening : audio::PlayoutMode::conversation;
    const Outcome outcome = over_a_bad_link(sound, settings, 0.05, mode);
    INFO("frames of " << frame << " ms, depth " << outcome.stats.depth / 1ms);
    CHECK(longest_gap(std::span(outcome.heard).subspan(16'000 * 5)) <= 60);
}

TEST_CASE("a conversation waits no longer than 250 ms over 40 % of burst loss, nor 150 over 10",
          "[audio][playout]") {
    const bool deep = audio::opus_version_and_features().find("with deep") != std::string::npos;
    if (!deep) return;
    audio::EncoderSettings settings;
    settings.frame = 60ms;
    settings.bitrate_bps = 20'000;
    settings.expected_loss_percent = 40;
    const auto loss = GENERATE(0.1, 0.4);
    const auto sound = speech_like(60.0, 23);
    const Outcome outcome = over_a_bad_link(sound, settings, loss);
    INFO("loss " << loss << ", target " << outcome.stats.target / 1ms);
    // The link's jitter of 30 ms comes on top.
    CHECK(outcome.stats.target <= Samples{(loss > 0.2 ? 350ms : 230ms)});
    CHECK(percent(outcome.stats.plc, outcome.stats) <= (loss > 0.2 ? 3.0 : 2.0));
}
