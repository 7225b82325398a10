#include "tools/giaobanctl/meeting_commands.h"

#include <unistd.h>

#include <chrono>
#include <iostream>
#include <thread>

#include "tools/giaobanctl/daemons.h"

namespace giaoban::ctl {

namespace {

using Kind = net::MeetingRequest::Kind;

/// Each second anew, until it is interrupted. A daemon that is away for a while is waited for.
Outcome watch(const Words& words) {
    const bool terminal = ::isatty(STDOUT_FILENO) == 1;
    for (;;) {
        const Outcome status = meeting_status(words.meeting_socket, words.json);
        if (terminal && !words.json) std::cout << "\x1b[H\x1b[2J";
        std::cout << status.out;
        if (!status.err.empty()) std::cout << status.err << '\n';
        std::cout.flush();
        if (!std::cout) return done("");
        std::this_thread::sleep_for(std::chrono::seconds(1));
    }
}

FloorPolicy policy_named(const std::string& word) {
    return word == "open"    ? FloorPolicy::open
           : word == "chair" ? FloorPolicy::chair
                             : FloorPolicy::queue;
}

void add_word(CLI::App& meeting, Words& words, const std::string& name, const std::string& help,
              Kind kind) {
    auto* command = meeting.add_subcommand(name, help);
    command->add_option("NAME", words.name, kind == Kind::grant ? "a box, or next" : "a box")
        ->required();
    command->callback([&words, kind] {
        net::MeetingRequest request;
        request.kind = kind == Kind::grant && words.name == "next" ? Kind::grant_next : kind;
        request.room = RoomId{words.room};
        if (request.kind != Kind::grant_next) request.name = words.name;
        words.outcome = steer(words.meeting_socket, request);
    });
}

/// A word that is said of the whole meeting, or of one room.
void add_plain_word(CLI::App& meeting, Words& words, const std::string& name,
                    const std::string& help, Kind kind) {
    auto* command = meeting.add_subcommand(name, help);
    command->callback([&words, kind] {
        net::MeetingRequest request;
        request.kind = kind;
        request.room = RoomId{words.room};
        words.outcome = steer(words.meeting_socket, request);
    });
}

void add_sitting(CLI::App& meeting, Words& words) {
    auto* open = meeting.add_subcommand("open", "open the meeting: the minutes begin");
    open->add_option("TITLE", words.text, "of the meeting")->required();
    open->callback([&words] {
        net::MeetingRequest request;
        request.kind = Kind::open_meeting;
        request.text = words.text;
        words.outcome = steer(words.meeting_socket, request);
    });
    add_plain_word(meeting, words, "close", "close it: nobody speaks or waits any more",
                   Kind::close_meeting);
    add_plain_word(meeting, words, "self-test",
                   "test speaker and microphone of all boxes that are there", Kind::self_test);
    auto* record = meeting.add_subcommand("record", "begin or end the recording; all are told");
    record->add_option("WHETHER", words.word, "on or off")
        ->required()
        ->check(CLI::IsMember({"on", "off"}));
    record->callback([&words] {
        net::MeetingRequest request;
        request.kind = Kind::record;
        request.room = RoomId{words.room};
        request.on = words.word == "on";
        words.outcome = steer(words.meeting_socket, request);
    });
}

std::string check_seconds(const std::string& text) {
    const bool number = !text.empty() && text.size() <= 5 &&
                        text.find_first_not_of("0123456789") == std::string::npos;
    return number ? std::string() : "expected whole seconds up to 99999";
}

void add_speakers(CLI::App& meeting, Words& words) {
    add_plain_word(meeting, words, "hold", "grant nobody else the floor of itself", Kind::hold);
    add_plain_word(meeting, words, "unhold", "let the queue go on", Kind::unhold);
    add_plain_word(meeting, words, "mute-all", "let no member speak or ask", Kind::mute_all);
    add_plain_word(meeting, words, "unmute-all", "let them again", Kind::unmute_all);
    add_word(meeting, words, "reply", "put who waits in the queue among the replies",
             Kind::to_replies);
    add_word(meeting, words, "call", "call its people to their box", Kind::call);
    add_word(meeting, words, "end-call", "call no more", Kind::end_call);
    auto* more = meeting.add_subcommand("more-time", "let this speaker go on for so much longer");
    more->add_option("NAME", words.name, "a box")->required();
    more->add_option("SECONDS", words.word, "how much longer")->required()->check(check_seconds);
    more->callback([&words] {
        net::MeetingRequest request;
        request.kind = Kind::more_time;
        request.name = words.name;
        request.seconds = Seconds{std::stol(words.word)};
        words.outcome = steer(words.meeting_socket, request);
    });
}

void add_rooms(CLI::App& meeting, Words& words) {
    auto* open = meeting.add_subcommand("open-room", "bring boxes into a private room");
    open->add_option("TITLE", words.text, "of the room")->required();
    open->add_option("NAMES", words.names, "the boxes")
        ->required()
        ->expected(1, static_cast<int>(net::max_request_names));
    open->add_option("--policy", words.word, "queue, open (unless said otherwise) or chair")
        ->check(CLI::IsMember({"queue", "open", "chair"}));
    open->callback([&words] {
        net::MeetingRequest request;
        request.kind = Kind::open_room;
        request.text = words.text;
        request.names = words.names;
        request.policy = policy_named(words.word.empty() ? "open" : words.word);
        words.outcome = steer(words.meeting_socket, request);
    });
    auto* move = meeting.add_subcommand("move", "bring a box into another room");
    move->add_option("NAME", words.name, "a box")->required();
    move->add_option("ROOM", words.room, "its number; 0: among all")->required();
    move->callback([&words] {
        net::MeetingRequest request;
        request.kind = Kind::move_to_room;
        request.name = words.name;
        request.room = RoomId{words.room};
        words.outcome = steer(words.meeting_socket, request);
    });
    auto* close = meeting.add_subcommand("close-room", "bring its boxes back among all");
    close->add_option("ROOM", words.room, "its number")->required();
    close->callback([&words] {
        net::MeetingRequest request;
        request.kind = Kind::close_room;
        request.room = RoomId{words.room};
        words.outcome = steer(words.meeting_socket, request);
    });
}

void add_policy(CLI::App& meeting, Words& words) {
    auto* policy = meeting.add_subcommand("policy", "who may speak beside the chair");
    policy->add_option("POLICY", words.word, "queue, open or chair")
        ->required()
        ->check(CLI::IsMember({"queue", "open", "chair"}));
    policy->add_option("--microphones", words.microphones, "how many are open at once, under open")
        ->check(CLI::Range(1, int{config::most_open_microphones}));
    auto* automatic = policy->add_flag("--automatic", words.automatic, "the queue grants itself");
    policy->add_flag("--by-chair", words.by_chair, "the chair grants from the queue")
        ->excludes(automatic);
    policy->callback([&words] {
        PolicyOrder order;
        order.room = RoomId{words.room};
        order.policy = policy_named(words.word);
        order.open_microphones = words.microphones;
        if (words.automatic) order.queue_grants = QueueGrants::automatic;
        if (words.by_chair) order.queue_grants = QueueGrants::chair;
        words.outcome = set_policy(words.meeting_socket, order);
    });
}

}  // namespace

void add_meeting(CLI::App& app, Words& words) {
    auto* meeting = app.add_subcommand("meeting", "show and steer the running meeting");
    meeting->fallthrough();
    meeting->add_option("--socket", words.meeting_socket, "of giaoban-mixer")
        ->capture_default_str();
    meeting->add_option("--room", words.room, "the private room that a word is meant for");
    meeting->require_subcommand(1);
    auto* status = meeting->add_subcommand("status", "who is there, who speaks, who waits");
    status->add_flag("--json", words.json, "for programs");
    status->add_flag("--watch", words.watch, "again each second, until it is interrupted");
    status->callback([&words] {
        words.outcome =
            words.watch ? watch(words) : meeting_status(words.meeting_socket, words.json);
    });
    add_word(*meeting, words, "grant", "give the floor to a box, or to the next in the queue",
             Kind::grant);
    add_word(*meeting, words, "revoke", "take the floor, or the place in the queue, from a box",
             Kind::revoke);
    add_word(*meeting, words, "mute", "let a box neither speak nor ask", Kind::mute);
    add_word(*meeting, words, "unmute", "let it again", Kind::unmute);
    add_policy(*meeting, words);
    add_sitting(*meeting, words);
    add_speakers(*meeting, words);
    add_rooms(*meeting, words);
    auto* limit = meeting->add_subcommand("limit", "how long a member may speak");
    limit->add_option("SECONDS", words.word, "or none")
        ->required()
        ->check([](const std::string& text) {
            return text == "none" || check_seconds(text).empty()
                       ? std::string()
                       : "expected whole seconds up to 99999, or none";
        });
    limit->callback([&words] {
        net::MeetingRequest request;
        request.kind = Kind::set_time_limit;
        request.room = RoomId{words.room};
        request.seconds = Seconds{words.word == "none" ? 0 : std::stol(words.word)};
        words.outcome = steer(words.meeting_socket, request);
    });
}

}  // namespace giaoban::ctl
