// giaoban-speex-peer: libspeexdsp's jitter buffer over a file of packets, measured as giaoban-replay measures ours.
#include <cstdio>
#include <ctime>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "audio/wav/wav_writer.h"
#include "config/vocab/startup_error.h"
#include "tools/bench/peer/speex_receiver.h"
#include "tools/replay/read_packets.h"
#include "tools/replay/replay.h"
#include "tools/replay/report.h"

namespace {

using namespace giaoban;

double cpu_seconds() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

void write_wav(const std::string& name, std::span<const std::int16_t> heard, SampleRate rate) {
    auto wav = audio::WavWriter::create(name, hertz(rate));
    if (!wav) throw StartupError(wav.error().text, StartupError::Exit::unavailable);
    if (const auto written = wav->append(heard); !written) {
        throw StartupError(written.error().text, StartupError::Exit::unavailable);
    }
}

void hear(const std::string& packets, const std::string& wav, const std::string& csv) {
    std::ifstream in(packets, std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(in), {}};
    const auto file = replay::read_packets(as_bytes(bytes), std::nullopt);
    if (!file) throw StartupError(packets + ": " + file.error().text);
    // What pocketsphinx hears: no conversion lies between.
    constexpr auto rate = SampleRate::hz16000;
    bench::SpeexReceiver receiver(rate);
    std::vector<std::int16_t> heard;
    std::vector<replay::TickRow> rows;
    const double before = cpu_seconds();
    const auto figures = replay::Replay({}).run(
        *file, receiver, [&](auto tick) { heard.insert(heard.end(), tick.begin(), tick.end()); },
        [&](const replay::TickRow& row) { rows.push_back(row); });
    const std::chrono::duration<double> cpu(cpu_seconds() - before);
    std::fputs(replay::as_json(figures, {.replay = cpu, .bare = std::nullopt}).c_str(), stdout);
    if (!wav.empty()) write_wav(wav, heard, rate);
    if (csv.empty()) return;
    std::ofstream out(csv, std::ios::binary | std::ios::trunc);
    out << replay::as_csv(rows);
    if (!out.flush())
        throw StartupError(csv + ": cannot be written", StartupError::Exit::unavailable);
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 2 || argc > 4 || argv[1][0] == '-') {
        std::fputs("usage: giaoban-speex-peer PACKETS [HEARD.wav [TICKS.csv]]\n", stderr);
        return static_cast<int>(StartupError::Exit::usage);
    }
    try {
        hear(argv[1], argc > 2 ? argv[2] : "", argc > 3 ? argv[3] : "");
        return 0;
    } catch (const StartupError& error) {
        std::fprintf(stderr, "giaoban-speex-peer: %s\n", error.what());
        return error.exit_code();
    }
}
