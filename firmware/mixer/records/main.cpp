// giaoban-minutes: reads the minutes of the mixing box, beside its daemon or without it. `giaobanctl minutes` runs it.
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <iostream>
#include <map>

#include "config/mixer_config.h"
#include "config/whole_file.h"
#include "firmware/mixer/records/commands.h"
#include "firmware/mixer/records/measure.h"
#include "firmware/mixer/records/minutes_files.h"

namespace {

using namespace giaoban;
using namespace giaoban::mixer;

// Long enough for hundreds of a slow card's 10 to 30 ms.
constexpr std::chrono::seconds measured_for{5};

constexpr const char* usual_config = "/etc/giaoban/mixer.toml";

struct Words {
    std::string config;
    std::string state_dir;
    std::string from;
    std::string meeting;
    std::string hash;
    std::string out;
    int year = 0;
    bool json = false;
    MinutesFormat format = MinutesFormat::text;
    CommandResult result;
};

const std::map<std::string, MinutesFormat> meeting_formats{{"pdf", MinutesFormat::pdf},
                                                           {"csv", MinutesFormat::csv},
                                                           {"roll.csv", MinutesFormat::roll_csv},
                                                           {"turns.csv", MinutesFormat::turns_csv},
                                                           {"json", MinutesFormat::json}};
const std::map<std::string, MinutesFormat> report_formats{{"text", MinutesFormat::text},
                                                          {"pdf", MinutesFormat::pdf},
                                                          {"csv", MinutesFormat::csv},
                                                          {"json", MinutesFormat::json}};

/// As the daemon would find them: a file that is named must be there.
MinutesPlace place_of(const Words& words) {
    config::MixerConfig config;
    const std::string path = words.config.empty() ? usual_config : words.config;
    std::error_code ignored;
    if (!words.config.empty() || std::filesystem::exists(path, ignored)) {
        auto loaded = config::MixerConfig::load(path);
        if (!loaded) throw std::runtime_error(config::text(loaded.error()));
        config = std::move(*loaded);
    }
    if (!words.state_dir.empty()) config.state_dir = words.state_dir;
    MinutesPlace place;
    place.folder_or_file =
        words.from.empty() ? minutes_folder(config) : std::filesystem::path(words.from);
    place.settings = std::move(config.minutes);
    return place;
}

void add_export(CLI::App& app, Words& words) {
    auto* command = app.add_subcommand("export", "write a meeting's minutes for others");
    command->add_option("MEETING", words.meeting, "its number, or last")->required();
    command->add_option("--as", words.format, "pdf, csv, roll.csv, turns.csv or json")
        ->required()
        ->transform(CLI::CheckedTransformer(meeting_formats).description(""));
    command->add_option("--out", words.out, "a file, in place of standard output");
    command->callback(
        [&words] { words.result = export_meeting(place_of(words), words.meeting, words.format); });
}

void add_verify(CLI::App& app, Words& words) {
    auto* command = app.add_subcommand("verify", "find what was changed after it was written");
    auto* meeting = command->add_option("MEETING", words.meeting,
                                        "its number, or last; without it the whole file");
    command->add_option("--hash", words.hash, "as it is printed at the foot of the form")
        ->needs(meeting);
    command->add_flag("--json", words.json, "for programs");
    command->callback([&words] {
        words.result = verify_minutes(place_of(words), words.meeting, words.hash, words.json);
    });
}

void add_report(CLI::App& app, Words& words) {
    auto* command = app.add_subcommand("report", "a year: meetings, attendance, journeys saved");
    command->add_option("YEAR", words.year)->required()->check(CLI::Range(1970, 9998));
    command->add_option("--as", words.format, "text, pdf, csv or json")
        ->transform(CLI::CheckedTransformer(report_formats).description(""));
    command->add_option("--out", words.out, "a file, in place of standard output");
    command->callback(
        [&words] { words.result = report_year(place_of(words), words.year, words.format); });
}

void add_measure(CLI::App& app, Words& words) {
    auto* command = app.add_subcommand("measure", "how many entries a second a disk takes durably");
    command
        ->add_option("FOLDER", words.from, "where on that disk; what is written there goes again")
        ->required();
    command->add_flag("--json", words.json, "for programs");
    command->callback(
        [&words] { words.result = measure_disk(words.from, words.json, measured_for); });
}

void add_commands(CLI::App& app, Words& words) {
    app.fallthrough();
    app.require_subcommand(1);
    app.add_option("--config", words.config, std::string("mixer.toml (") + usual_config + ")");
    app.add_option("--state-dir", words.state_dir, "the mixing box's");
    app.add_option("--from", words.from, "a folder of minutes, or a file that was set aside");
    auto* list = app.add_subcommand("list", "the meetings, the newest first");
    list->add_flag("--json", words.json, "for programs");
    list->callback([&words] { words.result = list_meetings(place_of(words), words.json); });
    auto* show = app.add_subcommand("show", "who was there, who spoke, what was done");
    show->add_option("MEETING", words.meeting, "its number, or last")->required();
    show->add_flag("--json", words.json, "for programs");
    show->callback(
        [&words] { words.result = show_meeting(place_of(words), words.meeting, words.json); });
    add_export(app, words);
    add_verify(app, words);
    add_report(app, words);
    add_measure(app, words);
}

/// Where the bytes go. A PDF is nothing for a terminal.
CommandResult put(const Words& words) {
    CommandResult result = words.result;
    if (!words.out.empty() && result.exit == CommandResult::Exit::done) {
        const auto fault = config::write_whole(words.out, result.out, config::Existing::replace);
        if (!fault) return {};
        return {CommandResult::Exit::refused, "", words.out + " " + fault->what};
    }
    if (result.out.starts_with("%PDF") && ::isatty(STDOUT_FILENO) == 1) {
        return {CommandResult::Exit::usage, "", "a PDF is no text for a terminal: say --out FILE"};
    }
    return result;
}

}  // namespace

int main(int argc, char* argv[]) {
    Words words;
    CLI::App app{
        "The minutes of a mixing box of Giao Ban, read-only.\n"
        "Leaves with 0: done, 1: refused, or not as it was written, 2: usage."};
    app.name("minutes");
    CommandResult result;
    try {
        add_commands(app, words);
        app.parse(argc, argv);
        result = put(words);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? 0 : static_cast<int>(CommandResult::Exit::usage);
    } catch (const std::exception& error) {
        result = {CommandResult::Exit::refused, "", error.what()};
    }
    std::cout << result.out << std::flush;
    if (!result.err.empty()) std::cerr << "giaoban-minutes: " << result.err << '\n';
    return static_cast<int>(result.exit);
}
