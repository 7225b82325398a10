#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <string>

#include "audio/codec/opus_encoder.h"
#include "config/mixer_config.h"
#include "config/settings.h"
#include "config/vocab/startup_error.h"
#include "firmware/mixer/daemon.h"
#include "firmware/mixer/settings_of.h"
#include "net/keys/key_file.h"

namespace giaoban::mixer {
namespace {

constexpr const char* usual_config = "/etc/giaoban/mixer.toml";

struct Options {
    std::string config;
    std::string state_dir;
    bool check_config = false;
};

config::MixerConfig load(const Options& options) {
    config::MixerConfig config;
    // A mixing box without a file is one with the defaults; a file that was named must be there.
    const bool named = !options.config.empty();
    const std::string path = named ? options.config : usual_config;
    if (named || std::filesystem::exists(path)) {
        auto loaded = config::MixerConfig::load(path);
        if (!loaded) throw StartupError(config::text(loaded.error()));
        config = std::move(*loaded);
    }
    if (!options.state_dir.empty()) config.state_dir = options.state_dir;
    check(config);
    return config;
}

void make_folder(const std::filesystem::path& folder) {
    if (folder.empty()) return;
    std::error_code trouble;
    std::filesystem::create_directories(folder, trouble);
    if (trouble && !std::filesystem::is_directory(folder)) {
        throw StartupError(folder.string() + " cannot be made: " + trouble.message() +
                           ". Make it, and give it to this user.");
    }
}

net::KeyPair identity(const config::MixerConfig& config) {
    const auto path = std::filesystem::path(config.state_dir) / config::private_key_file;
    net::SystemRandom random;
    auto loaded = net::load_or_make_key(path, random);
    if (!loaded) throw StartupError(loaded.error().message);
    if (!loaded->warning.empty()) spdlog::warn("{}", loaded->warning);
    return std::move(loaded->key);
}

// To standard error, which systemd keeps.
void begin_log(config::LogLevel level) {
    constexpr std::array levels{spdlog::level::err, spdlog::level::warn, spdlog::level::info,
                                spdlog::level::debug};
    spdlog::set_default_logger(spdlog::stderr_logger_st("giaoban-mixer"));
    spdlog::set_pattern("%Y-%m-%d %H:%M:%S.%e %l %v");
    spdlog::set_level(levels[static_cast<std::size_t>(level)]);
}

int run(const Options& options) {
    const config::MixerConfig config = load(options);
    if (options.check_config) {
        std::puts("the configuration is right");
        return 0;
    }
    begin_log(config.log_level);
    spdlog::info("giaoban-mixer, {}", audio::opus_version_and_features());
    make_folder(config.state_dir);
    make_folder(std::filesystem::path(config.control_socket).parent_path());
    Daemon daemon(config, identity(config), std::chrono::steady_clock::now());
    daemon.run();
    return 0;
}

}  // namespace
}  // namespace giaoban::mixer

int main(int argc, char** argv) {
    giaoban::mixer::Options options;
    CLI::App app{"The mixing box of Giao Ban: mixes the meeting and runs its floor.",
                 "giaoban-mixer"};
    app.add_option("--config", options.config,
                   std::string("mixer.toml (unless said otherwise ") +
                       giaoban::mixer::usual_config + ", or the defaults where there is none)");
    app.add_option("--state-dir", options.state_dir,
                   "where its key and its roster are, in place of the configuration's");
    app.add_flag("--check-config", options.check_config, "says whether the configuration is right");
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& wrong) {
        const int code = app.exit(wrong);
        return code == 0 ? 0 : static_cast<int>(giaoban::StartupError::Exit::usage);
    }
    try {
        return giaoban::mixer::run(options);
    } catch (const giaoban::StartupError& trouble) {
        std::fprintf(stderr, "giaoban-mixer: %s\n", trouble.what());
        return trouble.exit_code();
    }
}
