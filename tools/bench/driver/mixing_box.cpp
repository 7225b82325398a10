#include "tools/bench/driver/mixing_box.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <fstream>
#include <sstream>
#include <utility>

#include "config/roster.h"
#include "config/settings.h"
#include "config/vocab/startup_error.h"
#include "net/keys/key_file.h"
#include "net/transport/local_client.h"

namespace giaoban::bench {

namespace {

using namespace std::chrono_literals;

[[noreturn]] void fail(const std::string& what) {
    throw StartupError(what, StartupError::Exit::unavailable);
}

net::KeyPair key_in(const std::filesystem::path& state, RandomSource& random) {
    std::filesystem::create_directories(state);
    auto key = net::load_or_make_key(state / config::private_key_file, random);
    if (!key) fail(key.error().message);
    return std::move(key->key);
}

std::string first_words(const std::filesystem::path& file) {
    std::ifstream in(file);
    return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace

MixingBox::MixingBox(Settings settings)
    : settings_(std::move(settings)), key_(key_in(settings_.folder / "state", random_)) {
    std::ofstream(settings_.folder / "mixer.toml")
        << "listen = \"127.0.0.1:" << settings_.port << "\"\n"
        << "state_dir = \"" << (settings_.folder / "state").string() << "\"\n"
        << "control_socket = \"" << (settings_.folder / "mixer.sock").string() << "\"\n"
        << "[floor]\npolicy = \"open\"\nopen_microphones = " << settings_.speaking
        << "\ntime_limit_s = 0\n"
        << "[audio]\nrate_hz = " << settings_.rate_hz << "\n"
        << "[limits]\nmax_boxes = " << settings_.boxes << "\nhandshakes_per_second = 1000\n"
        << "[link]\nleast_rung_down = " << settings_.rung
        << "\nwidest_rung_down = " << settings_.rung << "\nredundancy = \"off\"\nsrtp = \""
        << settings_.srtp << "\"\n[page]\nlisten = \""
        << (settings_.page_port == 0 ? "" : "127.0.0.1:" + std::to_string(settings_.page_port))
        << "\"\n";
}

MixingBox::~MixingBox() {
    if (process_ <= 0) return;
    ::kill(process_, SIGTERM);
    ::waitpid(process_, nullptr, 0);
}

net::BoxIdentity MixingBox::enroll(const std::string& name) {
    Secret<32> secret;
    random_.fill(secret.bytes());
    config::Roster roster((settings_.folder / "state").string());
    const auto entry = roster.add(name, Role::member, secret.copy(), false);
    if (!entry) fail(config::text(entry.error()));
    auto card = net::CardName::from(name);
    if (!card) fail(std::string(name) + ": " + net::describe(card.error()));
    return {.own = net::KeyPair::generate(random_),
            .mixer_key = key_.public_key,
            .card = std::move(*card),
            .enrolment = std::move(secret),
            .boot_count = 1};
}

void MixingBox::start() {
    const std::string config = (settings_.folder / "mixer.toml").string();
    const std::string log = (settings_.folder / "mixer.log").string();
    posix_spawn_file_actions_t files;
    ::posix_spawn_file_actions_init(&files);
    ::posix_spawn_file_actions_addopen(&files, STDERR_FILENO, log.c_str(),
                                       O_WRONLY | O_CREAT | O_APPEND, 0644);
    std::string option = "--config";
    std::array<char*, 4> arguments{settings_.program.data(), option.data(),
                                   const_cast<char*>(config.c_str()), nullptr};
    const int trouble = ::posix_spawn(&process_, settings_.program.c_str(), &files, nullptr,
                                      arguments.data(), environ);
    ::posix_spawn_file_actions_destroy(&files);
    if (trouble != 0) {
        process_ = 0;
        fail(settings_.program +
             " cannot be started: build giaoban-mixer, or name it with --mixer");
    }
}

bool MixingBox::answers() const {
    if (::waitpid(process_, nullptr, WNOHANG) != 0) {
        fail("the mixing box ended by itself: " + first_words(settings_.folder / "mixer.log"));
    }
    return net::LocalClient::connect((settings_.folder / "mixer.sock").string()).has_value();
}

net::MeetingStatus MixingBox::status() const {
    auto client = net::LocalClient::connect((settings_.folder / "mixer.sock").string());
    const auto request = net::encode(net::MeetingRequest{});
    if (!client || !request || !client->send(*request, 2000ms))
        fail("the mixing box does not answer");
    const auto answer = client->receive(2000ms);
    if (!answer) fail("the mixing box does not answer");
    auto status = net::decode_meeting_status(*answer);
    if (!status) fail("the mixing box's answer is of another version");
    return std::move(*status);
}

std::chrono::nanoseconds MixingBox::cpu() const {
    std::ifstream in("/proc/" + std::to_string(process_) + "/stat");
    std::string line;
    std::getline(in, line);
    std::istringstream fields(line.substr(line.rfind(')') + 1));
    std::string word;
    for (int i = 0; i < 11; ++i)
        fields >> word;  // state is field 3; utime is field 14
    long user = 0;
    long system = 0;
    fields >> user >> system;
    return (user + system) * 1'000'000'000ns / ::sysconf(_SC_CLK_TCK);
}

double MixingBox::resident_mib() const {
    std::ifstream in("/proc/" + std::to_string(process_) + "/statm");
    long total = 0;
    long resident = 0;
    in >> total >> resident;
    return static_cast<double>(resident) * static_cast<double>(::sysconf(_SC_PAGESIZE)) / (1 << 20);
}

}  // namespace giaoban::bench
