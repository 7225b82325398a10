// Drives many boxes, some of them speaking, at a real mixing box over the real protocol, and measures what the
// mixing box takes. One JSON object on standard output; the same in words on standard error.
#include <sys/epoll.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "config/vocab/startup_error.h"
#include "net/keys/system_random.h"
#include "tools/bench/driver/driven_box.h"
#include "tools/bench/driver/mixing_box.h"
#include "tools/bench/driver/spoken.h"

namespace giaoban::bench {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

struct Options {
    std::size_t boxes = 100;
    std::size_t speaking = 3;
    int seconds = 30;
    int rung = 5;
    int rate = 16'000;
    std::uint16_t port = 24'999;
    std::uint16_t page_port = 0;
    int settle = 3;
    std::string folder;
    std::string mixer;
    std::string speech;
    std::string srtp = "aes_cm_128_hmac_sha1_80";
};

/// All boxes, driven by one thread.
class Load {
  public:
    explicit Load(MixingBox& mixer, const Options& options)
        : epoll_(::epoll_create1(EPOLL_CLOEXEC)), frame_(rung(options).frame) {
        for (std::size_t i = 0; i < options.boxes; ++i)
            identities_.push_back(mixer.enroll("Box " + std::to_string(i + 1)));
        for (std::size_t i = 0; i < options.speaking; ++i) {
            speeches_.push_back(spoken(rung(options), 20s, options.speech, static_cast<int>(i)));
        }
    }
    ~Load() { ::close(epoll_); }
    Load(const Load&) = delete;
    Load& operator=(const Load&) = delete;

    static const net::Rung& rung(const Options& options) {
        return net::rung(net::rung_of(net::RungStep{static_cast<std::uint8_t>(options.rung)},
                                      net::RungForm::plain));
    }

    void connect(std::uint16_t port) {
        for (net::BoxIdentity& identity : identities_) {
            boxes_.push_back(
                std::make_unique<DrivenBox>(std::move(identity), port, random_, Clock::now()));
            epoll_event event{};
            event.events = EPOLLIN;
            event.data.ptr = boxes_.back().get();
            ::epoll_ctl(epoll_, EPOLL_CTL_ADD, boxes_.back()->socket(), &event);
            // 250 a second: a handshake costs both ends three multiplications on the curve.
            run_until([] { return false; }, 4ms);
        }
    }

    void speak() {
        for (std::size_t i = 0; i < speeches_.size(); ++i) {
            boxes_[i]->speak(speeches_[i], frame_, Clock::now());
            run_until([] { return false; }, 7ms);
        }
    }

    bool run_until(const std::function<bool()>& done, Duration at_most) {
        const Instant end = Clock::now() + at_most;
        std::array<epoll_event, 64> events{};
        while (!done()) {
            if (Clock::now() >= end) return false;
            const int ready =
                ::epoll_wait(epoll_, events.data(), static_cast<int>(events.size()), 2);
            const Instant now = Clock::now();
            for (int i = 0; i < ready; ++i) {
                static_cast<DrivenBox*>(events[static_cast<std::size_t>(i)].data.ptr)->receive(now);
            }
            for (const auto& box : boxes_) {
                if (box->next_deadline() <= now) box->on_time(now);
            }
        }
        return true;
    }

    [[nodiscard]] std::size_t joined() const {
        return static_cast<std::size_t>(std::count_if(
            boxes_.begin(), boxes_.end(), [](const auto& b) { return b->is_joined(); }));
    }
    [[nodiscard]] std::size_t with_floor() const {
        return static_cast<std::size_t>(std::count_if(
            boxes_.begin(), boxes_.end(), [](const auto& b) { return b->has_floor(); }));
    }
    [[nodiscard]] DrivenBox::Heard heard() const {
        DrivenBox::Heard all;
        for (const auto& box : boxes_) {
            all.packets += box->heard().packets;
            all.sequence_lost += box->heard().sequence_lost;
        }
        return all;
    }
    [[nodiscard]] std::uint64_t refused() const {
        std::uint64_t all = 0;
        for (const auto& box : boxes_) {
            const auto figures = box->session().figures(Clock::now());
            for (const auto count : figures.refused)
                all += count;
        }
        return all;
    }

