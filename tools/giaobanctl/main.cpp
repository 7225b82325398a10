// giaobanctl: keys, cards, a running meeting and a running box, from the command line.
#include <CLI/CLI.hpp>
#include <chrono>
#include <cstdlib>
#include <iostream>
#include <thread>

#include "tools/giaobanctl/accounts.h"
#include "tools/giaobanctl/card_list.h"
#include "tools/giaobanctl/cards.h"
#include "tools/giaobanctl/check.h"
#include "tools/giaobanctl/daemons.h"
#include "tools/giaobanctl/doctor.h"
#include "tools/giaobanctl/meeting_commands.h"
#include "tools/giaobanctl/other_program.h"
#include "tools/giaobanctl/updates.h"
#include "tools/giaobanctl/words.h"

namespace {

using namespace giaoban;
using namespace giaoban::ctl;

Instant now() { return std::chrono::steady_clock::now(); }

void add_keygen(CLI::App& app, Words& words) {
    auto* keygen = app.add_subcommand("keygen", "make a private key, and print its public key");
    keygen->add_option("FILE", words.file, "where the private key goes; it is never replaced")
        ->required();
    keygen->add_flag("--show", words.show, "only print the public key of the private key in FILE");
    keygen->callback(
        [&words] { words.outcome = words.show ? show_key(words.file) : make_key(words.file); });
}

/// Several networks, each with its name and its password.
void take_networks(const std::vector<std::string>& words, config::CardSettings& settings) {
    for (std::size_t i = 0; i + 1 < words.size(); i += 2)
        settings.wifi.push_back({words[i], words[i + 1], false});
}

/// What the box's settings may say beside who it is; their rules are those of the file.
void add_settings(CLI::App& card, Words& words) {
    config::CardSettings& settings = words.card.settings;
    card.add_option("--wifi", words.wifi, "SSID PASSPHRASE of a wireless network; \"\" if open")
        ->type_size(2)
        ->expected(1, 8)
        ->allow_extra_args(false);
    const auto fixed = [&settings]() -> config::CardSettings::Fixed& {
        if (!settings.fixed) settings.fixed = config::CardSettings::Fixed{};
        return *settings.fixed;
    };
    card.add_option_function<std::string>(
        "--static", [fixed](const std::string& text) { fixed().address = text; },
        "ADDRESS/PREFIX that no DHCP gives, as 192.168.1.20/24");
    card.add_option_function<std::string>(
        "--gateway", [fixed](const std::string& text) { fixed().gateway = text; }, "its gateway");
    card.add_option_function<std::vector<std::string>>(
            "--dns", [fixed](const std::vector<std::string>& all) { fixed().dns = all; },
            "its name servers")
        ->expected(1, 3);
    card.add_option("--volume", settings.volume_percent, "of the speaker, 0 to 100");
    card.add_option("--button", settings.button, "as button.device in box.toml");
    card.add_option("--button-key", settings.button_key, "as button.key in box.toml");
    card.add_option("--floor-lamp", settings.floor_lamp, "as lamps.floor in box.toml");
    card.add_option("--link-lamp", settings.link_lamp, "as lamps.link in box.toml");
    card.add_option_function<std::string>(
            "--language",
            [&settings](const std::string& word) {
                settings.language = word == "vi" ? config::Language::vi : config::Language::en;
            },
            "of the spoken prompts: vi or en")
        ->check(CLI::IsMember({"vi", "en"}));
}

void add_card(CLI::App& app, Words& words) {
    auto* card = app.add_subcommand(
        "card", "make the settings of a box, or of all in a table, and enter it in the roster");
    auto* name =
        card->add_option("NAME", words.card.name, "the box's name, as the meeting shows it");
    auto* csv =
        card->add_option("--csv", words.file, "a table of boxes, a line each")->excludes(name);
    card->add_option("--mixer", words.card.mixers,
                     "where the box finds the mixing box, HOST:PORT; more than one: tried in order")
        ->expected(1, 8);
    auto* out = card->add_option(
        "--out", words.card.out,
        "a mounted card or other folder, a card's image (.img), or a file (NAME.toml)");
    csv->needs(out);
    card->add_option("--state-dir", words.state_dir, "the mixing box's")->capture_default_str();
    card->add_flag("--chair", words.card.chair, "it is a chair's box");
    card->add_flag("--replace", words.card.replace, "a new card for a box that is in the roster");
    add_settings(*card, words);
    card->callback([&words] {
        words.card.state_dir = words.state_dir;
        take_networks(words.wifi, words.card.settings);
        if (!words.file.empty()) {
            words.outcome = make_cards(words.file, words.card);
            return;
        }
        if (words.card.name.empty()) throw CLI::RequiredError("NAME or --csv");
        if (words.card.mixers.empty()) throw CLI::RequiredError("--mixer");
        words.outcome = make_card(words.card);
    });
}

void add_cards(CLI::App& app, Words& words) {
    auto* cards = app.add_subcommand("cards", "list the roster, or change a card in it");
    cards->fallthrough();
    cards->add_option("--state-dir", words.state_dir, "the mixing box's")->capture_default_str();
    cards->add_flag("--json", words.json, "for programs");
    cards->require_subcommand(0, 1);
    for (const bool blocked : {true, false}) {
        auto* block = cards->add_subcommand(blocked ? "block" : "unblock",
                                            blocked ? "let a box in no more" : "let it in again");
        block->add_option("NAME", words.name)->required();
        block->callback([&words, blocked] {
            words.outcome = block_card(words.state_dir, words.name, blocked);
        });
    }
    auto* role = cards->add_subcommand("role", "make a box a chair's or a member's");
    role->add_option("NAME", words.name)->required();
    role->add_option("ROLE", words.word, "chair or member")
        ->required()
        ->check(CLI::IsMember({"chair", "member"}));
    role->callback([&words] {
        const Role to = words.word == "chair" ? Role::chair : Role::member;
        words.outcome = set_card_role(words.state_dir, words.name, to);
    });
    cards->final_callback([&words, cards] {
        if (cards->get_subcommands().empty())
            words.outcome = list_cards(words.state_dir, words.json);
    });
}

void add_box(CLI::App& app, Words& words) {
    auto* box = app.add_subcommand("box", "show this box, or press its button");
    box->fallthrough();
    box->add_option("--socket", words.box_socket, "of giaoban-box")->capture_default_str();
    box->require_subcommand(1);
    auto* status = box->add_subcommand("status", "whether it is in the meeting, and how it does");
    status->add_flag("--json", words.json, "for programs");
    status->callback([&words] { words.outcome = box_status(words.box_socket, words.json, now()); });
    auto* pressing = box->add_subcommand("press", "as if the button were pressed");
    pressing->add_option("HOW", words.word, "short or long")
        ->required()
        ->check(CLI::IsMember({"short", "long"}));
    pressing->callback([&words] {
        const auto kind = words.word == "long" ? net::BoxRequest::Kind::press_long
                                               : net::BoxRequest::Kind::press_short;
        words.outcome = press(words.box_socket, kind, now());
    });
}

void add_doctor(CLI::App& app, Words& words) {
    auto* doctor = app.add_subcommand("doctor", "how a box is, and what to do about it");
    doctor->add_option("BOX", words.name, "through the mixing box; none: the one of this machine");
    doctor->add_option("--socket", words.file, "of giaoban-box, or of giaoban-mixer with BOX");
    doctor->add_flag("--json", words.json, "for programs");
    doctor->add_option("--language", words.word, "vi or en; as LANG says")
        ->check(CLI::IsMember({"vi", "en"}));
    doctor->callback([&words] {
        const char* lang = std::getenv("LANG");  // NOLINT(concurrency-mt-unsafe): one thread
        DoctorOrder order;
        order.box = words.name;
        order.json = words.json;
        order.tongue = tongue_of(words.word, lang == nullptr ? "" : lang);
        order.socket = !words.file.empty()  ? words.file
                       : words.name.empty() ? words.box_socket
                                            : words.meeting_socket;
        words.outcome = ask_doctor(order, [] {
            std::this_thread::sleep_for(std::chrono::milliseconds(250));
            return now();
        });
    });
}

void add_update(CLI::App& app, Words& words) {
    auto* update = app.add_subcommand("update", "releases for the boxes");
    update->fallthrough();
    update->add_option("--socket", words.meeting_socket, "of giaoban-mixer")->capture_default_str();
    update->add_option("--state-dir", words.state_dir, "the mixing box's")->capture_default_str();
    update->require_subcommand(1);
    auto* offer = update->add_subcommand("offer", "offer a release to all boxes");
    offer->add_option("FILE", words.file, "its signed bundle, giaoban-RELEASE.raucb")->required();
    offer->callback([&words] {
        words.outcome = offer_update(words.meeting_socket, words.state_dir, words.file);
    });
    auto* withdraw = update->add_subcommand("withdraw", "offer none any more");
    withdraw->callback([&words] {
        net::MeetingRequest request;
        request.kind = net::MeetingRequest::Kind::withdraw_update;
        words.outcome = steer(words.meeting_socket, request);
    });
    auto* status = update->add_subcommand("status", "what each box runs, and how far it is");
    status->add_flag("--json", words.json, "for programs");
    status->callback([&words] { words.outcome = update_status(words.meeting_socket, words.json); });
    auto* key = app.add_subcommand(
        "update-key", "make the key that signs releases, and its certificate for cards");
    key->add_option("--out", words.file, "a folder for both")->required();
    key->callback([&words] {
        words.outcome = go_over_to_script("update-key", {"--out", words.file});
    });
}

/// All words behind these commands are those of giaoban-minutes, which has a --help of its own.
void add_minutes(CLI::App& app, Words& words) {
    auto* minutes = app.add_subcommand(
        "minutes", "list, show, export, verify and report the minutes of the mixing box");
    minutes->prefix_command()->set_help_flag();
    minutes->callback(
        [&words, minutes] { words.outcome = go_over_to_minutes(minutes->remaining()); });
    auto* verify =
        app.add_subcommand("verify", "find what was changed in the minutes (minutes verify)");
    verify->prefix_command()->set_help_flag();
    verify->callback([&words, verify] {
        std::vector<std::string> all{"verify"};
        const auto rest = verify->remaining();
        all.insert(all.end(), rest.begin(), rest.end());
        words.outcome = go_over_to_minutes(all);
    });
}

void add_check(CLI::App& app, Words& words) {
    auto* check = app.add_subcommand("check", "say what is wrong with a configuration or a card");
    check->add_option("FILE", words.file, "box.toml, mixer.toml or a card")->required();
    check
        ->add_option("--as", words.kind,
                     "what it is, when its name does not tell: box, mixer, card or settings")
        ->check(CLI::IsMember({"box", "mixer", "card", "settings"}));
    check->callback([&words] { words.outcome = check_file(words.file, words.kind); });
}

void add_account(CLI::App& app, Words& words) {
    auto* account = app.add_subcommand("account", "who may sign in to the chair's page");
    account->fallthrough();
    account->add_option("--state-dir", words.state_dir, "the mixing box's")->capture_default_str();
    account->require_subcommand(1);
    auto* add = account->add_subcommand(
        "add", "make an account; its password is asked for, or the first line of standard input");
    add->add_option("NAME", words.name)->required();
    add->add_option("--role", words.word, "viewer, secretary, chair or technician")
        ->required()
        ->check(CLI::IsMember({"viewer", "secretary", "chair", "technician"}));
    add->callback([&words] {
        words.outcome = make_account({words.state_dir, words.name, words.word}, ask_password);
    });
    auto* list = account->add_subcommand("list", "the accounts there are");
    list->add_flag("--json", words.json, "for programs");
    list->callback([&words] { words.outcome = list_accounts(words.state_dir, words.json); });
    auto* remove = account->add_subcommand("remove", "let somebody sign in no more, from now on");
    remove->add_option("NAME", words.name)->required();
    remove->callback([&words] { words.outcome = remove_account(words.state_dir, words.name); });
    auto* role = account->add_subcommand("role", "give an account another role");
    role->add_option("NAME", words.name)->required();
    role->add_option("ROLE", words.word, "viewer, secretary, chair or technician")
        ->required()
        ->check(CLI::IsMember({"viewer", "secretary", "chair", "technician"}));
    role->callback([&words] {
        words.outcome = set_role({words.state_dir, words.name, words.word});
    });
    auto* password = account->add_subcommand("password", "give an account a new password");
    password->add_option("NAME", words.name)->required();
    password->callback(
        [&words] { words.outcome = set_password(words.state_dir, words.name, ask_password); });
}

void add_page(CLI::App& app, Words& words) {
    auto* page = app.add_subcommand(
        "page", "the fingerprint of the page's certificate, to compare with the browser's");
    page->add_option("--state-dir", words.state_dir, "the mixing box's")->capture_default_str();
    page->callback([&words] { words.outcome = show_page(words.state_dir); });
}

}  // namespace

int main(int argc, char* argv[]) {
    Words words;
    CLI::App app{
        "Keys, cards, a running meeting and a running box of Giao Ban.\n"
        "Leaves with 0: done, 1: refused, or the doctor has found something bad, 2: usage, 3: the "
        "daemon cannot be reached."};
    app.require_subcommand(1);
    add_keygen(app, words);
    add_card(app, words);
    add_cards(app, words);
    add_meeting(app, words);
    add_box(app, words);
    add_doctor(app, words);
    add_update(app, words);
    add_minutes(app, words);
    add_check(app, words);
    add_account(app, words);
    add_page(app, words);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? static_cast<int>(Exit::done) : static_cast<int>(Exit::usage);
    } catch (const std::exception& error) {
        std::cerr << "giaobanctl: " << error.what() << '\n';
        return static_cast<int>(Exit::refused);
    }
    std::cout << words.outcome.out << std::flush;
    if (!words.outcome.err.empty()) std::cerr << "giaobanctl: " << words.outcome.err << '\n';
    return static_cast<int>(words.outcome.exit);
}
