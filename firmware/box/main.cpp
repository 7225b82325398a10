// giaoban-box: the daemon of a commune's box. See README.md beside this file.
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <CLI/CLI.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iostream>
#include <string>

#include "audio/codec/opus_decoder.h"
#include "audio/codec/opus_encoder.h"
#include "config/vocab/startup_error.h"
#include "firmware/box/audio_thread.h"
#include "firmware/box/network_side.h"
#include "firmware/box/sound_setup.h"
#include "firmware/media.h"
#include "firmware/service/service_notice.h"
#include "net/keys/system_random.h"

namespace giaoban::box {

namespace {

constexpr const char* default_config = "/etc/giaoban/box.toml";
// On a card giaoban-settings writes these at each start; elsewhere they are not there.
constexpr const char* card_config = "/run/giaoban-settings/box.toml";
constexpr const char* card_trouble = "/run/giaoban-settings/trouble";
constexpr const char* card_release = "/etc/giaoban/release";
constexpr const char* card_outcome = "/data/rauc/outcome";

struct Options {
    std::string config = default_config;
    std::string over = card_config;
    std::string trouble = card_trouble;
    std::string release_file = card_release;
    std::string update_outcome = card_outcome;
    std::string card;
    std::string state_dir;
    std::string status_socket;
    std::string machine_root = "/";
    bool check_config = false;
    std::int64_t start_delay_ms = 0;
    int clock_ppm = 0;
};

void declare(CLI::App& app, Options& options) {
    app.add_option("--config", options.config, "box.toml; without the file all is as by default")
        ->capture_default_str();
    app.add_option("--over", options.over, "a box.toml that goes before it, if it is there")
        ->capture_default_str();
    app.add_option("--trouble", options.trouble,
                   "what is wrong with the card's settings, if it is there")
        ->capture_default_str();
    app.add_option("--card", options.card, "this box's card, in place of `card` in box.toml");
    app.add_option("--state-dir", options.state_dir, "in place of `state_dir` in box.toml");
    app.add_option("--status-socket", options.status_socket,
                   "in place of `status_socket` in box.toml");
    app.add_flag("--check-config", options.check_config, "only say whether box.toml is good");
    app.add_option("--release-file", options.release_file,
                   "has VERSION=, the release that runs; without it there are no updates")
        ->capture_default_str();
    app.add_option("--update-outcome", options.update_outcome, "what became of an update")
        ->capture_default_str();
    // For tests: an empty group is not shown.
    app.add_option("--start-delay", options.start_delay_ms, "ms of silence before a recording")
        ->group("")
        ->check(CLI::Range(0, 3'600'000));
    app.add_option("--machine-root", options.machine_root,
                   "where the doctor looks for /sys and /proc")
        ->group("");
    app.add_option("--clock-ppm", options.clock_ppm, "how much too fast a WAV port's clock is")
        ->group("")
        ->check(CLI::Range(-10'000, 10'000));
}

config::BoxConfig load_config(const Options& options) {
    config::BoxConfig settings;
    // Only the file that nobody named may be missing.
    if (options.config != default_config || std::filesystem::exists(options.config)) {
        auto loaded = config::BoxConfig::load(options.config);
        if (!loaded) throw StartupError(config::text(loaded.error()));
        settings = std::move(loaded).value();
    }
    if (std::filesystem::exists(options.over)) {
        auto loaded = config::BoxConfig::load_over(options.over, settings);
        // A technician far away cannot mend it, and without it the box still works.
        if (loaded)
            settings = std::move(loaded).value();
        else
            std::cerr << "giaoban-box: " << config::text(loaded.error()) << '\n';
    }
    if (!options.card.empty()) settings.card = options.card;
    if (!options.state_dir.empty()) settings.state_dir = options.state_dir;
    if (!options.status_socket.empty()) settings.status_socket = options.status_socket;
    return settings;
}

void set_up_log(config::LogLevel level) {
    auto log = spdlog::stderr_logger_st("box");
    log->set_pattern("%Y-%m-%d %H:%M:%S.%e %l: %v");
    switch (level) {
        case config::LogLevel::error: log->set_level(spdlog::level::err); break;
        case config::LogLevel::warn: log->set_level(spdlog::level::warn); break;
        case config::LogLevel::info: log->set_level(spdlog::level::info); break;
        case config::LogLevel::debug: log->set_level(spdlog::level::debug); break;
    }
    log->flush_on(spdlog::level::info);
    spdlog::set_default_logger(log);
}

BoxAudio make_audio(const config::BoxConfig& settings, const audio::PromptLibrary& prompts,
                    bool with_voice, std::uint32_t first_timestamp, AudioRings& rings) {
    const SampleRate rate = settings.sound.rate;
    const net::RungIndex rung =
        net::rung_of(net::RungStep{settings.link.up.widest}, net::RungForm::plain);
    BoxAudio::Parts parts{.encoder = std::make_unique<audio::OpusSpeechEncoder>(
                              encoder_settings(net::rung(rung), settings.codec, rate)),
                          .decoder = std::make_unique<audio::OpusSpeechDecoder>(rate),
                          .voice = with_voice ? audio::make_voice_processor({}, rate) : nullptr,
                          .prompts = &prompts};
    const BoxAudio::Settings audio{.rate = rate,
                                   .first_timestamp = first_timestamp,
                                   .volume_percent = settings.sound.volume_percent,
                                   .playout = playout_limits(settings.playout),
                                   .catch_up = settings.playout.catch_up};
    return {audio, std::move(parts), rings};
}

audio::Language language_of(const config::BoxConfig& settings) {
    return settings.language == config::Language::vi ? audio::Language::vietnamese
                                                     : audio::Language::english;
}

/// What is known of the card's settings; the log is told.
CardSettingsState told_of_card(const std::string& trouble, const Papers& papers) {
    std::ifstream file(trouble);
    std::string word;
    std::getline(file, word);
    for (std::string line; std::getline(file, line);)
        spdlog::error("the card's settings: {}", line);
    if (!papers.card_trouble.empty()) {
        spdlog::error("no card, and so nobody to call: {}", papers.card_trouble);
    }
    if (word == "missing") return CardSettingsState::missing;
    if (word == "wrong") return CardSettingsState::wrong;
    return papers.card_trouble.empty() ? CardSettingsState::good : CardSettingsState::missing;
}

/// The release of the card's system; empty where there is none.
std::string release_of(const std::string& path) {
    std::ifstream file(path);
    constexpr std::string_view key = "VERSION=";
    for (std::string line; std::getline(file, line);)
        if (line.starts_with(key)) return line.substr(key.size());
    return {};
}

std::int64_t monotonic_us(Instant when) {
    return std::chrono::duration_cast<Microseconds>(when.time_since_epoch()).count();
}

/// Both threads, until the context is stopped.
void serve(boost::asio::io_context& context, const Options& options, BoxAudio& audio, Sound& sound,
           Wake& wake, NetworkSide& network) {
    const AudioThread thread(audio, *sound.port, wake, options.clock_ppm);
    // So that recordings of several boxes can be laid side by side.
    spdlog::info("sound began, monotonic_us={}", monotonic_us(thread.began()));
    if (!thread.priority_trouble().empty()) {
        spdlog::warn("the audio thread has no real-time priority: {}", thread.priority_trouble());
    }
    const ServiceNotice notice(context, {.audio_turns = [&thread] { return thread.turns(); },
                                         .network_turns = [&network] { return network.turns(); },
                                         .wake_audio = {},
                                         .status = [&network] { return network.status_line(); }});
    context.run();
}

void run(const Options& options, const config::BoxConfig& settings) {
    set_up_log(settings.log_level);
    const std::string opus = audio::opus_version_and_features();
    spdlog::info("giaoban-box {}, {}, voice by {}", GIAOBAN_VERSION, opus, audio::voice_library());

    boost::asio::io_context context(1);
    net::SystemRandom random;
    Papers papers = load_papers(settings.card, settings.state_dir, random);
    const CardSettingsState card_state = told_of_card(options.trouble, papers);
    if (papers.card_trouble.empty()) {
        spdlog::info("this is the box of `{}`", papers.identity.card.text());
    }

    // Lines of the sound card come on a thread of the port's own; the log is this thread's.
    std::function<void(const std::string&)> sound_told;
    Sound sound = make_sound(settings.sound, Milliseconds{options.start_delay_ms},
                             [&context, &sound_told](const std::string& line) {
                                 boost::asio::post(context, [line, &sound_told] {
                                     spdlog::info("{}", line);
                                     if (sound_told) sound_told(line);
                                 });
                             });
    const bool with_voice = settings.sound.voice == config::Choice::automatic
                                ? sound.card
                                : settings.sound.voice == config::Choice::on;
    const audio::PromptLibrary prompts(language_of(settings), settings.sound.rate);
    const auto rings = std::make_unique<AudioRings>();
    Wake wake;
    BoxAudio audio = make_audio(settings, prompts, with_voice, random.u32(), *rings);

    NetworkSide network(context,
                        {.settings = &settings,
                         .card = settings.card,
                         .papers = std::move(papers),
                         .software = std::string("giaoban ") + GIAOBAN_VERSION + " (" + opus + ")",
                         .release = release_of(options.release_file),
                         .update_outcome = options.update_outcome,
                         .card_state = card_state,
                         .heard = sound.heard,
                         .sound_by_card = sound.card,
                         .machine_root = options.machine_root,
                         .rings = rings.get(),
                         .from_audio = &wake},
                        random);
    sound_told = [&network](const std::string& line) { network.on_sound_line(line); };
    boost::asio::signal_set signals(context, SIGTERM, SIGINT);
    signals.async_wait([&context](const boost::system::error_code& error, int) {
        if (!error) context.stop();
    });
    serve(context, options, audio, sound, wake, network);
    network.drain_file();
    spdlog::info("stopped");
}

}  // namespace

int start(int count, char** words) {
    CLI::App app(
        "The daemon of a box: brings a meeting's sound to a room, and the room's to the "
        "meeting.");
    app.set_version_flag("--version", GIAOBAN_VERSION);
    Options options;
    declare(app, options);
    try {
        app.parse(count, words);
    } catch (const CLI::ParseError& error) {
        const int code = app.exit(error);
        return code == 0 ? 0 : static_cast<int>(StartupError::Exit::usage);
    }
    const config::BoxConfig settings = load_config(options);
    if (options.check_config) {
        std::cout << options.config << ": good\n";
        return 0;
    }
    run(options, settings);
    return 0;
}

}  // namespace giaoban::box

int main(int count, char** words) try {
    return giaoban::box::start(count, words);
} catch (const giaoban::StartupError& error) {
    std::cerr << "giaoban-box: " << error.what() << '\n';
    return error.exit_code();
} catch (const std::exception& error) {
    std::cerr << "giaoban-box: " << error.what() << '\n';
    return static_cast<int>(giaoban::StartupError::Exit::unavailable);
}