  private:
    int epoll_;
    Samples frame_;
    net::SystemRandom random_;
    std::vector<net::BoxIdentity> identities_;
    std::vector<Speech> speeches_;
    std::vector<std::unique_ptr<DrivenBox>> boxes_;
};

/// What is read before and after.
struct Reading {
    Instant at;
    std::chrono::nanoseconds cpu;
    DrivenBox::Heard heard;
    std::map<std::string, std::uint64_t> counters;
};

Reading read(const MixingBox& mixer, const Load& load) {
    Reading reading{.at = Clock::now(), .cpu = mixer.cpu(), .heard = load.heard(), .counters = {}};
    for (const auto& counter : mixer.status().counters)
        reading.counters[counter.name] = counter.value;
    return reading;
}

void print(const Options& options, const Reading& before, const Reading& after, double rss,
           double join_seconds, std::uint64_t refused) {
    const double seconds = std::chrono::duration<double>(after.at - before.at).count();
    const double cpu_ms = std::chrono::duration<double, std::milli>(after.cpu - before.cpu).count();
    const auto grown = [&](const char* name) {
        const auto a = after.counters.find(name);
        const auto b = before.counters.find(name);
        return a == after.counters.end() || b == before.counters.end()
                   ? 0.0
                   : static_cast<double>(a->second - b->second);
    };
    const double boxes = static_cast<double>(options.boxes);
    const double frame = std::chrono::duration<double>(Load::rung(options).frame).count();
    const double hearing =
        options.speaking > 1 ? boxes : boxes - static_cast<double>(options.speaking);
    const double expected = options.speaking == 0 ? 0.0 : hearing * seconds / frame;
    const double heard = static_cast<double>(after.heard.packets - before.heard.packets);
    // IPv4 and UDP: 28 bytes a datagram.
    const double sent_bits = 8.0 * (grown("udp_sent_bytes") + 28.0 * grown("udp_sent"));
    const double per_participant = cpu_ms / seconds / boxes;
    std::printf(
        "{\"boxes\": %zu, \"speaking\": %zu, \"seconds\": %.2f, \"rung\": %d, \"frame_ms\": %.0f, "
        "\"rate_hz\": %d, \"srtp\": \"%s\", \"cpu_ms_per_second\": %.3f, "
        "\"cpu_ms_per_participant_second\": %.4f, \"rss_mib\": %.1f, \"packets_sent_per_second\": "
        "%.0f, "
        "\"packets_received_per_second\": %.0f, \"kbit_per_second_per_box_down\": %.2f, "
        "\"packets_heard\": %.0f, \"packets_expected\": %.0f, \"packets_lost\": %llu, "
        "\"refused_by_boxes\": %llu, \"ticks\": %.0f, \"ticks_skipped\": %.0f, \"ticks_late\": "
        "%.0f, "
        "\"tick_latest_us\": %llu, \"join_seconds\": %.2f}\n",
        options.boxes, options.speaking, seconds, options.rung, frame * 1000.0, options.rate,
        options.srtp.c_str(), cpu_ms / seconds, per_participant, rss, grown("udp_sent") / seconds,
        grown("udp_received") / seconds, sent_bits / seconds / boxes / 1000.0, heard, expected,
        static_cast<unsigned long long>(after.heard.sequence_lost - before.heard.sequence_lost),
        static_cast<unsigned long long>(refused), grown("ticks"), grown("ticks_skipped"),
        grown("ticks_late"),
        static_cast<unsigned long long>(
            after.counters.count("tick_latest_us") ? after.counters.at("tick_latest_us") : 0),
        join_seconds);
    std::fprintf(stderr,
                 "%zu boxes, %zu speaking, frames of %.0f ms: %.2f ms of CPU a second, %.3f ms a "
                 "participant-second; "
                 "%.0f MiB; %.0f of %.0f packets heard; %.0f ticks late\n",
                 options.boxes, options.speaking, frame * 1000.0, cpu_ms / seconds, per_participant,
                 rss, heard, expected, grown("ticks_late"));
}

void need(bool done, const std::string& what) {
    if (!done) throw StartupError("waited in vain for " + what, StartupError::Exit::unavailable);
}

std::filesystem::path temporary_folder() {
    std::string name = (std::filesystem::temp_directory_path() / "giaoban-load-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) {
        throw StartupError("no temporary folder can be made: see TMPDIR",
                           StartupError::Exit::unavailable);
    }
    return name;
}

void run(const Options& options) {
    const bool own = options.folder.empty();
    const std::filesystem::path folder =
        own ? temporary_folder() : std::filesystem::path(options.folder);
    {
        MixingBox mixer({.program = options.mixer,
                         .folder = folder,
                         .port = options.port,
                         .rung = options.rung,
                         .rate_hz = options.rate,
                         .speaking = std::max<std::size_t>(options.speaking, 1),
                         .boxes = options.boxes,
                         .srtp = options.srtp,
                         .page_port = options.page_port});
        Load load(mixer, options);
        mixer.start();
        need(load.run_until([&] { return mixer.answers(); }, 10s), "the mixing box");
        const Instant began = Clock::now();
        load.connect(options.port);
        need(load.run_until([&] { return load.joined() == options.boxes; }, 30s),
             "the boxes to join");
        const double join = std::chrono::duration<double>(Clock::now() - began).count();
        load.speak();
        need(load.run_until([&] { return load.with_floor() == options.speaking; }, 10s),
             "the floor");
        // Until playout and limiter have settled.
        load.run_until([] { return false; }, std::chrono::seconds(options.settle));
        std::fputs("measuring\n", stderr);
        const Reading before = read(mixer, load);
        load.run_until([] { return false; }, std::chrono::seconds(options.seconds));
        const Reading after = read(mixer, load);
        print(options, before, after, mixer.resident_mib(), join, load.refused());
    }
    if (own) std::filesystem::remove_all(folder);
}

std::string beside_this_program(const char* name) {
    std::error_code trouble;
    const auto self = std::filesystem::read_symlink("/proc/self/exe", trouble);
    return (self.parent_path() / name).string();
}

}  // namespace
}  // namespace giaoban::bench

