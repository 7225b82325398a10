// giaoban-replay: the receive path over a file of packets, offline.
#include <cstdio>
#include <ctime>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>

#include "audio/voice/resampler.h"
#include "audio/wav/wav_file.h"
#include "audio/wav/wav_writer.h"
#include "config/vocab/startup_error.h"
#include "tools/replay/bare_decode.h"
#include "tools/replay/catch_up_receiver.h"
#include "tools/replay/command_line.h"
#include "tools/replay/make.h"
#include "tools/replay/packet_text.h"
#include "tools/replay/plot.h"
#include "tools/replay/read_packets.h"
#include "tools/replay/report.h"

namespace {

using namespace giaoban;
using namespace giaoban::replay;

std::string read_file(const std::string& name) {
    std::ifstream in(name, std::ios::binary);
    std::string bytes{std::istreambuf_iterator<char>(in), {}};
    if (!in.is_open() || in.bad())
        throw StartupError(name + ": cannot be read", StartupError::Exit::unavailable);
    return bytes;
}

void write_file(const std::string& name, const std::string& text) {
    std::ofstream out(name, std::ios::binary | std::ios::trunc);
    out << text;
    out.flush();
    if (!out) throw StartupError(name + ": cannot be written", StartupError::Exit::unavailable);
}

/// What was read from a file, or its fault with the file's name before it.
template <typename T>
T of_file(const std::string& name, Expected<T, PacketError> read) {
    if (!read) throw StartupError(name + ": " + read.error().text);
    return std::move(*read);
}

std::vector<std::int16_t> speech_of(const CommandLine& line) {
    std::vector<std::int16_t> speech;
    for (const auto& name : line.wavs) {
        const auto wav = audio::read_wav(name);
        if (!wav) throw StartupError(wav.error().text);
        const auto sound = audio::resampled(wav->samples, wav->hz, hertz(line.encoder.rate));
        speech.insert(speech.end(), sound.begin(), sound.end());
    }
    if (speech.empty()) throw StartupError("--wav: there is no sound in it");
    const auto wanted = static_cast<std::size_t>(line.seconds * hertz(line.encoder.rate));
    const std::size_t all = speech.size();
    while (speech.size() < wanted)
        speech.push_back(speech[speech.size() - all]);
    if (wanted > 0) speech.resize(wanted);
    return speech;
}

void make(const CommandLine& line) {
    write_file(line.file, write_packet_text(
                              make_packets(speech_of(line), line.encoder, line.link, line.seed)));
}

std::chrono::duration<double> cpu_time() {
    return std::chrono::duration<double>(static_cast<double>(std::clock()) / CLOCKS_PER_SEC);
}

std::unique_ptr<Receiver> receiver_of(const CommandLine& line) {
    if (line.catch_up) return std::make_unique<CatchUpReceiver>(line.playout);
    return std::make_unique<PlayoutReceiver>(line.playout);
}

void hear(const CommandLine& line) {
    const PacketFile file =
        of_file(line.file, read_packets(as_bytes(read_file(line.file)), line.ssrc));
    std::vector<std::int16_t> heard;
    std::vector<TickRow> rows;
    const std::unique_ptr<Receiver> receiver = receiver_of(line);
    const auto before = cpu_time();
    const auto keep = [&](std::span<const std::int16_t> tick) {
        heard.insert(heard.end(), tick.begin(), tick.end());
    };
    const auto note = [&](const TickRow& row) { rows.push_back(row); };
    const ReplayFigures figures = Replay(line.replay).run(file, *receiver, keep, note);
    Cost cost{.replay = cpu_time() - before, .bare = std::nullopt};
    if (line.bare) {
        const auto bare_before = cpu_time();
        static_cast<void>(bare_decode(file, line.playout.rate));
        cost.bare = cpu_time() - bare_before;
    }
    const std::string json = as_json(figures, cost);
    if (!line.out.empty()) {
        auto wav = audio::WavWriter::create(line.out, line.out_hz);
        if (!wav) throw StartupError(wav.error().text, StartupError::Exit::unavailable);
        const auto written =
            wav->append(audio::resampled(heard, hertz(line.playout.rate), line.out_hz));
        if (!written) throw StartupError(written.error().text, StartupError::Exit::unavailable);
    }
    if (!line.csv.empty()) write_file(line.csv, as_csv(rows));
    if (!line.plot.empty()) write_file(line.plot, as_svg(line.file, figures, rows));
    if (line.json.empty()) {
        std::fputs(json.c_str(), stdout);
    } else {
        write_file(line.json, json);
    }
}

}  // namespace

int main(int argc, char** argv) {
    try {
        const CommandLine line = read_command_line(argc, argv);
        if (line.make) {
            make(line);
        } else {
            hear(line);
        }
        return 0;
    } catch (const StartupError& error) {
        std::fprintf(stderr, "giaoban-replay: %s\n", error.what());
        return error.exit_code();
    }
}
