#include "tools/replay/command_line.h"

#include <CLI/CLI.hpp>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <optional>

#include "config/vocab/startup_error.h"
#include "net/link/rung.h"
#include "tools/linksim/command.h"

namespace giaoban::replay {
namespace {

using namespace std::chrono_literals;

/// What CLI11 fills in before it means something.
struct Words {
    std::string make;
    int rate = 48'000;
    double phase_ms = 10;
    int frame_ms = 20;
    int bitrate = 24'000;
    int expected_loss = 10;
    bool fec = false;
    bool dtx = false;
    int dred_ms = 1'040;
    int rung = -1;
    std::string profile = "clean";
    bool down = false;
    double loss_percent = -1;
    std::string mode = "conversation";
    double round_trip_ms = 0;
    std::optional<double> floor_s;
    /// `WHAT VALUE`, as giaoban-linksim takes them.
    std::vector<std::string> link;
};

Microseconds from_ms(double ms) { return Microseconds{std::llround(ms * 1000)}; }

[[noreturn]] void refuse(const std::string& what) {
    throw StartupError(what, StartupError::Exit::usage);
}

void add_hearing(CLI::App& app, CommandLine& line, Words& words) {
    app.add_option("packets", line.file,
                   "rtpdump, pcap with clear RTP, or text: arrival_us seq rtp_ts payload_hex");
    app.add_option("--out", line.out, "what is heard, as a WAV file");
    app.add_option("--json", line.json,
                   "the figures, as one JSON object; to standard output if not given");
    app.add_option("--csv", line.csv, "a line each 20 ms: what is heard, delay, target, depth");
    app.add_option("--plot", line.plot, "delay, depth and losses over time, as an SVG picture");
    app.add_option("--sample-rate", words.rate, "samples a second at which it is decoded")
        ->check(CLI::IsMember({8'000, 16'000, 24'000, 48'000}))
        ->capture_default_str();
    app.add_flag("--bare", line.bare,
                 "decode it with nothing around, too, and tell what that takes");
    app.add_option("--mode", words.mode, "what the listener needs: conversation or listening")
        ->check(CLI::IsMember({"conversation", "listening"}))
        ->capture_default_str();
    app.add_flag("--catch-up", line.catch_up,
                 "what was missed is fetched and played faster; with --mode listening and --rtt");
    app.add_option("--floor-at", words.floor_s,
                   "seconds after which the floor is granted, and a conversation begins")
        ->check(CLI::Range(0.0, 86'400.0));
    app.add_option("--rtt", words.round_trip_ms,
                   "ms there and back: lost packets that playout asks for come again after it and "
                   "the link's delay, "
                   "unless what is sent then is lost too; 0: none comes again")
        ->check(CLI::Range(0.0, 60'000.0));
    app.add_option("--out-rate", line.out_hz, "samples a second of the WAV file")
        ->check(CLI::Range(8'000, 48'000))
        ->capture_default_str();
    app.add_option("--ssrc", line.ssrc,
                   "which stream of a capture, as 0x1a2b3c4d; the longest if not given");
    app.add_option("--phase", words.phase_ms,
                   "how many ms after the first packet the first tick is")
        ->check(CLI::Range(0.0, 20.0))
        ->capture_default_str();
}

/// A line a rung, for scripts.
void print_ladder() {
    int index = 0;
    for (const net::Rung& rung : net::rungs()) {
        const auto ms = [](Samples length) {
            return static_cast<long long>(length / Samples{1ms});
        };
        std::printf("%d %lld %d %d %d %lld\n", index++, ms(rung.frame), rung.bitrate_bps,
                    rung.expected_loss_percent, rung.fec ? 1 : 0, ms(rung.dred_reach));
    }
    std::exit(0);
}

void add_encoder(CLI::App& app, CommandLine& line, Words& words) {
    app.add_option("--make", words.make, "write a file of packets in text instead, from --wav")
        ->type_name("FILE");
    app.add_option("--wav", line.wavs, "speech, one after the other")->expected(1, -1);
    app.add_option("--seconds", line.seconds, "as much of it, repeated if need be; 0: all, once")
        ->check(CLI::Range(0.0, 3600.0));
    app.add_flag_callback(
        "--rungs", print_ladder,
        "print the ladder: rung, ms a packet, bit/s, percent of loss, FEC, ms of DRED");
    app.add_option("--rung", words.rung, "encoder as this rung of the ladder, 0 the narrowest")
        ->check(CLI::Range(0, static_cast<int>(net::rung_count) - 1));
    app.add_option("--frame", words.frame_ms, "ms a packet")
        ->check(CLI::IsMember({20, 40, 60, 80, 100, 120}));
    app.add_option("--bitrate", words.bitrate, "bit/s of the payload")
        ->check(CLI::Range(6'000, 128'000));
    app.add_option("--expect-loss", words.expected_loss, "percent that the encoder counts on")
        ->check(CLI::Range(0, 100));
    app.add_flag("--fec", words.fec, "a low-bitrate copy of the frame before (LBRR)");
    app.add_flag("--dtx", words.dtx, "nothing is sent while nobody speaks");
    app.add_option("--dred", words.dred_ms, "ms that deep redundancy may reach back; 0: none")
        ->check(CLI::Range(0, 1'040))
        ->capture_default_str();
}

/// All that giaoban-linksim can set, by the same names.
void add_link(CLI::App& app, CommandLine& line, Words& words) {
    app.add_option("--profile", words.profile, "a link as giaoban-linksim has it, upwards")
        ->capture_default_str();
    app.add_flag("--down", words.down, "that link downwards");
    app.add_option("--loss-percent", words.loss_percent, "as --loss, in percent")
        ->check(CLI::Range(0.0, 100.0));
    app.add_option("--seed", line.seed, "of all chance")->capture_default_str();
    for (const auto& parameter : linksim::parameters()) {
        const std::string name(parameter.name);
        if (name == "rebinds") continue;  // a file has no addresses
        std::string options = "--" + name;
        if (name == "delay-trace") options += ",--delays";
        if (name == "loss-trace") options += ",--losses";
        app.add_option_function<std::string>(
               options,
               [&words, name](const std::string& value) {
                   words.link.emplace_back(name).append(" ").append(value);
               },
               std::string(parameter.what))
            ->type_name(std::string(parameter.value));
    }
}

Expected<std::string, std::string> read_file(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    std::string text{std::istreambuf_iterator<char>(in), {}};
    if (!in.is_open() || in.bad()) return Unexpected(path + ": cannot be read");
    return text;
}

void settle_encoder(CommandLine& line, const Words& words) {
    line.encoder.frame = std::chrono::milliseconds{words.frame_ms};
    line.encoder.bitrate_bps = words.bitrate;
    line.encoder.expected_loss_percent = words.expected_loss;
    line.encoder.in_band_fec = words.fec;
    line.encoder.dtx = words.dtx;
    line.encoder.dred_reach = std::chrono::milliseconds{words.dred_ms};
    if (words.rung < 0) return;
    const net::Rung& rung = net::rung(static_cast<net::RungIndex>(words.rung));
    line.encoder.frame = rung.frame;
    line.encoder.bitrate_bps = rung.bitrate_bps;
    line.encoder.expected_loss_percent = rung.expected_loss_percent;
    line.encoder.in_band_fec = rung.fec;
    line.encoder.dred_reach = rung.dred_reach;
}

void settle_link(CommandLine& line, Words& words) {
    if (words.loss_percent >= 0)
        words.link.push_back("loss " + std::to_string(words.loss_percent / 100));
    words.link.insert(words.link.begin(), "profile " + words.profile);
    linksim::LinkPairSettings links;
    for (const auto& one : words.link) {
        const auto command = linksim::parse_command(one, links, read_file);
        if (!command) refuse(command.error());
        links = command->settings;
    }
    line.link = words.down ? links.down : links.up;
}

}  // namespace

CommandLine read_command_line(int argc, char** argv) {
    CommandLine line;
    Words words;
    CLI::App app{"The receive path of box and mixing box over a file of packets, in virtual time."};
    add_hearing(app, line, words);
    add_encoder(app, line, words);
    add_link(app, line, words);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        std::exit(app.exit(error) == 0 ? 0 : static_cast<int>(StartupError::Exit::usage));
    }
    line.make = !words.make.empty();
    if (line.make == !line.file.empty()) {
        refuse("name a file of packets to hear, or one to --make");
    }
    if (line.make) line.file = words.make;
    if (line.make && line.wavs.empty()) refuse("--make needs speech: --wav FILE.wav");
    line.playout.rate = static_cast<SampleRate>(words.rate);
    line.replay.phase = from_ms(words.phase_ms);
    line.replay.round_trip = line.playout.round_trip = from_ms(words.round_trip_ms);
    line.playout.mode = words.mode == "listening" ? audio::PlayoutMode::listening
                                                  : audio::PlayoutMode::conversation;
    if (words.floor_s) line.playout.floor_after = from_ms(*words.floor_s * 1000);
    settle_encoder(line, words);
    settle_link(line, words);
    return line;
}

}  // namespace giaoban::replay
