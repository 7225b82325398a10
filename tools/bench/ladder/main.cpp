// giaoban-ladder: what each rung of the ladder takes on the wire and how far back its redundancy reaches, measured on
// speech with the Opus that is linked.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <cstdio>
#include <filesystem>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "audio/codec/opus_decoder.h"
#include "audio/codec/opus_encoder.h"
#include "config/vocab/startup_error.h"
#include "config/vocab/time.h"
#include "net/link/rung.h"
#include "tools/bench/driver/spoken.h"

namespace {

using namespace giaoban;
using namespace std::chrono_literals;

constexpr SampleRate rate = SampleRate::hz16000;

struct Measured {
    double wire_kbps = 0;
    double worst_second_kbps = 0;
    double reach_median_ms = 0;
    double reach_tenth_ms = 0;  ///< nine packets of ten reach further
    double lbrr_share = 0;
    std::string mode;
};

/// RFC 6716 section 3.1, table 2.
std::string mode_of(unsigned toc) {
    const unsigned configuration = toc >> 3U;
    constexpr std::array<const char*, 4> silk{"SILK NB", "SILK MB", "SILK WB", "Hybrid"};
    if (configuration < 16) return silk[configuration / 4];
    constexpr std::array<const char*, 4> celt{"CELT NB", "CELT WB", "CELT SWB", "CELT FB"};
    return celt[(configuration - 16) / 4];
}

template <typename Number>
double part_of(std::vector<Number>& sorted, double part) {
    if (sorted.empty()) return 0;
    std::sort(sorted.begin(), sorted.end());
    return static_cast<double>(
        sorted[static_cast<std::size_t>(part * static_cast<double>(sorted.size() - 1))]);
}

Measured measure(const net::Rung& rung, const std::vector<std::string>& files, Samples length) {
    audio::OpusSpeechDecoder decoder(rate);
    std::vector<std::int64_t> reaches;
    std::map<std::string, int> modes;
    std::size_t bytes = 0;
    std::size_t packets = 0;
    std::size_t with_copy = 0;
    std::size_t worst_second = 0;
    const auto a_second = static_cast<std::size_t>(std::max<std::int64_t>(1, 1s / rung.frame));
    for (const std::string& file : files) {
        std::vector<std::size_t> sizes;
        for (const auto& packet : bench::spoken(rung, length, file, 0)) {
            sizes.push_back(packet.size() + net::wire_overhead);
            reaches.push_back(decoder.load_dred(packet).count() * 1000 / 48'000);
            with_copy += decoder.lbrr_reach(packet) > Samples{0} ? 1U : 0U;
            ++modes[mode_of(std::to_integer<unsigned>(packet.front()))];
        }
        packets += sizes.size();
        for (std::size_t i = 0; i < sizes.size(); ++i) {
            bytes += sizes[i];
            if (i + a_second > sizes.size()) continue;
            std::size_t second = 0;
            for (std::size_t k = i; k < i + a_second; ++k)
                second += sizes[k];
            worst_second = std::max(worst_second, second);
        }
    }
    const double frame_s = static_cast<double>(rung.frame.count()) / 48'000;
    const double spoken_s = frame_s * static_cast<double>(packets);
    Measured measured;
    measured.wire_kbps = static_cast<double>(bytes) * 8 / spoken_s / 1000;
    measured.worst_second_kbps =
        static_cast<double>(worst_second) * 8 / (frame_s * static_cast<double>(a_second)) / 1000;
    measured.reach_tenth_ms = part_of(reaches, 0.1);
    measured.reach_median_ms = part_of(reaches, 0.5);
    measured.lbrr_share = static_cast<double>(with_copy) / static_cast<double>(packets);
    measured.mode = std::max_element(modes.begin(), modes.end(), [](const auto& a, const auto& b) {
                        return a.second < b.second;
                    })->first;
    return measured;
}

void print(const std::string& name, const net::Rung& rung, const Measured& measured) {
    std::printf(
        "| %s | %lld ms | %s | %.1f | %d %% | %s | %.1f | %.1f | %.1f | %.0f | %.0f | %.0f %% |\n",
        name.c_str(), static_cast<long long>(rung.frame / 1ms), measured.mode.c_str(),
        rung.bitrate_bps / 1000.0, rung.expected_loss_percent,
        rung.fec                      ? "LBRR"
        : rung.dred_reach > Samples{} ? "DRED"
                                      : "none",
        net::wire_bps(rung) / 1000.0, measured.wire_kbps, measured.worst_second_kbps,
        measured.reach_median_ms, measured.reach_tenth_ms, measured.lbrr_share * 100);
    std::fflush(stdout);
}

/// "60,20000,40,0,1040": frame in ms, bitrate, expected loss in %, LBRR, reach of DRED in ms.
net::Rung rung_from(const std::string& text) {
    std::array<int, 5> numbers{};
    std::istringstream in(text);
    char comma = ',';
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        if ((i > 0 && (!in.get(comma) || comma != ',')) || !(in >> numbers[i])) {
            throw StartupError(text + ": expected FRAME_MS,BIT_PER_S,LOSS_PERCENT,LBRR,DRED_MS");
        }
    }
    return {.frame = Milliseconds{numbers[0]},
            .bitrate_bps = numbers[1],
            .expected_loss_percent = numbers[2],
            .fec = numbers[3] != 0,
            .dred_reach = Milliseconds{numbers[4]}};
}

std::vector<std::string> recordings(const std::string& folder) {
    if (folder.empty()) return {""};
    std::vector<std::string> files;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
        if (entry.path().extension() == ".wav") files.push_back(entry.path().string());
    }
    if (files.empty()) throw StartupError(folder + ": no .wav in it");
    std::sort(files.begin(), files.end());
    return files;
}

int run(const std::string& speech, const std::vector<std::string>& tries, int seconds) {
    const auto files = recordings(speech);
    std::printf("%s\n\n", audio::opus_version_and_features().c_str());
    std::printf(
        "| rung | frame | Opus | kbit/s asked | expected loss | redundancy | wire by table | wire "
        "measured | "
        "worst second | DRED p50 ms | p10 ms | LBRR |\n"
        "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |\n");
    const Samples length = Seconds{seconds};
    for (const std::string& text : tries) {
        const net::Rung rung = rung_from(text);
        print(text, rung, measure(rung, files, length));
    }
    if (!tries.empty()) return 0;
    for (std::size_t i = 0; i < net::rung_count; ++i) {
        const net::Rung& rung = net::rungs()[i];
        print(net::name_of(net::RungIndex{static_cast<std::uint8_t>(i)}), rung,
              measure(rung, files, length));
    }
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    CLI::App app("What each rung takes on the wire, and how far back its redundancy reaches.");
    std::string speech;
    std::vector<std::string> tries;
    int seconds = 20;
    app.add_option("--speech", speech,
                   "a folder with recordings of 16 kHz (.wav); else a made-up voice");
    app.add_option("--try", tries,
                   "FRAME_MS,BIT_PER_S,LOSS_PERCENT,LBRR,DRED_MS in place of the ladder");
    app.add_option("--seconds", seconds, "of each recording")->check(CLI::Range(1, 600));
    CLI11_PARSE(app, argc, argv);
    try {
        return run(speech, tries, seconds);
    } catch (const giaoban::StartupError& error) {
        std::fprintf(stderr, "giaoban-ladder: %s\n", error.what());
        return 64;
    }
}
