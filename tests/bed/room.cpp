// bed_room: the room in which a box stands, at the other end of a loopback card: what it speaks the box's microphone
// hears, and what the box's speaker says it keeps.
//
//   bed_room ADDRESS SPOKEN.wav HEARD.wav 16000|48000      until SIGTERM; then its xruns are told
#include <csignal>
#include <cstdio>
#include <ctime>
#include <exception>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "audio/voice/resampler.h"
#include "audio/wav/recorded_microphone.h"
#include "audio/wav/wav_file.h"
#include "audio/wav/wav_speaker.h"
#include "board/alsa/alsa_cards.h"
#include "board/alsa/alsa_port.h"
#include "config/vocab/startup_error.h"

namespace {

using namespace giaoban;

constexpr Milliseconds tick{20};
constexpr long drain_each_ns = 100'000'000;

std::int64_t monotonic_us() {
    const auto now = std::chrono::steady_clock::now().time_since_epoch();
    return std::chrono::duration_cast<Microseconds>(now).count();
}

std::shared_ptr<audio::WavSpeaker::File> ear_of(const std::string& file, SampleRate rate) {
    auto writer = audio::WavWriter::create(file, hertz(rate));
    if (!writer) throw StartupError(writer.error().text);
    return std::make_shared<audio::WavSpeaker::File>(std::move(writer).value());
}

audio::RecordedMicrophone mouth_of(const std::string& file, SampleRate rate) {
    auto recording = audio::read_wav(file);
    if (!recording) throw StartupError(recording.error().text);
    return {audio::resampled(recording->samples, recording->hz, hertz(rate)),
            audio::RecordedMicrophone::After::again};
}

void talk_and_listen(const std::string& address, const std::string& spoken,
                     const std::string& heard, SampleRate rate) {
    audio::RecordedMicrophone mouth = mouth_of(spoken, rate);
    const auto file = ear_of(heard, rate);
    audio::WavSpeaker ear(file);
    board::AlsaPort port(
        board::alsa_opener(address, rate, audio::make_resampler),
        [](const std::string& line) { std::fprintf(stderr, "%s\n", line.c_str()); });

    sigset_t ends;
    sigemptyset(&ends);
    sigaddset(&ends, SIGTERM);
    {
        const std::jthread sound([&](const std::stop_token& stop) {
            std::fprintf(stderr, "sound began, monotonic_us=%lld\n",
                         static_cast<long long>(monotonic_us()));
            std::vector<std::int16_t> said(sample_count(Samples{tick}, rate));
            std::vector<std::int16_t> got(said.size());
            while (!stop.stop_requested()) {
                mouth.read(said);
                port.exchange(got, said);
                ear.write(got);
            }
        });
        const timespec wait{.tv_sec = 0, .tv_nsec = drain_each_ns};
        while (::sigtimedwait(&ends, nullptr, &wait) < 0) {
            if (const auto error = file->drain()) throw StartupError(error->text);
        }
    }
    (void)file->drain();
    const audio::PortHealth health = port.health();
    std::fprintf(stderr, "opened=%llu overruns=%llu underruns=%llu lost=%llu\n",
                 static_cast<unsigned long long>(health.opened),
                 static_cast<unsigned long long>(health.captured_too_late),
                 static_cast<unsigned long long>(health.played_too_late),
                 static_cast<unsigned long long>(file->lost_ticks()));
}

}  // namespace

int main(int count, char** words) try {
    const std::string hz = count == 5 ? words[4] : "";
    if (hz != "16000" && hz != "48000") {
        throw StartupError("bed_room ADDRESS SPOKEN.wav HEARD.wav 16000|48000");
    }
    sigset_t ends;
    sigemptyset(&ends);
    sigaddset(&ends, SIGTERM);
    ::pthread_sigmask(SIG_BLOCK, &ends, nullptr);  // before there are threads, for sigtimedwait
    talk_and_listen(words[1], words[2], words[3],
                    hz == "16000" ? SampleRate::hz16000 : SampleRate::hz48000);
    return 0;
} catch (const std::exception& error) {
    std::fprintf(stderr, "bed_room: %s\n", error.what());
    return 1;
}