int main(int argc, char** argv) {
    using namespace giaoban;
    bench::Options options;
    options.mixer = bench::beside_this_program("giaoban-mixer");
    CLI::App app{"Drives boxes at a real mixing box and measures what it takes.", "giaoban-load"};
    app.add_option("--boxes", options.boxes, "boxes in the meeting")->check(CLI::Range(1, 4096));
    app.add_option("--speaking", options.speaking, "how many of them speak")
        ->check(CLI::Range(0, 16));
    app.add_option("--seconds", options.seconds, "how long is measured")
        ->check(CLI::Range(1, 86'400));
    app.add_option("--rung", options.rung,
                   "of the ladder, both ways: 3 is 60 ms frames, 5 is 20 ms")
        ->check(CLI::Range(0, static_cast<int>(net::widest_step)));
    app.add_option("--rate", options.rate, "that the mixing box works at")
        ->check(CLI::IsMember({16'000, 48'000}));
    app.add_option("--srtp", options.srtp, "as in mixer.toml");
    app.add_option("--speech", options.speech, "a WAV of 16 kHz in place of a made voice");
    app.add_option("--page-port", options.page_port,
                   "of the chair's page, on loopback; 0: there is none");
    app.add_option("--settle", options.settle, "seconds before it is measured")
        ->check(CLI::Range(1, 600));
    app.add_option("--folder", options.folder, "the mixing box's, and kept; must be there");
    app.add_option("--port", options.port, "of the mixing box, on loopback");
    app.add_option("--mixer", options.mixer, "the program, unless it is beside this one");
    try {
        app.parse(argc, argv);
        if (options.speaking > options.boxes)
            throw CLI::ValidationError("--speaking", "more than there are boxes");
    } catch (const CLI::ParseError& wrong) {
        const int code = app.exit(wrong);
        return code == 0 ? 0 : static_cast<int>(StartupError::Exit::usage);
    }
    try {
        bench::run(options);
    } catch (const StartupError& trouble) {
        std::fprintf(stderr, "giaoban-load: %s\n", trouble.what());
        return trouble.exit_code();
    }
    return 0;
}
