// giaoban-linksim: a bad link between one box and the mixing box, on real UDP ports.
#include <poll.h>
#include <sys/prctl.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <csignal>
#include <cstdio>
#include <string>
#include <vector>

#include "config/vocab/startup_error.h"
#include "config/whole_file.h"
#include "tools/linksim/command.h"
#include "tools/linksim/control.h"
#include "tools/linksim/profile.h"
#include "tools/linksim/proxy.h"

namespace {

using namespace giaoban;
using namespace giaoban::linksim;

volatile std::sig_atomic_t stopped = 0;

void stop(int) { stopped = 1; }

struct Options {
    ProxySettings proxy;
    std::string control;
};

Endpoint endpoint_of(const std::string& option, const std::string& text, bool any_port) {
    // Port 0 is no place to send to, but one to listen on.
    const bool zero = any_port && text.ends_with(":0");
    const auto endpoint = Endpoint::parse(zero ? text.substr(0, text.size() - 1) + '1' : text);
    if (!endpoint) {
        throw StartupError(option + " is `" + text + "`: ADDRESS:PORT with a numeric address is " +
                               "accepted, as 127.0.0.1:7400 or [::1]:7400",
                           StartupError::Exit::usage);
    }
    return zero ? endpoint->with_port(0) : *endpoint;
}

Expected<std::string, std::string> read_file(const std::string& path) {
    std::string text;
    const auto fault = config::read_whole(path, most_trace_bytes, text);
    if (fault) return Unexpected(path + ' ' + fault->what);
    return text;
}

std::string footer() {
    std::string text = "Profiles:\n";
    for (const auto& profile : profiles()) {
        text += "  " + std::string(profile.name) + ": " + std::string(profile.what) + '\n';
    }
    return text +
           "\nCommands, one a line, on standard input and on the control socket:\n"
           "  outage SECONDS    nothing gets through for so long\n"
           "  rebind            the mixing box sees another address from now on\n"
           "  profile NAME      as the option; and every option above without its dashes\n"
           "  stats             a line of JSON: packets and bytes each way, lost, delivered\n"
           "  quit              end\n"
           "`up` or `down` in front means that direction alone: up loss 0.2";
}

Options read_options(int argc, char** argv) {
    Options options;
    std::string listen = "127.0.0.1:0";
    std::string to;
    std::string profile(default_profile);
    std::vector<std::string> lines;
    CLI::App app{"A bad link between one box and the mixing box. It prints nothing but stats."};
    app.footer(footer());
    app.add_option("--listen", listen, "where the box sends to")->capture_default_str();
    app.add_option("--to", to, "the mixing box")->required();
    app.add_option("--profile", profile, "the kind of link")->capture_default_str();
    app.add_option("--seed", options.proxy.seed, "of all chance")->capture_default_str();
    app.add_option("--control", options.control, "path of a UNIX socket for commands");
    for (const auto& parameter : parameters()) {
        for (const std::string prefix : {"", "up-", "down-"}) {
            const std::string direction = prefix.substr(0, prefix.find('-'));
            const std::string name(parameter.name);
            std::string option = "--";
            app.add_option_function<std::string>(
                   option.append(prefix).append(name),
                   [&lines, direction, name](const std::string& value) {
                       std::string line = direction;
                       lines.push_back(line.append(" ").append(name).append(" ").append(value));
                   },
                   std::string(parameter.what) +
                       (prefix.empty() ? "" : ", " + direction + " alone"))
                ->type_name(std::string(parameter.value));
        }
    }
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        std::exit(app.exit(error) == 0 ? 0 : static_cast<int>(StartupError::Exit::usage));
    }
    options.proxy.listen = endpoint_of("--listen", listen, true);
    options.proxy.to = endpoint_of("--to", to, false);
    // Both ways first, so that an option for one direction has the last word.
    std::stable_partition(lines.begin(), lines.end(),
                          [](const std::string& line) { return line.front() == ' '; });
    lines.insert(lines.begin(), "profile " + profile);
    for (const auto& line : lines) {
        const auto command = parse_command(line, options.proxy.links, read_file);
        if (!command) throw StartupError(command.error(), StartupError::Exit::usage);
        options.proxy.links = command->settings;
    }
    return options;
}

Control::Answer obey(Proxy& proxy, std::string_view line) {
    const auto command = parse_command(line, proxy.settings(), read_file);
    if (!command) return {"error: " + command.error(), Control::Answer::Kind::wrong};
    if (command->kind == Command::Kind::stats) {
        return {proxy.stats(), Control::Answer::Kind::asked_for};
    }
    if (command->kind == Command::Kind::quit) stopped = 1;
    proxy.apply(*command, std::chrono::steady_clock::now());
    return {"ok", Control::Answer::Kind::done};
}

void wait(std::vector<pollfd>& descriptors, Instant deadline) {
    const auto left =
        deadline == never ? Duration{Seconds{1}} : deadline - std::chrono::steady_clock::now();
    const auto most = std::clamp<Duration>(left, Duration::zero(), Seconds{1});
    const auto seconds = std::chrono::duration_cast<Seconds>(most);
    timespec timeout{};
    timeout.tv_sec = static_cast<time_t>(seconds.count());
    timeout.tv_nsec = static_cast<long>((most - seconds).count());
    // A signal ends the waiting too.
    if (::ppoll(descriptors.data(), descriptors.size(), &timeout, nullptr) < 0) {
        for (auto& descriptor : descriptors)
            descriptor.revents = 0;
    }
}

void carry(const Options& options) {
    Proxy proxy(options.proxy, std::chrono::steady_clock::now());
    Control control(options.control, [&](std::string_view line) { return obey(proxy, line); });
    std::vector<pollfd> descriptors;
    while (stopped == 0) {
        descriptors.assign({{.fd = proxy.box_socket(), .events = POLLIN, .revents = 0},
                            {.fd = proxy.mixer_socket(), .events = POLLIN, .revents = 0}});
        control.wait_on(descriptors);
        wait(descriptors, proxy.next_deadline());
        proxy.run(std::chrono::steady_clock::now());
        control.run([&](int wanted) {
            return std::ranges::any_of(descriptors, [&](const pollfd& descriptor) {
                return descriptor.fd == wanted && descriptor.revents != 0;
            });
        });
    }
}

}  // namespace

int main(int argc, char** argv) {
    try {
        const Options options = read_options(argc, argv);
        std::signal(SIGTERM, stop);
        std::signal(SIGINT, stop);
        std::signal(SIGPIPE, SIG_IGN);
        // Wake up within a microsecond of the time, not within the usual 50.
        ::prctl(PR_SET_TIMERSLACK, 1000UL, 0UL, 0UL, 0UL);
        carry(options);
        return 0;
    } catch (const StartupError& error) {
        std::fprintf(stderr, "giaoban-linksim: %s\n", error.what());
        return error.exit_code();
    }
}
