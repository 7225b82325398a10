// A mixing box without boxes: the chair's page and its API over a meeting that is made up, for those who write the page and
// for tests that talk to it over the network.
//
//   fake_mixer --page build/page --state /tmp/fake --port 8443 [--boxes 15] [--quiet] [--recording some.opus]
//
// Prints one line, "https://localhost:PORT FINGERPRINT", when it listens. Accounts chair, secretary, technician and viewer,
// each with the password "giaoban-" and its name. --quiet: nothing happens by itself.
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <stdexcept>
#include <string>

#include "config/accounts.h"
#include "config/vocab/startup_error.h"
#include "firmware/mixer/chair/chair_server.h"
#include "net/keys/password.h"
#include "net/keys/system_random.h"
#include "tests/firmware/mixer/chair/fake_meeting.h"
#include "tests/firmware/mixer/chair/fake_records.h"

namespace {

using namespace giaoban;
using namespace giaoban::chair;

struct Options {
    ServerSettings server;
    std::size_t boxes = 15;
    bool lively = true;
    std::string recording;
};

template <typename Number>
Number number(const std::string& text) {
    Number value = 0;
    const auto [end, wrong] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (wrong != std::errc() || *end != '\0')
        throw std::runtime_error(text + ": expected a number");
    return value;
}

Options read(int argc, char** argv) {
    Options options;
    options.server.address = "127.0.0.1";
    options.server.page = "build/page";
    options.server.state_dir = (std::filesystem::temp_directory_path() / "giaoban-fake").string();
    for (int i = 1; i < argc; ++i) {
        const std::string word = argv[i];
        if (word == "--quiet") {
            options.lively = false;
            continue;
        }
        if (i + 1 == argc) throw std::runtime_error(word + ": expected a value");
        const std::string value = argv[++i];
        if (word == "--page")
            options.server.page = value;
        else if (word == "--state")
            options.server.state_dir = value;
        else if (word == "--listen")
            options.server.address = value;
        else if (word == "--port")
            options.server.port = number<std::uint16_t>(value);
        else if (word == "--boxes")
            options.boxes = number<std::size_t>(value);
        else if (word == "--recording")
            options.recording = value;
        else
            throw std::runtime_error(word + ": not known here");
    }
    return options;
}

void make_accounts(const std::string& state_dir) {
    config::Accounts accounts(state_dir);
    for (const auto role : {AccountRole::viewer, AccountRole::secretary, AccountRole::chair,
                            AccountRole::technician}) {
        config::Account account;
        account.name = to_text(role);
        account.role = role;
        if (accounts.find(account.name)) continue;
        account.password = net::hash_password("giaoban-" + account.name);
        if (const auto added = accounts.add(account); !added)
            throw StartupError(config::text(added.error()));
    }
}

std::int64_t unix_now() {
    return std::chrono::duration_cast<Milliseconds>(
               std::chrono::system_clock::now().time_since_epoch())
        .count();
}

class FakeMixer {
  public:
    explicit FakeMixer(const Options& options)
        : meeting_(options.boxes, options.lively, 1, std::chrono::steady_clock::now()),
          records_(recordings(options), unix_now()),
          server_(context_, options.server, meeting_, records_, random_),
          signals_(context_, SIGINT, SIGTERM),
          timer_(context_) {
        records_.later = [this](std::function<void()> job) {
            boost::asio::post(context_, std::move(job));
        };
        meeting_.happened = [this](const DurableEntry& what) {
            DurableEntry entry = what;
            entry.unix_ms = unix_now();
            server_.event(entry);
        };
        signals_.async_wait([this](auto, int) { context_.stop(); });
        tick();
    }

    void run() {
        std::printf("https://localhost:%u %s\n", static_cast<unsigned>(server_.port()),
                    server_.fingerprint().c_str());
        std::fflush(stdout);
        context_.run();
    }

  private:
    static std::filesystem::path recordings(const Options& options) {
        const auto folder = std::filesystem::path(options.server.state_dir) / "recordings";
        if (!options.recording.empty()) {
            std::filesystem::create_directories(folder);
            std::filesystem::copy_file(options.recording, folder / "1.opus",
                                       std::filesystem::copy_options::overwrite_existing);
        }
        return folder;
    }

    void tick() {
        meeting_.advance(std::chrono::steady_clock::now());
        timer_.expires_after(std::chrono::milliseconds(250));
        timer_.async_wait([this](auto ended) {
            if (!ended) tick();
        });
    }

    boost::asio::io_context context_;
    net::SystemRandom random_;
    chair::test::FakeMeeting meeting_;
    chair::test::FakeRecords records_;
    ChairServer server_;
    boost::asio::signal_set signals_;
    boost::asio::steady_timer timer_;
};

}  // namespace

int main(int argc, char** argv) {
    try {
        const Options options = read(argc, argv);
        make_accounts(options.server.state_dir);
        FakeMixer(options).run();
        return 0;
    } catch (const std::exception& trouble) {
        std::fprintf(stderr, "fake_mixer: %s\n", trouble.what());
        return 1;
    }
}
