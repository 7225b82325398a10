// Recordings for players to judge (players.py):
//
//   studio meeting FOLDER         a minute of a meeting with rungs that change, pauses, a crash; heard.wav is what was said
//   studio rate FOLDER RUNG       two minutes of speech on a rung
//   studio live FOLDER            a meeting in real time, until it is killed; says how much was handed
//                                 in, and how late this machine was with it, in ms
//   studio repair FOLDER          what a mixing box does at its start
#include <cstdio>
#include <cstdlib>
#include <string_view>
#include <thread>

#include "audio/wav/wav_writer.h"
#include "firmware/mixer/recording/recorder.h"
#include "net/link/rung.h"
#include "tests/audio/record/coded_speech.h"

using namespace giaoban;
using namespace giaoban::mixer;
using namespace giaoban::test;
using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

namespace {

constexpr RecordingId meeting{1};
constexpr std::int64_t unix_ms = 1'763'884'800'000;

void tell(const RecordingNews& news) {
    std::fprintf(stderr, "%s: %d %s\n", news.name.c_str(), static_cast<int>(news.kind),
                 news.words.c_str());
}

std::vector<Packet> on_rung(net::RungIndex index, std::span<const std::int16_t> sound) {
    const net::Rung& rung = net::rung(index);
    return coded(sound, rung.frame, rung.bitrate_bps, rung.dred_reach);
}

/// A meeting in virtual time, and what a listener without any delay would have heard.
class Studio {
  public:
    explicit Studio(const std::filesystem::path& folder) : folder_(folder) { open(Samples{0}, 0s); }

    /// Speech on a rung; the mix goes out on a narrower one as well.
    void speak(Samples from, Samples length, net::RungIndex rung, std::uint64_t voice) {
        const auto spoken = speech_like(static_cast<double>(length.count()) / 48'000, voice);
        heard_.resize(sample_count(from, SampleRate::hz16000));
        heard_.insert(heard_.end(), spoken.begin(), spoken.end());
        const auto narrow = on_rung(net::RungIndex{0}, spoken);
        const auto wide = on_rung(rung, spoken);
        const Samples frame = net::rung(rung).frame;
        for (std::size_t i = 0; i < wide.size(); ++i) {
            const Samples begin = from + frame * static_cast<std::int64_t>(i);
            const Samples end = begin + frame;
            while (next_ < instant(end)) {
                desk_->on_time(next_);
                next_ += RecordingDesk::period;
            }
            send(rung, begin, end, wide[i]);
            desk_->find(meeting)->talker(BoxId{static_cast<std::uint16_t>(voice)}, "Xã Hồng Thái",
                                         static_cast<std::uint32_t>(begin.count()), wide[i],
                                         instant(end));
            if ((end - from) % Samples{120ms} == Samples{0}) {
                const auto which = static_cast<std::size_t>((end - from) / Samples{120ms}) - 1;
                send(net::RungIndex{0}, end - Samples{120ms}, end, narrow[which]);
            }
        }
    }
    void chapter(Samples at, const std::string& title) {
        desk_->find(meeting)->chapter(title, instant(at));
    }
    /// As after kill -9: nothing is closed. It starts again then.
    void crash(Samples again) { open(again, std::chrono::seconds{1'000}); }
    void close(Samples at) {
        desk_->stop(meeting, instant(at));
        auto wav = audio::WavWriter::create(folder_ / "heard.wav", 16'000);
        if (!wav || !wav->append(heard_)) std::exit(1);
    }

  private:
    void send(net::RungIndex rung, Samples begin, Samples end, const Packet& packet) {
        desk_->find(meeting)->mix(static_cast<std::uint8_t>(rung), media_ + begin, packet,
                                  instant(end));
    }
    void open(Samples at, Seconds other_clock) {
        start_ = Instant{} + 1h + other_clock;
        began_ = at;
        // Frames of all rungs begin at multiples of 120 ms of the media clock; its beginning is another after a restart.
        media_ = Samples{120ms} * (other_clock.count() + 7);
        next_ = start_;
        desk_.emplace(RecordingDesk::Settings{.folder = folder_, .tracks = true}, tell);
        desk_->repair();
        desk_->start({.id = meeting,
                      .name = "m1",
                      .title = "Giao ban tuần 47",
                      .now = start_,
                      .unix_ms = unix_ms + std::chrono::floor<Milliseconds>(at).count()});
    }
    [[nodiscard]] Instant instant(Samples at) const {
        return start_ + std::chrono::floor<Duration>(at - began_);
    }

    std::filesystem::path folder_;
    std::optional<RecordingDesk> desk_;
    Instant start_{};
    Samples began_{};
    Samples media_{};
    Instant next_{};
    std::vector<std::int16_t> heard_;
};

void hold_meeting(const std::filesystem::path& folder) {
    Studio studio(folder);
    studio.chapter(2400ms, "Chủ tọa");
    studio.speak(2400ms, 6s, net::RungIndex{8}, 1);
    studio.chapter(9600ms, "Xã Hồng Thái");
    studio.speak(9600ms, 6s, net::RungIndex{3}, 2);
    studio.speak(15'600ms, 6s, net::RungIndex{4}, 3);
    studio.speak(21'600ms, 3600ms, net::RungIndex{0}, 2);
    studio.crash(37'200ms);
    studio.chapter(38'400ms, "Xã Tân Trào");
    studio.speak(38'400ms, 6s, net::RungIndex{7}, 1);
    studio.close(60s);
}

void measure(const std::filesystem::path& folder, net::RungIndex rung) {
    RecordingDesk desk({.folder = folder}, tell);
    const Instant start{};
    desk.start({.id = meeting, .name = "rate", .title = "", .now = start, .unix_ms = unix_ms});
    const auto packets = on_rung(rung, speech_like(120, 4));
    const Samples frame = net::rung(rung).frame;
    Instant next = start;
    for (std::size_t i = 0; i < packets.size(); ++i) {
        const Samples begin = frame * static_cast<std::int64_t>(i);
        const Instant now = start + std::chrono::floor<Duration>(begin + frame);
        for (; next < now; next += RecordingDesk::period)
            desk.on_time(next);
        desk.find(meeting)->mix(static_cast<std::uint8_t>(rung), begin, packets[i], now);
    }
    desk.stop(meeting, start + 120s);
}

[[noreturn]] void live(const std::filesystem::path& folder) {
    const auto packets = on_rung(net::RungIndex{8}, speech_like(4, 5));
    Recorder recorder({.folder = folder, .tracks = true}, tell);
    const Instant start = Clock::now();
    if (!recorder.start(meeting, "m1", "killed", start, std::chrono::system_clock::now()))
        std::exit(1);
    for (std::int64_t i = 0;; ++i) {
        const Instant due = start + 20ms * (i + 1);
        std::this_thread::sleep_until(due);
        const auto late = std::chrono::floor<Milliseconds>(Clock::now() - due);
        const Packet& packet = packets[static_cast<std::size_t>(i) % packets.size()];
        recorder.mix(meeting, 8, Samples{20ms} * i, packet, Clock::now());
        recorder.talker(meeting, BoxId{1}, "x", static_cast<std::uint32_t>(960 * i), packet,
                        Clock::now());
        if (i % 25 == 0 && !recorder.chapter(meeting, "turn", Clock::now())) std::exit(1);
        std::printf("%lld %lld\n", static_cast<long long>(20 * (i + 1)),
                    static_cast<long long>(late.count()));
        std::fflush(stdout);
    }
}

}  // namespace

int main(int argc, char* argv[]) {
    const std::string_view what = argc > 2 ? argv[1] : "";
    if (what == "meeting") {
        hold_meeting(argv[2]);
    } else if (what == "rate" && argc > 3) {
        measure(argv[2], net::RungIndex{static_cast<std::uint8_t>(std::atoi(argv[3]))});
    } else if (what == "live") {
        live(argv[2]);
    } else if (what == "repair") {
        RecordingDesk({.folder = argv[2]}, tell).repair();
    } else {
        std::fprintf(stderr, "studio meeting|rate|live|repair FOLDER [RUNG]\n");
        return 2;
    }
    return 0;
}
